import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { setRetention } from '#domain/confidentiality/server/retention/commands.ts';
import {
  listPurgeRuns,
  listRetentionRules
} from '#domain/confidentiality/server/retention/queries.ts';
import { operator, VISITOR } from '#domain/identity/model.ts';
import { sweepThrottle } from '#server/throttle.ts';
import { Forbidden, Invalid } from '#shared/errors.ts';
import { aTerritory, person } from '../../../tests/factories/people.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { previewPurge, purge } from './retention.ts';

const db = await testDatabase();
const admin = operator('test');
const NOW = new Date();
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const territory = await aTerritory(db);

test('each rule has a default; an administrator alone changes them, within bounds', async () => {
  const member = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
  for (const actor of [VISITOR, member]) {
    await expect(setRetention(db, actor, { audit: 10 })).rejects.toThrow(Forbidden);
    await expect(previewPurge(db, actor, {}, NOW)).rejects.toThrow(Forbidden);
    await expect(listPurgeRuns(db, actor)).rejects.toThrow(Forbidden);
  }
  await expect(setRetention(db, admin, { audit: 0 })).rejects.toThrow(Invalid);
  await expect(setRetention(db, admin, { audit: 1.5 })).rejects.toThrow(Invalid);
  expect((await listRetentionRules(db)).find(({ kind }) => kind === 'audit')).toMatchObject({
    days: 365,
    isDefault: true
  });
  await setRetention(db, admin, { audit: 400 });
  expect((await listRetentionRules(db)).find(({ kind }) => kind === 'audit')).toMatchObject({
    days: 400,
    isDefault: false
  });
});

test('the purge removes what is too old, keeps the rest, and says what it did; the preview said so, and removed nothing', async () => {
  const old = daysAgo(5000);
  const someone = await person(db);
  for (const at of [old, NOW]) {
    await db
      .insertInto('mail_message')
      .values({
        kind: 'a',
        recipient: 'x@exemple.test',
        subject: 's',
        status: 'sent',
        text_body: 'corps',
        created_at: at
      })
      .execute();
    await db
      .insertInto('mail_message')
      .values({
        kind: 'a',
        recipient: 'x@exemple.test',
        subject: 's',
        text_body: 'en attente',
        created_at: at
      })
      .execute();
    await db.insertInto('audit_entry').values({ action: 'essai', actor_label: 'x', at }).execute();
    await db
      .insertInto('sign_in_session')
      .values({ token: at.toISOString(), person_id: someone.id, expires_at: at })
      .execute();
    await db
      .insertInto('sign_in_verification')
      .values({ identifier: 'x', value: 'y', expires_at: at })
      .execute();
    await db
      .insertInto('invitation')
      .values({
        territory_id: territory.id,
        email: `${at.getTime()}@exemple.test`,
        token_hash: at.toISOString(),
        expires_at: at
      })
      .execute();
    await db
      .insertInto('suggestion')
      .values({ kind: 'error', assigned_to: 'animator', status: 'accepted', decided_at: at })
      .execute();
    await db
      .insertInto('suggestion')
      .values({ kind: 'error', assigned_to: 'animator', created_at: at })
      .execute();
    await db
      .insertInto('relay_message')
      .values({ person_id: someone.id, subject: 's', created_at: at })
      .execute();
    await db
      .insertInto('withholding')
      .values({
        content_kind: 'x',
        content_id: at.toISOString(),
        status: 'restored',
        decided_at: at
      })
      .execute();
    await db
      .insertInto('withholding')
      .values({ content_kind: 'y', content_id: at.toISOString(), reported_at: at })
      .execute();
  }
  const said = await previewPurge(db, admin, {}, NOW);
  expect(said).toMatchObject({
    'mail-body': 1,
    mail: 1,
    session: 1,
    verification: 1,
    invitation: 1,
    suggestion: 1,
    relay: 1,
    withholding: 1
  });
  const count = async () =>
    (
      await sql<{
        n: number;
      }>`select (select count(*) from mail_message) + (select count(*) from suggestion)
      + (select count(*) from withholding) + (select count(*) from sign_in_session) as n`.execute(
        db
      )
    ).rows[0]!.n;
  const before = await count();
  expect(await listPurgeRuns(db, admin)).toEqual([]);
  await purge(db, NOW);
  expect(before - (await count())).toBe(4);
  const runs = await listPurgeRuns(db, admin);
  expect(runs.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['mail', 'audit', 'session'])
  );
  const kept = await db.selectFrom('mail_message').select('text_body').execute();
  expect(kept.map(({ text_body: body }) => body).sort()).toEqual([
    'corps',
    'en attente',
    'en attente'
  ]);
  await purge(db, NOW);
  expect(await listPurgeRuns(db, admin)).toHaveLength(runs.length);
});

test('an account unused for long is warned once, erased thirty days later, and kept if its person comes back', async () => {
  const gone = await person(db, { name: 'Gaspard Parti', email: 'gaspard@exemple.test' });
  const back = await person(db, { name: 'Rosalie Revient', email: 'rosalie@exemple.test' });
  const chief = await person(db, { email: 'chef@exemple.test', administrator: true });
  await db
    .updateTable('person')
    .set({ last_seen_at: daysAgo(701) })
    .where('id', 'in', [gone.id, back.id, chief.id])
    .execute();
  const warnings = () =>
    db
      .selectFrom('mail_message')
      .select('recipient')
      .where('kind', '=', 'inactive-person')
      .orderBy('recipient')
      .execute();
  await purge(db, NOW);
  await purge(db, NOW);
  expect((await warnings()).map(({ recipient }) => recipient)).toEqual([
    'gaspard@exemple.test',
    'rosalie@exemple.test'
  ]);
  await db.updateTable('person').set({ last_seen_at: NOW }).where('id', '=', back.id).execute();
  const later = new Date(NOW.getTime() + 31 * 86_400_000);
  await purge(db, later);
  const left = await db
    .selectFrom('person')
    .select('id')
    .where('id', 'in', [gone.id, back.id, chief.id])
    .execute();
  expect(new Set(left.map(({ id }) => id))).toEqual(new Set([back.id, chief.id]));
});

test('requests never confirmed and old counts of attempts go too; the recent ones stay', async () => {
  await sql`insert into throttle (scope, key, window_start) values ('essai', 'a', now() - interval '3 days'),
    ('essai', 'b', now())`.execute(db);
  for (const [index, at] of [daysAgo(5000), NOW].entries())
    await sql`insert into join_request (territory_id, token_hash, email, name, profession, motive, expires_at)
      values (${territory.id}, ${`hash ${index}`}, 'x@exemple.test', 'Nina', 'Essai', 'Essai', ${at})`.execute(
      db
    );
  await purge(db, NOW);
  await sweepThrottle(db);
  const { rows } = await sql`select (select count(*) from join_request) as requests,
    (select count(*) from throttle where scope = 'essai') as counts`.execute(db);
  expect(rows).toEqual([{ requests: 1, counts: 1 }]);
});
