import { beforeAll, beforeEach, expect, test } from 'vitest';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { Forbidden } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { loadDefaultVocabulary } from '../../../../../app/demo.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { aStructure } from '../../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { asInput } from '../../../model.ts';
import { createStructure, updateStructure } from '../../commands.ts';
import { getStructure } from '../../queries.ts';
import { readDesk } from '../desk/queries.ts';
import { decideSuggestion } from '../moderation/commands.ts';
import { listSuggestions } from '../queries.ts';
import { suggestChange } from './commands.ts';

const NOW = new Date('2027-03-01T09:00:00Z');
const db = await testDatabase();
let territory: Territory;
let structure: StructureId;
let referent: PersonActor;
let member: PersonActor;
let turn = 0;

beforeAll(async () => {
  await loadDefaultVocabulary(db);
  territory = await aTerritory(db);
});

beforeEach(async () => {
  await db.deleteFrom('structure').execute();
  await db.deleteFrom('mail_message').execute();
  structure = await createStructure(
    db,
    operator('test'),
    aStructure({
      name: 'CLIC',
      slug: 'clic',
      phone: '0536490001',
      summary: 'Avant',
      territories: [territory.slug]
    })
  );
  referent = await person(db, { referentOf: [structure] });
  member = await person(db, {
    email: `membre${(turn += 1)}@exemple.test`,
    roles: [{ territory: territory.id, role: 'member' }]
  });
});

async function propose(actor: Parameters<typeof suggestChange>[1], changed: object) {
  const fiche = asInput(await getStructure(db, 'clic'));
  const input = { ...fiche, text: '', ...changed, structure };
  return suggestChange(db, actor, input, { address: `192.0.2.${turn}`, reread: false }, NOW);
}

async function desk() {
  const waiting = await listSuggestions(db, referent, { referentOf: [structure] });
  return (await readDesk(db, waiting)).items[0]!;
}

const accept = (fields: string[], seen: number) =>
  ({ accept: true, value: '', type: '', fields, seen }) as const;

test('a member proposes field by field; only what is retained is written, and said to be proposed', async () => {
  await propose(member, { phone: '0536490009', summary: 'Après' });
  expect((await getStructure(db, 'clic')).summary).toBe('Avant');
  const item = await desk();
  expect(item.compared).toEqual([
    { field: 'summary', now: 'Avant', after: 'Après', changedSince: false },
    { field: 'phone', now: '0536490001', after: '0536490009', changedSince: false }
  ]);
  const decision = accept(['summary'], item.version);
  expect(await decideSuggestion(db, referent, item.id, decision, NOW)).toMatchObject({ ok: true });
  const fiche = await getStructure(db, 'clic');
  expect([fiche.summary, fiche.phone]).toEqual(['Après', '0536490001']);
  const kinds = await db.selectFrom('structure_history').select('kind').orderBy('id').execute();
  expect(kinds.at(-1)).toEqual({ kind: 'suggested' });
  const mails = await db.selectFrom('mail_message').select(['kind', 'recipient']).execute();
  expect(mails).toContainEqual({
    kind: 'suggestion-outcome',
    recipient: `membre${turn}@exemple.test`
  });
});

test('what changed since is said, and a fiche that changed under the eyes is never overwritten', async () => {
  await propose(member, { phone: '0536490009' });
  const { id, version } = await desk();
  const fiche = asInput(await getStructure(db, 'clic'));
  await updateStructure(db, referent, structure, { ...fiche, phone: '0536490005' });
  expect(await decideSuggestion(db, referent, id, accept(['phone'], version), NOW)).toMatchObject({
    ok: false,
    reason: 'invalid'
  });
  expect((await getStructure(db, 'clic')).phone).toBe('0536490005');
  expect((await desk()).compared).toMatchObject([{ now: '0536490005', changedSince: true }]);
});

test('nothing rewritten, nothing kept; nothing retained, nothing accepted', async () => {
  expect(await propose(member, {})).toEqual({ ok: false, reason: 'nothing' });
  await propose(member, { phone: '0536490009' });
  const { id, version } = await desk();
  expect(await decideSuggestion(db, referent, id, accept([], version), NOW)).toMatchObject({
    ok: false,
    reason: 'invalid'
  });
});

test('a visitor proposes no change, and the member herself decides nothing', async () => {
  await expect(propose(VISITOR, { phone: '0536490009' })).rejects.toBeInstanceOf(Forbidden);
  await propose(member, { phone: '0536490009' });
  expect(await listSuggestions(db, member, { territory: territory.id })).toEqual([]);
});
