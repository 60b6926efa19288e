import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { someoneInSharing } from '../../../../../tests/factories/sharing-traces.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { erasePerson } from '../personal/commands.ts';
import { exportPerson } from '../personal/queries.ts';
import { PURGES } from './commands.ts';

const db = await testDatabase();
const territory = await aTerritory(db);
const NAMED = { name: 'Zoé Partage', email: 'zoe.partage@exemple.test' };
let zoe: PersonActor;

beforeEach(async () => {
  await db.deleteFrom('contribution').execute();
  await db.deleteFrom('audit_entry').execute();
  await db.deleteFrom('person').execute();
  zoe = await person(db, NAMED);
  await someoneInSharing(db, { territory: territory.id }, { id: zoe.id, ...NAMED });
});

const KINDS = Object.keys(PURGES) as (keyof typeof PURGES)[];
const purge = (kind: keyof typeof PURGES, before: Date) =>
  db.transaction().execute((tx) => PURGES[kind](tx, before));

test('what is old goes, kind by kind, and once; what is not stays', async () => {
  await sql`update contribution set removed_at = null, removed_by = null`.execute(db);
  await sql`update reply set removed_at = now()`.execute(db);
  for (const kind of KINDS) expect(await purge(kind, new Date('2020-01-01T00:00:00Z'))).toBe(0);
  const later = new Date('2101-01-01T00:00:00Z');
  const gone: Record<string, number> = {};
  for (const kind of KINDS) gone[kind] = await purge(kind, later);
  expect(gone).toMatchObject({
    ...{ 'shared-removed': 1, opportunity: 1, interest: 2, 'conduct-report': 1, pairing: 1 }
  });
  for (const kind of KINDS) expect(await purge(kind, later)).toBe(0);
  const left = await db.selectFrom('contribution').select('kind').orderBy('kind').execute();
  expect(new Set(left.map(({ kind }) => kind))).toEqual(
    new Set(['project', 'experience', 'question', 'document'])
  );
});

test('the log forgets how what is purged, or goes with an account, was called; the rest of it stays', async () => {
  await sql`update contribution set removed_at = now() where kind = 'project' and status = 'published'`.execute(
    db
  );
  const said = await db.selectFrom('contribution').select(['id', 'kind', 'status']).execute();
  for (const { id, kind, status } of said)
    await recordAudit(db, zoe, {
      action: 'contribution.write',
      target: { kind: 'contribution', id, label: `${kind} ${status}` }
    });
  const logged = async () => {
    const rows = await db.selectFrom('audit_entry').select('target_label as label').execute();
    return rows.map(({ label }) => label).toSorted();
  };
  const kept = ['document published', 'experience published', 'question published'];
  await purge('opportunity', new Date('2101-01-01T00:00:00Z'));
  await purge('shared-removed', new Date('2101-01-01T00:00:00Z'));
  expect(await logged()).toEqual(
    ['Contenu effacé', 'Contenu effacé', ...kept, 'project draft'].toSorted()
  );
  await db.transaction().execute((tx) => erasePerson(tx, zoe.id, NAMED));
  expect(await logged()).toEqual(
    ['Contenu effacé', 'Contenu effacé', 'Contenu effacé', ...kept].toSorted()
  );
});

test('what she shared stays when she is erased, without her name; her draft and her binômes go', async () => {
  await db.transaction().execute((tx) => erasePerson(tx, zoe.id, NAMED));
  const { sharing } = await exportPerson(db, zoe.id);
  expect(Object.values(sharing).flat()).toEqual([]);
  const left = await db.selectFrom('contribution').select(['title', 'status']).execute();
  expect(new Set(left.map(({ title, status }) => `${title} ${status}`))).toEqual(
    new Set(['Le projet de une personne effacée published'])
  );
  expect(await db.selectFrom('pairing').selectAll().execute()).toEqual([]);
  expect(await db.selectFrom('document').select('tags').execute()).toEqual([
    { tags: ['une personne effacée'] }
  ]);
});

test('somebody leaves a trace in every table of what is shared: none is forgotten', async () => {
  const { rows } = await sql<{ table: string; count: number }>`
    with recursive hanging as (
      select unnest(array['contribution'::regclass::oid, 'pairing_round'::regclass::oid, 'pairing_member'::regclass::oid]) as id
      union select c.conrelid from pg_constraint c join hanging h on c.confrelid = h.id where c.contype = 'f'
    )
    select relname as "table", (xpath('/row/n/text()', query_to_xml(
      format('select count(*) as n from %I', relname), false, true, '')))[1]::text::int as count
    from hanging join pg_class on oid = id order by 1`.execute(db);
  expect(rows.length).toBeGreaterThan(20);
  const NO_TRACE = [
    ...['action_sheet_link', 'contribution_theme', 'contribution_audience', 'contribution_event']
  ];
  const empty = rows.filter(({ count }) => count === 0).map(({ table }) => table);
  expect(empty.filter((table) => !NO_TRACE.includes(table))).toEqual([]);
});
