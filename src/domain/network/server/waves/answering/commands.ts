/** What a structure says in a wave: line by line, all at once, or as it said last time. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { StructureId, WaveId, WaveStructureId } from '#shared/ids.ts';
import type { LineInput } from '../../../forms.ts';
import type { Level } from '../../../model.ts';
import { canAnswerFor, proposedLevel, settleLine, waveState } from '../../../rules.ts';
import { findAsked, findAskedByLink, NO_SUCH_LINK, type Asked } from '../links/queries.ts';
import { listMetSince } from '../meeting/queries.ts';
import { asked, findWaveById } from '../queries.ts';
import { lastSaid } from './queries.ts';

/** By what one answers for a structure: the link of the structure, or being its référent. */
export type AnswerKey =
  { readonly token: string } | { readonly wave: WaveId; readonly from: StructureId };

export type WaveAnswered =
  | {
      readonly ok: true;
      /** How many lines were written. */
      readonly written: number;
      /** Of those, where a colleague had said something else since the page was shown: hers is the last. */
      readonly replaced: readonly StructureId[];
      /** Where a colleague has chosen since, and this page had been left as shown: the colleague’s stands. */
      readonly left: readonly StructureId[];
    }
  /** empty: nothing was said yet, so it cannot be finished. */
  | { readonly ok: false; readonly reason: 'not-open' | 'empty' };

interface Answers {
  readonly answers: readonly LineInput[];
  /** true: it has finished; false: it takes its answers up again; absent: no change. */
  readonly finished?: boolean;
}

/**
 * Keeps what a structure says of others. What is not among `answers` stays as it is.
 * @throws NotFound when the link is not ours or serves no more; Forbidden for who does not answer for the structure, and
 * about a structure it is not asked about.
 */
export function answerWave(
  db: Executor,
  actor: Actor,
  key: AnswerKey,
  { answers, finished }: Answers,
  now: Date
): Promise<WaveAnswered> {
  return inHand(db, actor, key, now, async (tx, from) => {
    const lines = await readLines(tx, from);
    const outcome = { written: 0, replaced: [] as StructureId[], left: [] as StructureId[] };
    const written: { row: WaveStructureId; level: Level }[] = [];
    for (const { about, level, seen } of answers) {
      const line = lines.get(about);
      if (!line) throw new Forbidden('Cette structure n’est pas dans votre liste.');
      const fate = settleLine({ level, seen, kept: line.kept });
      if (fate === 'leave') outcome.left.push(about);
      if (fate === 'replace') outcome.replaced.push(about);
      if (fate !== 'write' && fate !== 'replace') continue;
      outcome.written += 1;
      written.push(...line.rows.map((row) => ({ row, level })));
    }
    await writeLines(tx, from, written, now);
    return (await settle(tx, actor, from, { wrote: written.length > 0, finished }, now))
      ? { ok: true, ...outcome }
      : { ok: false, reason: 'empty' };
  });
}

/**
 * « Tout comme la dernière fois » : each line not said yet is what the structure said of it in the last wave where it did,
 * but for those it has met since, which wait for its word.
 * @throws NotFound, Forbidden, as {@link answerWave}
 */
export function repeatLastAnswers(
  db: Executor,
  actor: Actor,
  key: AnswerKey,
  now: Date
): Promise<WaveAnswered> {
  return inHand(db, actor, key, now, async (tx, from) => {
    const lines = await readLines(tx, from);
    const last = await lastSaid(tx, from);
    const met = await listMetSince(tx, from);
    const written = [...lines].flatMap(([about, { rows, kept }]) => {
      const level = last.get(about);
      if (level !== undefined && proposedLevel(level, met.has(about)) !== null) return [];
      return kept === null && level !== undefined ? rows.map((row) => ({ row, level })) : [];
    });
    await writeLines(tx, from, written, now);
    await settle(tx, actor, from, { wrote: written.length > 0 }, now);
    return { ok: true, written: written.length, replaced: [], left: [] };
  });
}

/**
 * Does something in the name of a structure, while its wave cannot close: two people of the structure take turns, so that
 * each reads what the other has just kept.
 */
function inHand(
  db: Executor,
  actor: Actor,
  key: AnswerKey,
  now: Date,
  work: (tx: Tx, from: Asked) => Promise<WaveAnswered>
): Promise<WaveAnswered> {
  return inTransaction(db, async (tx) => {
    const from = await findHand(tx, actor, key);
    await sql`select from wave where id = ${from.wave} for share`.execute(tx);
    await sql`select from wave_structure where id = ${from.id} for update`.execute(tx);
    const wave = await findWaveById(tx, from.wave);
    if (!wave || waveState(wave, now) !== 'open') return { ok: false, reason: 'not-open' };
    return work(tx, from);
  });
}

async function findHand(tx: Tx, actor: Actor, key: AnswerKey): Promise<Asked> {
  const found =
    'token' in key ? await findAskedByLink(tx, key.token) : await findAsked(tx, key.wave, key.from);
  if (!found) throw new NotFound(NO_SUCH_LINK);
  if (!('token' in key) && !canAnswerFor(actor, found.structure))
    throw new Forbidden('Seules les personnes référentes de cette structure répondent pour elle.');
  return found;
}

interface KeptLine {
  /** Two when it was merged with another that is asked about too. */
  readonly rows: readonly WaveStructureId[];
  readonly kept: Level | null;
}

async function readLines(tx: Tx, { id, wave }: Asked): Promise<Map<StructureId, KeptLine>> {
  const { rows } = await sql<{ about: StructureId } & KeptLine>`
    with ${asked(wave)}
    select o.structure as about, array_agg(o.id) as rows,
      (array_agg(r.level order by r.answered_at desc) filter (where r.level is not null))[1] as kept
    from wave_pair p
    join asked o on o.id = case when p.a_id = ${id} then p.b_id else p.a_id end
    left join relation_answer r on r.from_id = ${id} and r.about_id = o.id
    where ${id} in (p.a_id, p.b_id)
    group by o.structure`.execute(tx);
  return new Map(rows.map(({ about, ...line }) => [about, line]));
}

async function writeLines(
  tx: Tx,
  { id }: Asked,
  lines: readonly { row: WaveStructureId; level: Level }[],
  now: Date
): Promise<void> {
  if (lines.length === 0) return;
  await sql`
    insert into relation_answer (from_id, about_id, level, answered_at)
    select ${id}, said.about, said.level, ${now}
    from unnest(${lines.map(({ row }) => row)}::bigint[], ${lines.map(({ level }) => level)}::smallint[])
      as said (about, level)
    on conflict (from_id, about_id) do update set level = excluded.level, answered_at = excluded.answered_at`.execute(
    tx
  );
}

/** @returns false when nothing was said yet and it says it has finished. */
async function settle(
  tx: Tx,
  actor: Actor,
  { id }: Asked,
  { wrote, finished }: { wrote: boolean; finished?: boolean | undefined },
  now: Date
): Promise<boolean> {
  if (!wrote && finished === undefined) return true;
  const { numAffectedRows } = await sql`
    update wave_structure set version = version + 1,
      answered_at = coalesce(answered_at, ${wrote ? now : null}::timestamptz),
      answered_by = ${actor.kind === 'person' ? actor.id : null}::uuid,
      finished_at = case ${finished ?? null}::boolean when true then coalesce(finished_at, ${now}::timestamptz)
        when false then null else finished_at end
    where id = ${id} and (${wrote || finished !== true}::boolean or answered_at is not null)`.execute(
    tx
  );
  return numAffectedRows === 1n;
}
