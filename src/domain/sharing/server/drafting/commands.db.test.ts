import { expect, test } from 'vitest';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { removeContribution } from '../publishing/commands.ts';
import { getContribution } from '../queries.ts';
import { addReply, removeReply } from '../replies/commands.ts';
import { draftExperience } from './commands.ts';

process.env['MAILLAGE_SECRET'] ??= 'un secret assez long pour cet essai';
const db = await testDatabase();
const NOW = new Date('2026-11-20T09:00:00Z');
let turn = 0;

async function anEndedProject() {
  const territory = (await aTerritory(db, `projet-${(turn += 1)}`)).id;
  const roles = [{ territory, role: 'member' as const }];
  const author = await person(db, { roles });
  const other = await person(db, { roles });
  const { id } = await aContribution(db, {
    ...{ territory, title: 'Un seul numéro', author: author.id, summary: 'Trois services.' },
    texts: { description: 'Un numéro pour les sorties.', goals: 'Moins de vendredis soirs.' },
    details: { stage: 'done', startsOn: '2026-01-01', endsOn: '2026-06-30' }
  });
  return { territory, author, other, id };
}

test('an ended project becomes the draft of an experience, which says all it says, once', async () => {
  const { author, id } = await anEndedProject();
  const news = { kind: 'news' as const, reread: true };
  await addReply(db, author, id, { body: 'Ouvert.', happenedOn: '2026-03-02' }, news);
  const taken = await addReply(db, author, id, { body: 'Raté.', happenedOn: '2026-02-02' }, news);
  if (!taken.ok) throw new Error('refused');
  await removeReply(db, author, taken.reply, { now: NOW });
  const drafted = await draftExperience(db, author, id);
  expect(drafted.isNew).toBe(true);
  const found = await getContribution(db, author, { kind: 'experience', slug: drafted.slug });
  expect(found).toMatchObject({
    ...{ title: 'Un seul numéro', status: 'draft', related: [id] },
    texts: { done: 'lundi 2 mars 2026\u00a0: Ouvert.' },
    details: { form: 'express', startsOn: '2026-01-01', endsOn: '2026-06-30' }
  });
  for (const said of [
    'Trois services.',
    'Un numéro pour les sorties.',
    'Moins de vendredis soirs.'
  ])
    expect(found.texts['context']).toContain(said);
  expect(await draftExperience(db, author, id)).toEqual({ slug: drafted.slug, isNew: false });
});

test('only who writes the project tells it, and what was taken off or hidden is not told', async () => {
  const { author, other, id } = await anEndedProject();
  await expect(draftExperience(db, other, id)).rejects.toThrow(/Seules/);
  await removeContribution(db, author, id, { now: NOW });
  await expect(draftExperience(db, author, id)).rejects.toThrow(/raconté/);
  const hidden = await anEndedProject();
  await db
    .insertInto('withholding')
    .values({ content_kind: 'contribution', content_id: String(hidden.id) })
    .execute();
  await expect(draftExperience(db, hidden.author, hidden.id)).rejects.toThrow(/raconté/);
});
