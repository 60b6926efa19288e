/** `/metriques`: figures for Prometheus, in its text format, opened by METRICS_TOKEN alone. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sql } from 'kysely';
import { listBackups } from '#server/backup/keeping.ts';
import { poolOf, type Database } from '#server/db/connection.ts';
import type { Environment } from '#server/env.ts';
import { countWorkers } from '#server/jobs/presence.ts';
import { nameRoute, type Trace } from '#server/trace.ts';
import { VERSION } from '#server/version.ts';
import { Counter, gauge, Histogram } from './measures.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const NANOSECONDS = 1e9;

const requests = new Counter(
  'maillage_http_requests_total',
  'Requests answered, by pattern of address.'
);
const durations = new Histogram('maillage_http_request_duration_seconds', 'Time to answer.');
const loop = monitorEventLoopDelay({ resolution: 20 });
loop.enable();

/** Counts a request once it is answered. Labels are patterns and known words: neither addresses nor what is typed. */
export function countRequest(method: string, trace: Trace, status: number, seconds: number): void {
  const route = trace.route ?? (trace.page ? 'none' : 'file');
  const known = METHODS.has(method) ? method : 'other';
  requests.add({ method: known, route, status: String(status) });
  durations.observe({ route }, seconds);
}

/** @returns whether the request was for `/metriques`, and is answered: 404 as long as no token opens it. */
export function answerMetrics(
  request: IncomingMessage,
  response: ServerResponse,
  { db, environment }: { db: Database; environment: Environment }
): boolean {
  if (request.url?.split('?', 1)[0] !== '/metriques' || !environment.metricsToken) return false;
  nameRoute('/metriques');
  if (!isSame(request.headers.authorization ?? '', `Bearer ${environment.metricsToken}`)) {
    response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    return true;
  }
  void writeMetrics(db, environment.backups).then(
    (text) => {
      response.writeHead(200, {
        'content-type': 'text/plain; version=0.0.4; charset=utf-8',
        'cache-control': 'no-store'
      });
      response.end(text);
    },
    () => response.writeHead(503).end()
  );
  return true;
}

/** In a time that tells neither where they differ nor how long the token is. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

async function writeMetrics(db: Database, backups: string | null): Promise<string> {
  const last = backups ? (await listBackups(backups))[0] : undefined;
  const { rows } = await figures.execute(db);
  const { jobsPending, jobsFailed, databaseSize, ...mails } = rows[0]!;
  return [
    gauge('maillage_info', 'Version that runs.', [[{ version: VERSION }, 1]]),
    requests.write(),
    durations.write(),
    gauge('maillage_db_size_bytes', 'Size of the database.', [[{}, databaseSize]]),
    gauge('maillage_jobs', 'Background jobs of the instance.', [
      [{ state: 'pending' }, jobsPending],
      [{ state: 'failed' }, jobsFailed]
    ]),
    gauge('maillage_workers', 'Servers that do the jobs.', [[{}, await countWorkers(db)]]),
    gauge(
      'maillage_mails',
      'Messages of the instance, by state.',
      Object.entries(mails).map(([state, count]) => [{ state }, count])
    ),
    gauge(
      'maillage_backup_age_seconds',
      'Since the last backup made by Maillage.',
      last ? [[{}, (Date.now() - last.madeAt.getTime()) / 1000]] : []
    ),
    writeProcess(db)
  ].join('');
}

/** What this process, of all those of the instance, uses. */
function writeProcess(db: Database): string {
  const { total, idle, waiting } = poolSizes(db);
  const { rss, heapUsed } = process.memoryUsage();
  const late = [
    [{ quantile: '0.5' }, loop.percentile(50) / NANOSECONDS],
    [{ quantile: '0.99' }, loop.percentile(99) / NANOSECONDS]
  ] as const;
  loop.reset();
  return [
    gauge('maillage_db_connections', 'Connections of the pages of this server.', [
      [{ state: 'total' }, total],
      [{ state: 'idle' }, idle],
      [{ state: 'waiting' }, waiting]
    ]),
    gauge('maillage_event_loop_delay_seconds', 'How late this process is, since last read.', late),
    gauge('maillage_memory_bytes', 'Memory of this process.', [
      [{ kind: 'resident' }, rss],
      [{ kind: 'heap' }, heapUsed]
    ]),
    gauge('maillage_uptime_seconds', 'Since this process began.', [[{}, process.uptime()]])
  ].join('');
}

function poolSizes(db: Database): { total: number; idle: number; waiting: number } {
  const { totalCount, idleCount, waitingCount } = poolOf(db);
  return { total: totalCount, idle: idleCount, waiting: waitingCount };
}

interface Figures {
  readonly jobsPending: number;
  readonly jobsFailed: number;
  readonly databaseSize: number;
  readonly queued: number;
  readonly sent: number;
  readonly failed: number;
  readonly uncertain: number;
}

const figures = sql<Figures>`
  select (select count(*) from graphile_worker.jobs where attempts < max_attempts) as "jobsPending",
    (select count(*) from graphile_worker.jobs where last_error is not null) as "jobsFailed",
    pg_database_size(current_database()) as "databaseSize",
    count(*) filter (where status = 'queued') as queued,
    count(*) filter (where status = 'sent') as sent,
    count(*) filter (where status = 'failed') as failed,
    count(*) filter (where status = 'uncertain') as uncertain
  from mail_message`;
