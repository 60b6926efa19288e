import { writeFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { anExperience } from '../../../../../tests/factories/experiences.ts';
import { readPdf } from '../../../../../tests/support/pdf.ts';
import type { ReuseId, StructureId } from '#shared/ids.ts';
import type { Reuse } from '../../reuse.ts';
import { composeExperience } from './documents.ts';

// Setting a very long document takes seconds on a machine that does other things.
vi.setConfig({ testTimeout: 60_000 });
const flat = (text: string) => text.replaceAll(/[\s\u200b]+/g, '');
const ALONE = { where: '', reuses: [], related: [] };
const SENTENCE = 'Nous avons appelé chaque cabinet avant de proposer une date. ';
const keep = (name: string, bytes: Uint8Array) => {
  if (process.env.KEEP_PDF) writeFileSync(`${process.env.KEEP_PDF}/${name}`, bytes);
};
const texts = (times: number) => ({
  ...{ context: SENTENCE.repeat(times), done: SENTENCE.repeat(times) },
  ...{ worked: SENTENCE.repeat(times), failed: SENTENCE.repeat(times) },
  useful: SENTENCE.repeat(times)
});
const REUSE: Reuse = {
  ...{ id: 1 as ReuseId, person: null, status: 'done', outcome: 'Deux dates au lieu d’une.' },
  structure: { id: 1 as StructureId, slug: 'msp', name: 'MSP des Essais' },
  ...{ createdAt: new Date(0), updatedAt: new Date(0), version: 1 }
};

test('an express experience is one tagged page that says all it says', async () => {
  const experience = anExperience({ texts: texts(7), contact: 'Le secrétariat de la CPTS' });
  const bytes = await composeExperience(experience, {
    ...{ where: 'la commune de Moissac', reuses: [REUSE] },
    related: [{ title: 'Trame de convocation', address: '/partage/documents/trame' }]
  });
  keep('express.pdf', bytes);
  const { pages, text, outline } = readPdf(bytes);
  expect(pages).toBe(1);
  for (const said of [
    ...[
      experience.title,
      experience.summary,
      'Contexte',
      'Ce qu’on a fait',
      'À qui ça peut servir'
    ],
    ...['la commune de Moissac', 'Le secrétariat de la CPTS', 'CPTS d’essai', 'Camille Exemple'],
    ...['Repris 1 fois', 'MSP des Essais', 'Deux dates au lieu d’une.', 'Trame de convocation'],
    ...['aucun label', '/partage/experiences/une-date-pour-tous']
  ])
    expect(flat(text)).toContain(flat(said));
  expect(text.split('cabinet').length - 1).toBe(35);
  expect(outline).toContain('pdfuaid:part>1<');
  expect(outline).toMatch(/\/Lang\s*\(fr-FR\)/);
  for (const tag of ['H1', 'H2', 'L']) expect(outline).toMatch(new RegExp(`/S\\s*/${tag}\\b`));
});

test('a short one is a page too, a draft says so, and what looks like code is set as it is', async () => {
  const short = anExperience({ texts: { context: '#panic("x") *gras* $1/0$' }, status: 'draft' });
  const bytes = await composeExperience(short, ALONE);
  keep('court.pdf', bytes);
  const { pages, text } = readPdf(bytes);
  expect(pages).toBe(1);
  expect(flat(text)).toContain(flat('#panic("x") *gras* $1/0$'));
  expect(flat(text)).toContain(flat('Brouillon : à ne pas diffuser.'));
});

test('what cannot hold in a page takes the pages it needs, and nothing is cut', async () => {
  const long = anExperience({ texts: texts(80) });
  const { pages, text } = readPdf(await composeExperience(long, ALONE));
  expect(pages).toBeGreaterThan(1);
  expect(text.split('cabinet').length - 1).toBe(400);
});

test('a full sheet follows the order of the method, with what its express form said', async () => {
  const full = anExperience({
    form: 'full',
    texts: {
      ...texts(4),
      identity: 'Un CLIC, six mois.',
      levers: 'Un poste dédié.',
      quotes: '« Enfin. »'
    }
  });
  const bytes = await composeExperience(full, ALONE);
  keep('complet.pdf', bytes);
  const { text } = readPdf(bytes);
  const at = ['Un CLIC, six mois.', 'Ce qu’on a fait', 'Un poste dédié.', '« Enfin. »'].map(
    (said) => flat(text).indexOf(flat(said))
  );
  expect(at.every((place) => place > 0)).toBe(true);
  expect(at).toEqual([...at].sort((a, b) => a - b));
});
