import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import { person } from '../../../tests/factories/people.ts';
import {
  aPlaceForTraces,
  EMAIL,
  NAME,
  NOW,
  someoneEverywhere
} from '../../../tests/factories/traces.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { erasePerson } from './erasure.ts';
import { exportPerson } from './portability.ts';

const db = await testDatabase();
const place = await aPlaceForTraces(db);
const { territory, boss } = place;

/** Every text, array and jsonb column of every table, as one list of what still says these words. */
async function whereIs(words: readonly string[]): Promise<string[]> {
  const { rows: columns } = await sql<{ table: string; column: string }>`
    select c.table_schema || '.' || c.table_name as "table", c.column_name as "column" from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where t.table_schema in ('public', 'graphile_worker') and t.table_type = 'BASE TABLE'
      and c.data_type in ('text', 'character varying', 'jsonb', 'json', 'ARRAY', 'bytea', 'tsvector', 'uuid', 'USER-DEFINED')`.execute(
    db
  );
  expect(columns.length).toBeGreaterThan(100);
  const found: string[] = [];
  for (const { table, column } of columns) {
    const { rows } = await sql<{ text: string | null }>`
      select ${sql.ref(column)}::text as text from ${sql.table(table)}`.execute(db);
    const texts = rows.map(({ text }) => (text ?? '').toLowerCase());
    if (words.some((word) => texts.some((text) => text.includes(word.toLowerCase()))))
      found.push(`${table.replace('public.', '')}.${column}`);
  }
  return found;
}

test('after erasure no table holds her name or her address; what she shared stays', async () => {
  const zoe = await someoneEverywhere(db, place);
  const before = await whereIs([NAME, EMAIL]);
  expect(before.length).toBeGreaterThan(50);
  expect(await erasePerson(db, zoe, zoe.id, ` ${EMAIL.toUpperCase()} `)).toEqual({ ok: true });
  expect(await whereIs([NAME, EMAIL, 'effacée (', 'zoe.eff', 'O’Hara', zoe.id])).toEqual([]);
  const history = await db.selectFrom('structure_history').selectAll().orderBy('id').execute();
  expect(history.map(({ actor_label: by }) => by)).toEqual([
    'une personne effacée',
    'une personne effacée'
  ]);
  expect(history[1]!.after).toMatchObject({
    name: 'Maison des traces',
    contacts: [{ name: 'Autre Contact' }]
  });
  const contacts = await db.selectFrom('contact').select('name').execute();
  expect(contacts).toEqual([{ name: 'Autre Contact' }]);
  const audit = await db
    .selectFrom('audit_entry')
    .select(['action', 'actor_label'])
    .orderBy('id')
    .execute();
  expect(audit.map(({ action }) => action)).toContain('structure.update');
  expect(audit.at(-1)).toEqual({ action: 'person.erase', actor_label: 'une personne effacée' });
  const mails = await db
    .selectFrom('mail_message')
    .selectAll()
    .where('kind', '=', 'join')
    .execute();
  expect(mails).toMatchObject([{ status: 'cancelled', text_body: null, html_body: null }]);
  const warned = await db
    .selectFrom('mail_message')
    .selectAll()
    .where('kind', '=', 'territory-orphaned')
    .execute();
  expect(warned.map(({ recipient }) => recipient)).toEqual(['alix@exemple.test']);
  expect(await db.selectFrom('suggestion').selectAll().execute()).toHaveLength(2);
});

test('a place to come is freed, a past one stays counted without a name', async () => {
  const rows = await db
    .selectFrom('registration as r')
    .innerJoin('event as e', 'e.id', 'r.event_id')
    .select(['e.title', 'r.status', 'r.last_name', 'r.email', 'r.profession_code'])
    .select(['r.structure_label', 'r.commune_code', 'r.person_id', 'r.group_id'])
    .orderBy('e.starts_at')
    .execute();
  const nobody = {
    last_name: 'une personne effacée',
    email: null,
    profession_code: 'infirmier',
    structure_label: '',
    commune_code: null,
    person_id: null,
    group_id: null
  };
  expect(rows).toEqual([
    { title: 'Édition passée', status: 'confirmed', ...nobody },
    { title: 'Édition à venir', status: 'cancelled', ...nobody }
  ]);
  const pools = await db
    .selectFrom('place_pool as p')
    .innerJoin('event as e', 'e.id', 'p.event_id')
    .select(['e.title', 'p.taken'])
    .where('p.session_id', 'is', null)
    .orderBy('e.starts_at')
    .execute();
  expect(pools.map(({ taken }) => taken)).toEqual([1, 0]);
  const { rows: left } = await sql<Record<string, number>>`
    select (select count(*) from registration_need) as needs, (select count(*) from registration_answer) as answers,
      (select count(*) from carpool_entry) as carpool, (select count(*) from date_poll_guest) as guests,
      (select count(*) from interview_host) as hosts, (select count(*) from event_invitation) as invitations`.execute(
    db
  );
  expect(left).toEqual([{ needs: 0, answers: 0, carpool: 0, guests: 1, hosts: 2, invitations: 1 }]);
});

test('without her address typed again nothing is erased', async () => {
  const ana = await person(db, { name: 'Ana Reste', email: 'ana@exemple.test' });
  expect(await erasePerson(db, ana, ana.id, 'ana@exemple')).toEqual({
    ok: false,
    reason: 'not-confirmed'
  });
  expect(await whereIs(['ana@exemple.test'])).toContain('person.email');
});

test('nobody erases or exports somebody else; an administrator may', async () => {
  const ben = await person(db, { name: 'Ben Autre', email: 'ben@exemple.test' });
  const member = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
  for (const actor of [VISITOR, member]) {
    await expect(erasePerson(db, actor, ben.id, 'ben@exemple.test')).rejects.toThrow(Forbidden);
    await expect(exportPerson(db, actor, ben.id, NOW)).rejects.toThrow(Forbidden);
  }
  expect(await erasePerson(db, boss, ben.id, 'ben@exemple.test')).toEqual({ ok: true });
  await expect(erasePerson(db, boss, ben.id, 'ben@exemple.test')).rejects.toThrow(NotFound);
});

test('the last administrator stays', async () => {
  expect(await erasePerson(db, boss, boss.id, 'alix@exemple.test')).toEqual({
    ok: false,
    reason: 'last-administrator'
  });
});
