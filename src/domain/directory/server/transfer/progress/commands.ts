import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';

/** Says how far a long import is: the step, in French, and how much of the whole is done, in per cent. */
export type OnProgress = (step: string, percent: number) => void;

/** Nobody watches. */
export const SILENT: OnProgress = () => {};

/** Progress is written outside the import's own transaction, so that a page can read it. */
export function progressOf(db: Database, id: string, onProgress: OnProgress): OnProgress {
  return (step, percent) => {
    onProgress(step, percent);
    void db
      .updateTable('import_batch')
      .set({ step, percent, alive_at: sql`now()` })
      .where('id', '=', id)
      .where('status', 'in', ['reading', 'checked'])
      .execute()
      .catch(() => undefined);
  };
}
