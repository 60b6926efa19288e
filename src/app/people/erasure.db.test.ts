import { sql } from 'kysely';
import { expect, test } from 'vitest';
import {
  createStructure,
  saveVocabulary,
  updateStructure
} from '#domain/directory/server/commands.ts';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import { aTerritory, person } from '../../../tests/factories/people.ts';
import { aStructure } from '../../../tests/factories/structures.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { erasePerson } from './erasure.ts';
import { exportPerson } from './portability.ts';

const NAME = 'Zoé d’Effacée (O’Hara)';
const EMAIL = 'zoe.effacee+test@exemple.test';
const NOW = new Date('2026-11-22T10:00:00Z');
const admin = operator('test');
const db = await testDatabase();
const territory = await aTerritory(db);
const boss = await person(db, {
  name: 'Alix Administre',
  email: 'alix@exemple.test',
  administrator: true
});
await saveVocabulary(db, admin, {
  types: [
    {
      code: 'MSP',
      name: 'Maison de santé',
      mission: '',
      legalBasis: '',
      action: 'call',
      colour: 1,
      dataInclusion: null,
      synonyms: []
    }
  ],
  themes: [],
  audiences: []
});

let seeded = 0;

/** Somebody who has left a trace everywhere that a feature writes one. */
async function someoneEverywhere(): Promise<PersonActor> {
  const turn = ++seeded;
  const zoe = await person(db, {
    name: NAME,
    email: EMAIL,
    roles: [{ territory: territory.id, role: 'animator' }]
  });
  const input = aStructure({
    name: 'Maison des traces',
    territories: [territory.slug],
    confirmedBy: NAME,
    confirmedAt: '2026-10-01T08:00:00.000Z',
    contacts: [
      {
        name: NAME,
        email: EMAIL,
        phone: '0639981234',
        visibility: 'public',
        consentAt: '2026-01-01',
        person: zoe.id
      },
      { name: 'Autre Contact', visibility: 'public', consentAt: '2026-01-01' }
    ]
  });
  const id = await createStructure(db, zoe, input);
  await updateStructure(db, zoe, id, { ...input, leadBody: 'Mairie' });
  const [mail] = await db
    .insertInto('mail_message')
    .values([
      {
        kind: 'sign-in',
        recipient: EMAIL,
        recipient_name: NAME,
        subject: 'Votre code',
        text_body: 'x',
        html_body: 'x'
      },
      {
        kind: 'join',
        recipient: 'alix@exemple.test',
        subject: `${NAME} demande à rejoindre`,
        text_body: `${NAME} <${EMAIL}>`,
        html_body: `<b>${EMAIL}</b>`
      },
      {
        kind: 'relay',
        recipient: 'autre@exemple.test',
        reply_to: EMAIL,
        subject: 'Bonjour',
        status: 'sent'
      }
    ])
    .returning('id')
    .execute();
  await db.insertInto('mail_refusal').values({ address: EMAIL, kind: 'all' }).execute();
  await db
    .insertInto('affiliation')
    .values({ structure_id: id, person_id: zoe.id, referent: true, note: NAME })
    .execute();
  await db
    .insertInto('structure_draft')
    .values([
      { structure_id: id, person_id: zoe.id, base_version: 1, content: JSON.stringify(input) },
      { structure_id: id, person_id: boss.id, base_version: 1, content: JSON.stringify(input) }
    ])
    .execute();
  await db
    .insertInto('suggestion')
    .values([
      {
        kind: 'change',
        structure_id: id,
        person_id: zoe.id,
        author_name: NAME,
        author_email: EMAIL,
        text: 'Le téléphone a changé.',
        content: JSON.stringify(input),
        assigned_to: 'animator'
      },
      {
        kind: 'error',
        structure_id: id,
        text: `Demandez à ${NAME.toUpperCase()}.`,
        assigned_to: 'animator',
        status: 'refused',
        decided_by: zoe.id,
        decided_label: NAME,
        reason: `Vu avec ${EMAIL}`
      }
    ])
    .execute();
  await db
    .insertInto('invitation')
    .values([
      {
        territory_id: territory.id,
        email: EMAIL,
        name: NAME,
        token_hash: `a${turn}`,
        expires_at: NOW
      },
      {
        territory_id: territory.id,
        email: `b${turn}@exemple.test`,
        message: `De la part de ${NAME}`,
        token_hash: `b${turn}`,
        expires_at: NOW,
        invited_by: zoe.id
      }
    ])
    .execute();
  await db
    .insertInto('join_request')
    .values({
      territory_id: territory.id,
      email: EMAIL,
      name: NAME,
      token_hash: `j${turn}`,
      expires_at: NOW
    })
    .execute();
  await db
    .insertInto('confirmation_request')
    .values({
      structure_id: id,
      recipient: EMAIL,
      person_id: zoe.id,
      token_hash: `c${turn}`,
      answered_at: NOW,
      answer: 'confirmed',
      answered_by: NAME
    })
    .execute();
  await db
    .insertInto('relay_message')
    .values([
      {
        structure_id: id,
        sender_id: zoe.id,
        sender_name: NAME,
        subject: `De ${NAME}`,
        mail_id: mail!.id
      },
      { person_id: zoe.id, sender_name: 'Autre', subject: 'Pour Zoé' }
    ])
    .execute();
  await db
    .insertInto('import_batch')
    .values({
      file_name: 'a.csv',
      format: 'csv',
      records: JSON.stringify([{ contact: NAME, email: EMAIL }]),
      report: JSON.stringify({ rows: [EMAIL] })
    })
    .execute();
  await db
    .insertInto('withholding')
    .values({ content_kind: 'structure', content_id: `999${turn}`, reported_by: zoe.id })
    .execute();
  await db
    .insertInto('retention_rule')
    .values({ kind: `essai-${turn}`, days: 9, updated_by: NAME })
    .execute();
  await db
    .insertInto('sign_in_session')
    .values({
      token: `t${turn}`,
      person_id: zoe.id,
      expires_at: NOW,
      ip_address: '192.0.2.1',
      user_agent: 'Firefox'
    })
    .execute();
  await db
    .insertInto('sign_in_verification')
    .values({
      identifier: `sign-in-otp-${EMAIL}`,
      value: JSON.stringify({ email: EMAIL }),
      expires_at: NOW
    })
    .execute();
  await db
    .insertInto('sign_in_account')
    .values({ account_id: EMAIL, provider_id: 'oidc', person_id: zoe.id })
    .execute();
  await recordAudit(db, boss, {
    action: 'person.update',
    target: { kind: 'person', id: zoe.id, label: NAME },
    detail: { to: EMAIL }
  });
  return zoe;
}

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
  const zoe = await someoneEverywhere();
  const before = await whereIs([NAME, EMAIL]);
  expect(before.length).toBeGreaterThan(25);
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

test('the export says everything that is hers, and no secret', async () => {
  const zoe = await someoneEverywhere();
  const all = await exportPerson(db, zoe, zoe.id, NOW);
  const text = JSON.stringify(all);
  expect(all.memberships).toHaveLength(1);
  expect(all.affiliations).toHaveLength(1);
  expect(all.contacts).toHaveLength(1);
  expect(all.changes.length).toBeGreaterThanOrEqual(2);
  expect(all.suggestions).toHaveLength(1);
  expect(all.mails.map(({ subject }) => subject)).toEqual(['Votre code']);
  expect(all.sessions).toMatchObject([{ user_agent: 'Firefox' }]);
  expect(text).toContain(EMAIL);
  expect(text).not.toMatch(/token|text_body|alix@exemple|Alix/);
  const trace = await db
    .selectFrom('audit_entry')
    .selectAll()
    .where('action', '=', 'person.export')
    .execute();
  expect(trace).toHaveLength(1);
});
