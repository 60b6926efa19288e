import type { Database } from '#server/db/connection.ts';
import type { Schedule } from './schedule.ts';

export interface JobContext {
  readonly now: Date;
  /** The worker that runs it, as graphile-worker names it. */
  readonly worker: string;
  /** The server is stopping: what can be put off is put off. */
  readonly signal: AbortSignal;
}

/** Something done apart from any request. It may be run twice: doing it again changes nothing. */
export interface Job {
  /** What it does, for the administration, in French: « Remise d’un courriel ». */
  readonly label: string;
  /** When it is done by itself. */
  readonly schedule?: Schedule;
  /** Done too when a worker starts. */
  readonly atStart?: boolean;
  /** What it throws is kept, and it is tried again later and later. */
  readonly run: (db: Database, payload: unknown, context: JobContext) => Promise<unknown>;
}

/** Every job by its name: « mail.deliver ». */
export type Jobs = Readonly<Record<string, Job>>;
