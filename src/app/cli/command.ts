import type { Database } from '#server/db/connection.ts';
import type { Environment } from '#server/env.ts';

/**
 * One command of `maillage`: a file of this folder that exports `command`, listed in `registry.ts`.
 * It refuses by throwing a `Refusal` or an error of `#shared/errors.ts` (exit 1), and `BadUsage` when it was
 * called wrongly (exit 2); the errors of `parseArgs` count as bad usage.
 */
export interface Command {
  /** The first word of its call: « contours ». */
  readonly name: string;
  /** One line for the list of commands, in French. */
  readonly summary: string;
  /** How it is called, one form a line: « contours load DOSSIER ». */
  readonly usage: string;
  /** @param args - what follows the name, without `--json`. */
  run(context: CommandContext, args: string[]): Promise<void>;
}

export interface CommandContext {
  readonly environment: Environment;
  /** The caller wants the result as JSON. */
  readonly json: boolean;
  /**
   * The migrated database with its official geography: the running instance's on this data folder when there is one, else started for
   * the time of the command. Closed after the command.
   */
  database(): Promise<Database>;
  /** The same, as it is: neither migrated nor loaded with the official geography. */
  unpreparedDatabase(): Promise<Database>;
  /** The address of that database, for what needs connections of its own. */
  databaseAddress(): Promise<string>;
  /** Says where things are, on stderr, in French. */
  progress(message: string): void;
  /** The result on stdout, once: `text` for a person, `value` with `--json`. */
  print(text: string, value: unknown): void;
}

/** The command was called wrongly; its usage is shown. */
export class BadUsage extends Error {}
