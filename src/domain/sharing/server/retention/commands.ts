import { sql, type RawBuilder } from 'kysely';
import { renameTargets } from '#domain/identity/server/audit/commands.ts';
import type { Tx } from '#server/db/connection.ts';
import type { ContributionId } from '#shared/ids.ts';

/** What this domain erases once older than a date, by kind of data; each answers with how many. */
export const PURGES = {
  /** What was taken off, with its answers and files, and answers taken off alone. */
  'shared-removed': async (tx: Tx, before: Date) =>
    (await eraseContributions(tx, sql`removed_at < ${before}`)) +
    (await run(tx, sql`delete from reply where removed_at < ${before}`)),
  /** Who changed what; what changed stays. */
  'shared-version': (tx: Tx, before: Date) =>
    run(
      tx,
      sql`update contribution_version set person_id = null where written_at < ${before} and person_id is not null`,
      sql`update contribution set updated_by = null where updated_at < ${before} and updated_by is not null`,
      sql`delete from reply_version where written_at < ${before}`
    ),
  /** Opportunities that are over: nobody reads them since. */
  opportunity: (tx: Tx, before: Date) =>
    eraseContributions(
      tx,
      sql`id in (select contribution_id from opportunity where expires_on < ${before}::date)`
    ),
  /** Who was interested by a project; those who work together know each other by then. */
  interest: (tx: Tx, before: Date) =>
    run(tx, sql`delete from interest where created_at < ${before}`),
  /** Who was asked a question, and who was named where: told long ago. */
  'question-call': (tx: Tx, before: Date) =>
    run(
      tx,
      sql`delete from question_call where expires_on < ${before}::date`,
      sql`delete from mention where created_at < ${before}`
    ),
  'conduct-report': (tx: Tx, before: Date) =>
    run(tx, sql`delete from conduct_report where decided_at < ${before}`),
  /** Who was paired with whom; kept a year at least, so that nobody is paired again with the same person. */
  pairing: (tx: Tx, before: Date) =>
    run(
      tx,
      sql`delete from pairing p using pairing_round r where r.id = p.round_id and r.drawn_at < ${before}`
    )
};

/** With how the log called them. */
async function eraseContributions(tx: Tx, which: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ id: ContributionId }>`
    delete from contribution where ${which} returning id`.execute(tx);
  await renameTargets(tx, { kind: 'contribution', ids: rows.map(({ id }) => id) });
  return rows.length;
}

async function run(tx: Tx, ...statements: readonly RawBuilder<unknown>[]): Promise<number> {
  let removed = 0;
  for (const statement of statements)
    removed += Number((await statement.execute(tx)).numAffectedRows ?? 0);
  return removed;
}
