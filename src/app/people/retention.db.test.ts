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
import { someoneInEvents } from '../../../tests/factories/event-traces.ts';
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

test('a rencontre past loses needs after a week, the names of who came after three years; the figures stay', async () => {
  const who = { name: 'Nour Inscrite', email: 'nour@exemple.test' };
  const actor = await person(db, who);
  const { past, registrations } = await someoneInEvents(db, territory.id, { actor, ...who });
  const ended = async (days: number) => {
    const end = daysAgo(days);
    await db
      .updateTable('event')
      .set({ starts_at: new Date(end.getTime() - 3_600_000), ends_at: end })
      .where('id', '=', past)
      .execute();
    await purge(db, NOW);
  };
  const left = async () => {
    const { rows } = await sql<Record<string, number>>`
      select (select count(*) from registration_need n join registration r on r.id = n.registration_id
          where r.event_id = ${past}) as needs,
        (select count(*) from carpool_entry where event_id = ${past}) as carpool,
        (select count(*) from event_invitation where event_id = ${past}) as invitations,
        (select count(*) from interview_host where event_id = ${past}) as hosts,
        (select count(*) from registration where event_id = ${past} and email is not null) as named,
        (select taken from place_pool where event_id = ${past} and session_id is null and category_id is null)
          as counted`.execute(db);
    return rows[0]!;
  };
  await ended(6);
  const all = { needs: 1, carpool: 1, invitations: 2, hosts: 2, named: 1, counted: 1 };
  expect(await left()).toEqual(all);
  await ended(8);
  expect(await left()).toEqual({ ...all, needs: 0, carpool: 0 });
  await ended(370);
  const afterAYear = { ...all, needs: 0, carpool: 0, invitations: 0, hosts: 0 };
  expect(await left()).toEqual(afterAYear);
  await ended(1096);
  expect(await left()).toEqual({ ...afterAYear, named: 0 });
  const coming = await db
    .selectFrom('registration')
    .select(['email', 'anonymised_at'])
    .where('id', '=', registrations.coming)
    .executeTakeFirst();
  expect(coming).toEqual({ email: who.email, anonymised_at: null });
  const runs = (await listPurgeRuns(db, admin)).map(({ kind }) => kind);
  expect(runs).toEqual(expect.arrayContaining(['need', 'carpool', 'registration', 'poll-guest']));
});

test('after the day, telephones go first, then how people came in, then proofs; who came stays counted', async () => {
  const who = { name: 'Ines Venue', email: 'ines@exemple.test' };
  const actor = await person(db, who);
  const { past } = await someoneInEvents(db, territory.id, { actor, ...who });
  const walkIn = { event_id: past, last_name: 'Passante', status: 'confirmed', origin: 'door' };
  await db
    .insertInto('registration')
    .values([
      walkIn,
      { ...walkIn, photo_consent: true },
      { ...walkIn, email: 'laissee@exemple.test' }
    ])
    .execute();
  const left = async () => {
    const { rows } = await sql<Record<string, unknown>>`
      select (select count(*) from checkin_link where event_id = ${past}) as links,
        (select count(*) from checkin_device d join checkin_link l on l.id = d.link_id
          where l.event_id = ${past}) as devices,
        (select json_agg(json_build_array(s.scanned_at = h.starts_at, s.device_id is null, s.actor_label)
            order by s.scanned_at) from scan s left join event_half_day h on h.id = s.half_day_id
          where s.event_id = ${past}) as scans,
        (select count(*) from attendance where event_id = ${past}) as present,
        (select count(*) from registration where event_id = ${past} and last_name = 'Passante') as "walkIns",
        (select count(*) from survey_link l join survey s on s.id = l.survey_id where s.event_id = ${past}) as asked,
        (select s.asked from survey s where s.event_id = ${past}) as "howMany",
        (select count(*) from survey_answer a join survey s on s.id = a.survey_id where s.event_id = ${past}
          and a.said::text like '%Merci%') as words,
        (select count(*) from attendance_signature a join registration r on r.id = a.registration_id
          where r.event_id = ${past}) + (select count(*) from attendance_sheet where event_id = ${past}) as proofs,
        (select count(*) from attendance_certificate where event_id = ${past}) as certificates,
        (select count(*) from follow_up where event_id = ${past} and (person_id is not null or who_label <> ''))
          as "whoDoes",
        (select count(*) from workshop_point where event_id = ${past}) as points`.execute(db);
    return rows[0]!;
  };
  const ended = async (days: number) => {
    const end = daysAgo(days);
    const start = new Date(end.getTime() - 3_600_000);
    await sql`update event set starts_at = ${start}, ends_at = ${end} where id = ${past}`.execute(
      db
    );
    await sql`update checkin_link set day = ${end}::date where event_id = ${past}`.execute(db);
    await sql`update survey set opened_at = ${start}, closed_at = ${end} where event_id = ${past}`.execute(
      db
    );
    await purge(db, NOW);
  };
  await ended(2);
  const all = {
    ...{ links: 1, devices: 1, present: 1, walkIns: 3, asked: 1, howMany: 1, words: 1 },
    ...{ proofs: 2, certificates: 1, whoDoes: 2, points: 1 }
  };
  expect(await left()).toMatchObject(all);
  expect((await left())['scans']).toHaveLength(3);
  await ended(8);
  expect(await left()).toMatchObject({ ...all, links: 0, devices: 0 });
  await ended(31);
  const early = { ...all, links: 0, devices: 0, walkIns: 2, asked: 0 };
  expect(await left()).toEqual({ ...early, scans: [[true, true, '']] });
  await purge(db, NOW);
  expect(await left()).toEqual({ ...early, scans: [[true, true, '']] });
  await ended(800);
  expect(await left()).toMatchObject({ ...early, whoDoes: 0, points: 0 });
  await ended(1096);
  expect(await left()).toMatchObject({
    ...{ present: 1, walkIns: 0, howMany: 1, words: 0, proofs: 0, certificates: 0 }
  });
});
