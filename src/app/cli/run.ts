import { once } from 'node:events';
import type { Database } from '#server/db/connection.ts';
import { openDatabase } from '#server/db/current.ts';
import type { EmbeddedServer } from '#server/db/embedded.ts';
import { openServer } from '#server/db/open.ts';
import { environment } from '#server/env.ts';
import { log } from '#server/log.ts';
import { Refusal } from '#server/refusal.ts';
import { DomainError } from '#shared/errors.ts';
import { prepareDatabase } from '../prepare.ts';
import { BadUsage, type Command, type CommandContext } from './command.ts';
import { commands } from './registry.ts';

const DONE = 0;
const REFUSED = 1;
const BAD_USAGE = 2;

/**
 * Runs one command line.
 * @param argv - the words after `maillage`.
 * @returns the exit code: 0 done, 1 refused, 2 bad usage.
 */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  const [name, ...args] = argv.filter((word) => word !== '--json');
  const found = commands.find((command) => command.name === name);
  if (!found) return explainCommands(name);
  // On a terminal, what goes wrong is enough.
  if (name !== 'serve') log.level = 'warn';
  const { command } = await found.load();
  if (args.includes('--help') || args.includes('-h')) {
    await write(`${usageOf(command)}\n`);
    return DONE;
  }
  const session = new DatabaseSession();
  try {
    await command.run(contextOf(session, json), args);
    return DONE;
  } catch (error) {
    return explainError(error, command);
  } finally {
    await session.close();
  }
}

function contextOf(session: DatabaseSession, json: boolean): CommandContext {
  return {
    environment: environment(),
    json,
    database: () => session.prepared(),
    unpreparedDatabase: () => session.open(),
    databaseAddress: () => session.address(),
    progress: say,
    print: (text, value) =>
      process.stdout.write(`${json ? JSON.stringify(value, null, 2) : text}\n`)
  };
}

/** Opened at the first use, closed after the command. */
class DatabaseSession {
  #server: EmbeddedServer | undefined;
  #db: Database | undefined;

  async address(): Promise<string> {
    this.#server ??= await openServer(environment(), 'command', say);
    return this.#server.url;
  }

  async open(): Promise<Database> {
    const url = await this.address();
    this.#db ??= openDatabase(url);
    return this.#db;
  }

  async prepared(): Promise<Database> {
    const db = await this.open();
    await prepareDatabase(db, { demo: 'off' }, say, environment());
    return db;
  }

  async close(): Promise<void> {
    await this.#db?.destroy();
    await this.#server?.stop();
  }
}

function say(message: string): void {
  process.stderr.write(`• ${message}\n`);
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

function usageOf(command: Command): string {
  const [first = '', ...others] = command.usage
    .split('\n')
    .map((form) => `maillage ${form.trim()}`);
  return [command.summary, '', `Usage : ${first}`, ...others.map((form) => `        ${form}`)].join(
    '\n'
  );
}

async function explainCommands(name: string | undefined): Promise<number> {
  const all = await Promise.all(commands.map(({ load }) => load()));
  const width = Math.max(...commands.map((command) => command.name.length));
  const list = all
    .map(({ command }) => `  ${command.name.padEnd(width)}  ${command.summary}`)
    .join('\n');
  const text = `Usage : npm run --silent maillage -- COMMANDE [--json]\n\n${list}\n\nAide d’une commande : maillage COMMANDE --help\n`;
  if (name === '--help' || name === '-h' || name === 'help') {
    await write(text);
    return DONE;
  }
  process.stderr.write(name ? `✗ « ${name} » n’est pas une commande.\n\n${text}` : text);
  return BAD_USAGE;
}

function explainError(error: unknown, command: Command): number {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (error instanceof BadUsage || code.startsWith('ERR_PARSE_ARGS')) {
    process.stderr.write(`✗ ${(error as Error).message}\n\n${usageOf(command)}\n`);
    return BAD_USAGE;
  }
  if (!(error instanceof Refusal || error instanceof DomainError)) throw error;
  if (error.message) process.stderr.write(`✗ ${error.message}\n`);
  return REFUSED;
}
