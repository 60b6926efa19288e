import { expect, test } from 'vitest';
import { needsSecondReading, refuseUnread } from './rules.ts';

const NIR = '2 42 03 82 112 005 71';

test('nothing is asked of a text that names nobody', () => {
  expect(
    needsSecondReading({ description: 'Ouvert aux plus de 60 ans.', note: '' }, false)
  ).toBeNull();
});

test('each field where somebody may be recognised is to be read again', () => {
  const readings = needsSecondReading(
    { description: `Assurée ${NIR}`, limits: 'Rien', delay: 'Mme Dupuis attend', empty: null },
    false
  );
  expect(readings?.map(({ field }) => field)).toEqual(['description', 'delay']);
  expect(readings?.[0]?.passages[0]).toMatchObject({ before: 'Assurée ', excerpt: NIR, after: '' });
});

test('a text read again is kept as it is', () => {
  expect(needsSecondReading({ description: `Assurée ${NIR}` }, true)).toBeNull();
  expect(refuseUnread({ description: NIR }, false)).toMatchObject({
    ok: false,
    reason: 'second-reading'
  });
});

test('a passage is shown with the words around it, cut between words', () => {
  const long = 'Bonjour à toute l’équipe, je me permets de vous solliciter pour ';
  const [reading] = needsSecondReading({ text: `${long}Mme Dupuis ${long}` }, false)!;
  const [passage] = reading!.passages;
  expect(passage!.before).toMatch(/^…\p{L}/u);
  expect(passage!.after).toMatch(/\p{L}…$/u);
});
