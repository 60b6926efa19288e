import { beforeEach, expect, test } from 'vitest';
import { sql } from 'kysely';
import type { PersonActor } from '#domain/identity/model.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { someoneInPlans } from '../../../../../tests/factories/plan-traces.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { PURGES } from '../retention/commands.ts';
import { erasePerson } from './commands.ts';
import { exportPerson } from './queries.ts';

const db = await testDatabase();
const territory = await aTerritory(db);
const event = await anEvent(db, territory.id, { title: 'Journée' });
const NAMED = { name: 'Zoé Pilote', email: 'zoe.pilote@exemple.test' };
let zoe: PersonActor;

beforeEach(async () => {
  await db.deleteFrom('plan').execute();
  await db.deleteFrom('person').execute();
  zoe = await person(db, NAMED);
  await someoneInPlans(db, { territory: territory.id, event: event.id }, { id: zoe.id, ...NAMED });
});

async function everything(): Promise<string> {
  const { rows } = await sql<{ text: string }>`
    select (select json_agg(f) from action_sheet f)::text || (select json_agg(n) from action_sheet_note n)::text
      || (select json_agg(v) from action_sheet_version v)::text
      || (select json_agg(c) from plan_committee_sheet c)::text
      || (select json_agg(i) from indicator_value i)::text as text`.execute(db);
  return rows[0]!.text;
}

test('what she planned, wrote and measured stays when she is erased, and names her no more', async () => {
  expect(await everything()).toContain(NAMED.name);
  await db.transaction().execute((tx) => erasePerson(tx, zoe.id, NAMED));
  const left = await everything();
  for (const word of [NAMED.name, NAMED.email, zoe.id]) expect(left).not.toContain(word);
  expect(left).toContain('Vu avec une personne effacée.');
  const { plans } = await exportPerson(db, zoe.id);
  expect(Object.values(plans).flat()).toEqual([]);
  expect(await db.selectFrom('indicator_value').select('value').execute()).toHaveLength(1);
});

test('a text given to be understood goes after its time; authors are forgotten, never their words', async () => {
  await db.updateTable('action_sheet').set({ created_by: zoe.id, updated_by: zoe.id }).execute();
  const later = new Date(Date.now() + 60_000);
  const purge = (kind: keyof typeof PURGES, before: Date) =>
    db.transaction().execute((tx) => PURGES[kind](tx, before));
  const past = new Date('2020-01-01T00:00:00Z');
  for (const kind of ['sheet-import', 'sheet-version', 'sheet-note'] as const)
    expect(await purge(kind, past)).toBe(0);
  expect(await purge('sheet-import', later)).toBe(1);
  expect(await purge('sheet-version', later)).toBe(4);
  expect(await purge('sheet-note', later)).toBe(1);
  for (const kind of ['sheet-import', 'sheet-version', 'sheet-note'] as const)
    expect(await purge(kind, later)).toBe(0);
  const { plans } = await exportPerson(db, zoe.id);
  expect(plans).toMatchObject({ notes: [], changes: [], figures: [], imports: [], piloted: [{}] });
  const who = await db.selectFrom('action_sheet').select(['created_by', 'updated_by']).execute();
  expect(who).toEqual([{ created_by: null, updated_by: null }]);
  const notes = await db.selectFrom('action_sheet_note').select('body').execute();
  expect(notes).toEqual([{ body: `De ${NAMED.name}` }]);
});
