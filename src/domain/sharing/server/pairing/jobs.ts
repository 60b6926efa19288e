import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';
import { queueMail } from '#server/mail/queue.ts';
import type { PairingId } from '#shared/ids.ts';
import { dayOf, isDrawDay } from '../../pairing/calendar.ts';
import { drawRound, type Place } from './commands.ts';
import { feedbackMail, type MailedPerson, type Presented } from './mails.ts';

/**
 * Draws the binômes of each territory that wants some, from the first Tuesday of the month that is worked on. Run again,
 * or twice at once, it draws once.
 * @returns how many pairs.
 */
export async function drawRounds(db: Database, now: Date): Promise<number> {
  if (!isDrawDay(dayOf(now))) return 0;
  const { rows } = await sql<Place>`
    select t.id, t.name_with_de as "nameWithDe",
      (select c.departement_code from perimeter_commune pc join commune c on c.code = pc.commune_code
        where pc.perimeter_id = t.perimeter_id
        group by c.departement_code order by sum(c.population) desc, 1 limit 1) as departement
    from territory t where exists (select from pairing_member m where m.territory_id = t.id)
    order by t.id`.execute(db);
  let pairs = 0;
  for (const place of rows) pairs += (await drawRound(db, place, now))?.pairs ?? 0;
  return pairs;
}

/** After how many days it is asked what became of a binôme, and until when a server that was off still asks. */
const ASKED_AFTER_DAYS = 21;
const ASKED_BEFORE_DAYS = 30;

/**
 * Asks, once, those who have not said what became of their binôme. Who has left, or has said, is not asked; nor is
 * anybody when the other has gone.
 * @returns how many messages.
 */
export async function askFeedback(db: Database, now: Date): Promise<number> {
  interface Row {
    readonly id: PairingId;
    readonly version: number;
    readonly side: 'a' | 'b';
    readonly month: string;
    readonly territory: string;
    readonly common: string[];
    readonly dates: string[];
    readonly me: MailedPerson;
    readonly other: Presented;
  }
  const { rows } = await sql<Row>`
    select x.id, x.link_version as version, side.name as side, r.month::text as month, t.name_with_de as territory,
      x.common, to_json(x.dates) as dates,
      json_build_object('id', me.id, 'name', me.name, 'email', me.email) as me,
      json_build_object('id', other.id, 'name', other.name, 'profession', other.profession,
        'structures', '[]'::json) as other
    from pairing x join pairing_round r on r.id = x.round_id join territory t on t.id = r.territory_id
    cross join lateral (values ('a', x.a_id, x.b_id), ('b', x.b_id, x.a_id)) side (name, mine, hers)
    join person me on me.id = side.mine join person other on other.id = side.hers
    join pairing_member m on m.territory_id = r.territory_id and m.person_id = me.id
    where r.drawn_at <= ${now}::timestamptz - make_interval(days => ${ASKED_AFTER_DAYS})
      and r.drawn_at > ${now}::timestamptz - make_interval(days => ${ASKED_BEFORE_DAYS})
      and me.suspended_at is null and other.suspended_at is null
      and (select count(*) from membership h where h.territory_id = r.territory_id and h.status = 'active'
        and h.role <> 'reception' and h.person_id in (me.id, other.id)) = 2
      and not exists (select from pairing_feedback f where f.pairing_id = x.id and f.person_id = me.id
        and f.outcome in ('met', 'no'))
    order by x.id, side.name`.execute(db);
  let sent = 0;
  for (const { me, dates, ...pair } of rows) {
    const mail = feedbackMail(me, { ...pair, dates: dates.map((at) => new Date(at)) });
    if ((await queueMail(db, mail)) !== null) sent++;
  }
  return sent;
}
