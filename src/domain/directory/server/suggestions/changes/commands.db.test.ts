import { beforeAll, beforeEach, expect, test } from 'vitest';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { Forbidden } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { loadDefaultVocabulary } from '../../../../../app/demo.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { aStructure } from '../../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { asInput, type StructureInput } from '../../../model.ts';
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
/** As a page says it. */
const PHONE = (last: number) => `05 36 49 00 0${last}`.replaceAll(' ', '\u00a0');

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
    { field: 'summary', now: 'Avant', after: 'Après', isGone: false, changedSince: false },
    { field: 'phone', now: PHONE(1), after: PHONE(9), isGone: false, changedSince: false }
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
  expect((await desk()).compared).toMatchObject([{ now: PHONE(5), changedSince: true }]);
});

test('hours, the needs of a service, a contact and the parent are proposed, and merged with what changed since', async () => {
  await createStructure(db, operator('test'), aStructure({ name: 'La Maison', slug: 'maison' }));
  const given = aStructure({
    name: 'CLIC',
    territories: [territory.slug],
    services: [{ name: 'Accueil / orientation', themes: ['maintien-a-domicile'] }],
    contacts: [
      { name: 'Camille Essai', role: 'accueil', visibility: 'public', consentAt: '2026-01-01' },
      { name: 'Dominique Essai', role: 'direction', email: 'dominique@exemple.test' }
    ]
  });
  await updateStructure(db, referent, structure, given);
  const change = (fiche: StructureInput, themes: string[]) => ({
    services: [{ ...fiche.services[0]!, themes }]
  });
  const fiche = asInput(await getStructure(db, 'clic'));
  const rewritten = (role: string) => fiche.contacts.map((one) => ({ ...one, role }));
  expect(
    await propose(member, {
      ...change(fiche, ['maintien-a-domicile', 'acces-aux-soins']),
      openingHours: 'Mo-Fr 09:00-12:00',
      parent: 'maison',
      contacts: rewritten('permanence')
    })
  ).toMatchObject({ ok: true });
  await updateStructure(db, referent, structure, {
    ...fiche,
    ...change(fiche, ['soins-a-domicile'])
  });
  const item = await desk();
  expect(item.compared.map(({ field }) => field)).toEqual([
    'openingHours',
    'parent',
    'services/Accueil / orientation/themes',
    'contacts/Camille Essai/role'
  ]);
  expect(item.compared[1]).toMatchObject({ now: '', after: 'La Maison' });
  const all = item.compared.map(({ field }) => field);
  const decision = accept(all, item.version);
  expect(await decideSuggestion(db, referent, item.id, decision, NOW)).toMatchObject({ ok: true });
  const now = await getStructure(db, 'clic');
  expect(now).toMatchObject({ openingHours: 'Mo-Fr 09:00-12:00', parent: 'maison' });
  expect([...now.services[0]!.themes].sort()).toEqual(['acces-aux-soins', 'soins-a-domicile']);
  expect(now.contacts.map(({ role, email }) => [role, email])).toEqual([
    ['permanence', ''],
    ['direction', 'dominique@exemple.test']
  ]);
});

test('what is proposed of a service that is gone changes nothing, and is said', async () => {
  const services = [{ name: 'Accueil' }];
  const given = aStructure({ name: 'CLIC', territories: [territory.slug], services });
  await updateStructure(db, referent, structure, given);
  const service = given.services[0]!;
  await propose(member, { services: [{ ...service, phone: '0536490009' }], phone: '0536490008' });
  await updateStructure(db, referent, structure, { ...given, services: [] });
  const item = await desk();
  expect(item.compared.map(({ isGone }) => isGone)).toEqual([false, true]);
  const decision = accept(['phone', 'services/Accueil/phone'], item.version);
  expect(await decideSuggestion(db, referent, item.id, decision, NOW)).toMatchObject({ ok: true });
  expect(await getStructure(db, 'clic')).toMatchObject({ phone: '0536490008', services: [] });
});

test('a structure is not proposed as part of itself', async () => {
  expect(await propose(member, { parent: 'clic' })).toMatchObject({ reason: 'unknown-parent' });
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
