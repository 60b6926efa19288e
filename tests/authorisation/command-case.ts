import type { Actor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { RoleName } from '../support/doors.ts';

/** A command, on something, and who may do it. */
export interface CommandCase {
  /** « domain/directory/server/commands.ts#createStructures » */
  readonly command: string;
  /** On what: hers, another's. */
  readonly on: string;
  readonly may: readonly RoleName[];
  readonly call: (db: Database, actor: Actor) => Promise<unknown>;
}
