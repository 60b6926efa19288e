import { sql } from 'kysely';
import { listVocabulary } from '#domain/directory/server/vocabularies/queries.ts';
import { listAnimators } from '#domain/territory/server/memberships/queries.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { civilTime } from '#shared/dates.ts';
import type { TerritoryId } from '#shared/ids.ts';
import {
  callUntil,
  likelyToKnow,
  REST_DAYS,
  WAIT_DAYS,
  type Candidate,
  type Likely
} from '../../questions.ts';
import { ANSWERED, RESOLVED } from '../asking/queries.ts';
import { HIDDEN } from '../columns/queries.ts';
import { READ_REPLY } from '../replies/queries.ts';
import { callTo } from './commands.ts';
import { composeCall, composeWaiting, type WaitingQuestion } from './mails.ts';

const DAY_MS = 86_400_000;

type Waiting = WaitingQuestion & {
  readonly territory: TerritoryId;
  readonly author: string | null;
  readonly themes: readonly string[];
  readonly structureType: string | null;
};

/**
 * Questions that nobody has answered in five days go to those who lead their network, and to two people who may know,
 * who are told why. Each question once; nobody twice in a week. Run twice, or by two servers at once, it writes nothing
 * twice.
 * @returns how many questions were passed on.
 */
export async function passOnQuestions(db: Database, now: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('questions.pass-on'))`.execute(tx);
    const waiting = await listWaiting(tx, now);
    if (waiting.length === 0) return 0;
    const words = [...(await listVocabulary(tx, 'theme')), ...(await listVocabulary(tx, 'type'))];
    const names = new Map(words.map(({ code, name }) => [code, name]));
    for (const question of waiting) {
      const candidates = await listCandidates(tx, question, now);
      await passOn(tx, question, likelyToKnow(question, candidates, names), now);
    }
    return waiting.length;
  });
}

async function passOn(tx: Tx, question: Waiting, likely: readonly Likely[], now: Date) {
  const until = callUntil(civilTime(now, 'Europe/Paris').slice(0, 10));
  for (const { candidate, because } of likely) {
    const person = { id: candidate.person, name: candidate.name, email: candidate.email };
    const address = await callTo(tx, question.id, person.id, 'likely', until);
    await queueMail(tx, composeCall(person, question, { address, because, until }));
  }
  const asked = likely.map(({ candidate }) => candidate.name);
  const animators = await listAnimators(tx, question.territory);
  for (const person of animators.filter(({ id }) => id !== question.author)) {
    const address = await callTo(tx, question.id, person.id, 'animator', until);
    await queueMail(tx, composeWaiting(person, question, { address, asked }));
  }
  await tx
    .updateTable('question')
    .set({ passed_on_at: now })
    .where('contribution_id', '=', question.id)
    .execute();
}

async function listWaiting(tx: Tx, now: Date): Promise<Waiting[]> {
  const before = new Date(now.getTime() - WAIT_DAYS * DAY_MS);
  const { rows } = await sql<Waiting>`
    select c.id, c.slug, c.title, c.territory_id as territory, c.author_id as author, coalesce(p.name, '') as asker,
      d.structure_type as "structureType", array(select x.theme from contribution_theme x
        where x.contribution_id = c.id order by x.theme) as themes
    from contribution c join question d on d.contribution_id = c.id left join person p on p.id = c.author_id
    where c.status = 'published' and c.removed_at is null and not ${HIDDEN} and d.passed_on_at is null
      and c.published_at <= ${before} and not ${RESOLVED} and not ${ANSWERED}
    order by c.published_at, c.id`.execute(tx);
  return rows;
}

/** Members who may be asked today: neither who asks, nor who leads the network, nor who was asked this week. */
async function listCandidates(tx: Tx, question: Waiting, now: Date): Promise<Candidate[]> {
  const rested = new Date(now.getTime() - REST_DAYS * DAY_MS);
  const { rows } = await sql<Candidate>`
    select p.id as person, p.name, p.email,
      array(select distinct s.type_code from affiliation a join structure s on s.id = a.structure_id
        where a.person_id = p.id and a.status = 'active' and s.merged_into is null) as types,
      array(select distinct x.theme_code from affiliation a join structure s on s.id = a.structure_id
        join service v on v.structure_id = s.id join service_theme x on x.service_id = v.id
        where a.person_id = p.id and a.status = 'active' and s.merged_into is null) as themes,
      array(${themesAnswered()}) as answered,
      array(${themesAnswered()} and exists (select from reply_thanks h
        where h.reply_id = r.id and h.kind = 'helped')) as helped,
      array(select distinct x.theme from contribution c join contribution_theme x on x.contribution_id = c.id
        where c.author_id = p.id and c.kind in ('project', 'experience') and c.status = 'published'
          and c.removed_at is null and not ${HIDDEN}) as shared,
      (select count(*)::int from question_call k where k.person_id = p.id and k.cause = 'likely') as calls
    from membership m join person p on p.id = m.person_id
    where m.territory_id = ${question.territory} and m.status = 'active' and m.role not in ('reception', 'animator')
      and p.suspended_at is null and p.id is distinct from ${question.author}
      and not exists (select from mail_refusal f where f.address = lower(p.email) and f.kind in ('question-call', 'all'))
      and not exists (select from question_call k where k.person_id = p.id and k.cause = 'likely'
        and k.created_at > ${rested})
    order by p.id`.execute(tx);
  return rows;
}

/** Themes of the questions that the person `p` answered; conditions on the answer `r` may follow. */
const themesAnswered = () => sql`
  select distinct x.theme from reply r join contribution c on c.id = r.contribution_id
  join contribution_theme x on x.contribution_id = c.id
  where r.author_id = p.id and r.kind = 'answer' and ${READ_REPLY} and c.removed_at is null and not ${HIDDEN}`;
