import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';

/** What this domain erases once older than a date, by kind of data; each answers with how many. */
export const PURGES = {
  /** Texts given to be understood as sheets: what was made of them stays in the sheets. */
  'sheet-import': async (tx: Tx, before: Date) => {
    const { numAffectedRows } = await sql`
      delete from sheet_import where created_at < ${before}`.execute(tx);
    return Number(numAffectedRows ?? 0);
  },
  /** Who changed what, and who wrote which figure; what changed stays. */
  'sheet-version': async (tx: Tx, before: Date) => {
    const versions = await sql`
      update action_sheet_version set person_id = null
      where at < ${before} and person_id is not null`.execute(tx);
    const values = await sql`
      update indicator_value set person_id = null
      where at < ${before} and person_id is not null`.execute(tx);
    const opened = await sql`
      update action_sheet set created_by = null
      where created_at < ${before} and created_by is not null`.execute(tx);
    const changed = await sql`
      update action_sheet set updated_by = null
      where updated_at < ${before} and updated_by is not null`.execute(tx);
    const all = [versions, values, opened, changed];
    return all.reduce((sum, { numAffectedRows }) => sum + Number(numAffectedRows ?? 0), 0);
  },
  /** Who wrote notes, comments and proposals; the words stay. */
  'sheet-note': async (tx: Tx, before: Date) => {
    const { numAffectedRows } = await sql`
      update action_sheet_note set author_id = null, author = '', answered_by = null
      where created_at < ${before} and (author_id is not null or author <> '' or answered_by is not null)`.execute(
      tx
    );
    return Number(numAffectedRows ?? 0);
  }
};
