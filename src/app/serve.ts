import { existsSync } from 'node:fs';
import { getOffers } from '#domain/directory/server/coverage/offers/queries.ts';
import { closeInventedSessions } from '#domain/identity/server/sessions/commands.ts';
import { endDraws } from '#domain/seating/server/drawing/running/commands.ts';
import { searchCommunes } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { openDatabase, openReplica } from '#server/db/current.ts';
import { openServer } from '#server/db/open.ts';
import { noteSlowQueries } from '#server/db/slow.ts';
import type { Environment } from '#server/env.ts';
import { checkPort, listen, type Handler } from '#server/http/listen.ts';
import { configureAdapter } from '#server/http/origin.ts';
import type { Jobs } from '#server/jobs/job.ts';
import { startWorker } from '#server/jobs/worker.ts';
import { log } from '#server/log.ts';
import { Refusal } from '#server/refusal.ts';
import { writeAhead } from './api/covering.ts';
import { loadContoursOnce, tryToFetchContours } from './contours.ts';
import { prepareDatabase } from './prepare.ts';

export interface Serving {
  readonly address: string;
  /** Resolves when PostgreSQL has ended by itself: nothing can be served any more. */
  readonly databaseLost: Promise<void>;
  /** Requests and jobs under way first, then the connections, then PostgreSQL. */
  stop(): Promise<void>;
}

const HANDLER = new URL('../../build/handler.js', import.meta.url);

/**
 * Starts everything and serves.
 * @param jobs - what its worker does, unless jobs are left to another server.
 * @param say - one line of progress, in French.
 * @throws Refusal when something prevents it; nothing is left running.
 */
export async function serve(
  environment: Environment,
  jobs: Jobs,
  say: (line: string) => void
): Promise<Serving> {
  if (!existsSync(HANDLER))
    throw new Refusal('Maillage n’est pas construit : lancez « npm start », ou « npm run build ».');
  say(
    `Base de données : ${environment.databaseUrl ? 'serveur de DATABASE_URL' : 'PostgreSQL embarqué'}`
  );
  const server = await openServer(environment, 'serve', say);
  const db = openDatabase(server.url);
  try {
    await checkPort(environment);
    await prepareDatabase(db, environment, say, environment);
    noteSlowQueries(environment.slowQuery);
    if (environment.demo === 'off') await closeInventedSessions(db);
    if (environment.contours) await loadContoursOnce(db, environment.contours, say);
    // Reads the geography and the offers into memory now, so that the first person does not wait for them.
    await searchCommunes(db, '');
    await getOffers(db);
    const listener = await listen(await loadHandler(), db, environment);
    const replica = environment.replicaUrl ? openReplica(environment.replicaUrl) : null;
    const worker = environment.worker ? startWorker(server.url, jobs) : null;
    const background = startBackground(db, environment, say);
    return {
      address: addressOf(environment, listener.port),
      databaseLost: server.ended,
      stop: async () => {
        await Promise.all([listener.close(), worker?.stop(), background.stop(), endDraws()]);
        await replica?.close();
        await db.destroy();
        await server.stop();
      }
    };
  } catch (error) {
    await db.destroy();
    await server.stop();
    throw error;
  }
}

/** What is done once people are served. */
function startBackground(db: Database, { contours }: Environment, say: (line: string) => void) {
  if (!contours) void tryToFetchContours(db, say).catch(logFailure('contours not downloaded'));
  const stopping = new AbortController();
  const ahead = writeAhead(db, stopping.signal).catch(logFailure('answers not written ahead'));
  return {
    stop: () => {
      stopping.abort();
      return ahead;
    }
  };
}

async function loadHandler(): Promise<Handler> {
  configureAdapter();
  const { handler } = (await import(HANDLER.href)) as { handler: Handler };
  return handler;
}

function logFailure(what: string): (error: unknown) => void {
  return (error) => log.warn({ err: error }, what);
}

function addressOf({ origin, host }: Environment, port: number): string {
  if (origin) return origin.origin;
  const name = host === '127.0.0.1' || host === '0.0.0.0' || host === '::1' ? 'localhost' : host;
  return `http://${name}:${port}`;
}
