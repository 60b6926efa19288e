import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';

/** Says how far a long import is: the step, in French, and how much of the whole is done, in per cent. */
export type OnProgress = (step: string, percent: number) => void;

/** Nobody watches. */
export const SILENT: OnProgress = () => {};

export interface Progress {
  say: OnProgress;
  /** Once what was said is written: before the work says it is over. */
  settled(): Promise<void>;
}

/** Progress is written outside the import's own transaction, so that a page can read it. */
export function progressOf(db: Database, id: string, onProgress: OnProgress): Progress {
  let writing: Promise<unknown> = Promise.resolve();
  const write = (step: string, percent: number) =>
    db
      .updateTable('import_batch')
      .set({ step, percent, alive_at: sql`now()` })
      .where('id', '=', id)
      .where('status', 'in', ['reading', 'checked'])
      .execute();
  return {
    say: (step, percent) => {
      onProgress(step, percent);
      writing = writing.then(() => write(step, percent)).catch(() => undefined);
    },
    settled: async () => {
      await writing;
    }
  };
}
