import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { listPurgeRuns } from '#domain/confidentiality/server/retention/queries.ts';
import { operator } from '#domain/identity/model.ts';
import { someoneInEvents } from '../../../tests/factories/event-traces.ts';
import { aTerritory, person } from '../../../tests/factories/people.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { purge } from './retention.ts';

const db = await testDatabase();
const admin = operator('test');
const NOW = new Date();
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const territory = await aTerritory(db);

describe('what rencontres leave of people is erased in its time', () => {
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
        (select count(*) from workshop_point where event_id = ${past}) as points,
        (select count(*) from table_plan_rule where event_id = ${past}) as rules`.execute(db);
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
      ...{ proofs: 2, certificates: 1, whoDoes: 2, points: 1, rules: 1 }
    };
    expect(await left()).toMatchObject(all);
    expect((await left())['scans']).toHaveLength(3);
    await ended(8);
    expect(await left()).toMatchObject({ ...all, links: 0, devices: 0 });
    await ended(31);
    const early = { ...all, links: 0, devices: 0, walkIns: 2, asked: 0, rules: 0 };
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
});
