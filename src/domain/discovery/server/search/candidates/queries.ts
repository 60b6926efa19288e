import { sql, type RawBuilder } from 'kysely';
import { draftsOf as eventDraftsOf } from '#domain/events/server/listing/queries.ts';
import { corrections, typosAllowed, variants } from '#domain/directory/search.ts';
import type { Actor } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import { isPilotedBy } from '#domain/plans/server/sheets/columns/queries.ts';
import { draftsOf } from '#domain/sharing/server/columns/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { indexQuestion, type Asked, type FoundKind, type IndexQuestion } from '../../../search.ts';
import { asRecords, readStale, type EntryRecord } from '../stale/queries.ts';

/** Of each kind, the contents that may answer, the best first. Nothing says yet that one may read them. */
export type Candidates = ReadonlyMap<FoundKind, readonly number[]>;

/** What changed since it was indexed, read at its source; all the rest of it is proposed once it is indexed again. */
export interface Fresh {
  readonly records: readonly EntryRecord[];
}

/** Beyond, the answers of a kind are not counted one by one. */
export const MOST_CANDIDATES = 1000;
/** Read again before a search: more is the work of the job, which comes every minute. */
const MOST_FRESH = 200;

/** What was changed by the last gestures, so that what was just written is found, and what was just hidden is not. */
export async function readFresh(db: Executor): Promise<Fresh> {
  return { records: await asRecords(db, await readStale(db, MOST_FRESH)) };
}

/**
 * What may answer a question, among what concerns the actor: what everybody reads, and what the members of her
 * territories read. An entry that has changed since it was indexed is never proposed as it was.
 */
export async function proposeCandidates(
  db: Executor,
  actor: Actor,
  { question, text, fresh }: { question: IndexQuestion; text: string; fresh: Fresh }
): Promise<Candidates> {
  const { rows } = await sql<{ kind: FoundKind; ids: number[] }>`
    with answers as (
      select kind, source_id, title, head, happened_at from content_search x
      where document @@ ${question.matching}::tsquery and ${concerns(actor)}
        and not exists (select from content_stale s where s.source = x.source and s.source_id = x.source_id)
      union all
      select kind, source_id, title, head, happened_at
      from jsonb_populate_recordset(null::content_search, ${JSON.stringify(fresh.records)}::jsonb)
      where document @@ ${question.matching}::tsquery and ${concerns(actor)}
    ),
    ranked as (
      select kind, source_id, row_number() over (
        partition by kind order by max(${TIER(text, question)}) desc, max(${SCORE(question)}) desc,
          max(happened_at) desc, source_id desc) as place
      from answers group by kind, source_id
    )
    select kind, array_agg(source_id order by place) as ids from ranked
    where place <= ${MOST_CANDIDATES} group by kind`.execute(db);
  return new Map(rows.map(({ kind, ids }) => [kind, ids.map(Number)]));
}

/**
 * Narrows what is proposed; who may read it is decided by the rules of its domain. Who only welcomes on the day is no
 * member: what is answered to a public question is not hers. Besides her networks: the drafts she writes or prepares, and
 * the sheets that a structure she answers for pilots.
 */
function concerns(actor: Actor): RawBuilder<boolean> {
  if (actor.kind === 'visitor') return sql<boolean>`layer = 'public'`;
  const mine =
    actor.kind === 'person'
      ? actor.memberships.filter(({ role }) => role !== 'reception').map((one) => one.territory)
      : [];
  const isMember = runsInstance(actor)
    ? sql`layer = 'members'`
    : sql`layer = 'members' and territory_id = any(${mine}::bigint[])`;
  return sql<boolean>`(layer = 'public' or (${isMember}) or source_id = any(case
    when layer = 'writers' and source = 'contribution'
      then array(select c.id from contribution c where ${draftsOf(actor)})
    when layer = 'writers' and source = 'event'
      then array(select e.id from event e where ${eventDraftsOf(actor)})
    when source = 'sheet' then array(select f.id from action_sheet f where ${isPilotedBy(actor)}) end))`;
}

/** The very title, then all the words in the title, come first. */
const TIER = (text: string, { inTitle }: IndexQuestion) =>
  sql`case when title = ${text} then 2 when head @@ ${inTitle}::tsquery then 1 else 0 end`;
const SCORE = ({ any }: IndexQuestion) =>
  sql`ts_rank('{0.1, 0.25, 0.5, 1}', head, ${any}::tsquery, 1)`;

/**
 * The question with, beside each word, the known ones that it may stand for. It never tells which words are known: what
 * these words find is read by the same rules as anything else.
 */
export async function nearQuestion(
  db: Executor,
  asked: Asked,
  fresh: Fresh,
  atLeast?: number
): Promise<IndexQuestion> {
  const typed = asked.words.map(({ word }) => word).filter((word) => typosAllowed(word) > 0);
  if (typed.length === 0) return indexQuestion(asked, undefined, atLeast);
  const recent = [...new Set(fresh.records.flatMap(({ terms }) => terms))];
  // Swapped letters count two for `levenshtein`: one more is fetched, `corrections` decides.
  const { rows } = await sql<{ word: string; term: string }>`
    with asked as (select * from unnest(${typed}::text[], ${typed.map(typosAllowed)}::int[]) as asked (word, typos))
    select asked.word, t.term from asked join content_term t on ${isNear}
    union
    select asked.word, t.term from asked join unnest(${recent}::text[]) as t (term) on ${isNear}`.execute(
    db
  );
  const near = new Map(
    [...Map.groupBy(rows, ({ word }) => word)].map(([word, found]) => {
      const { nearest, farther } = corrections(
        word,
        found.map(({ term }) => term)
      );
      const forms = [...nearest, ...farther];
      return [word, [...new Set(forms.flatMap((form) => [form, ...variants(form)]))]] as const;
    })
  );
  return indexQuestion(asked, near, atLeast);
}

const isNear = sql`length(t.term) between length(asked.word) - asked.typos and length(asked.word) + asked.typos
  and levenshtein_less_equal(t.term, asked.word, asked.typos + 1) <= asked.typos + 1`;
