/**
 * `npm run bench`: every budget of the design that applies, on a national load, as a table of ratios written to
 * docs/benchmarks.md. `--structures 5000` for a smaller load, `--only covering,searching` for some of it (the
 * other lines stay as they were). The load is kept in data/bench, or on the server of DATABASE_URL, for the next time.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { prepareDatabase } from '#app/prepare.ts';
import { connect, type Database } from '#server/db/connection.ts';
import { openServer } from '#server/db/open.ts';
import { readEnvironment } from '#server/env.ts';
import { findChromium } from '../tests/support/chromium.ts';
import { benchBlanks } from './benches/blanks.ts';
import { benchContents } from './benches/contents.ts';
import { benchCovering } from './benches/covering.ts';
import { loadNational } from './benches/load.ts';
import { benchLighthouse, benchWeight } from './benches/pages.ts';
import { Random } from './benches/random.ts';
import { benchRegistering } from './benches/registering.ts';
import { report, type Measure, type Missing } from './benches/report.ts';
import { benchSearching } from './benches/searching.ts';
import { benchSeating } from './benches/seating.ts';
import { benchSoak } from './benches/soak.ts';
import { memoryOf, startServer } from './benches/server.ts';
import { benchStarting } from './benches/starting.ts';

const SEED = 17;
const NATIONAL = 'maillage_bench_national';
const DEMONSTRATION = 'maillage_bench_demonstration';
const REGISTERING = 'maillage_bench_registering';
const CONTENTS = 'maillage_bench_contents';
const SOAK = 'maillage_bench_soak';
/** What does not need the national load, asked for alone, does not wait for it. */
const WITHOUT_LOAD = [
  ...['registering', 'contents', 'seating', 'weight', 'lighthouse', 'starting'],
  'soak'
];

const { values: options } = parseArgs({
  options: {
    structures: { type: 'string', default: '100000' },
    only: { type: 'string' },
    minutes: { type: 'string', default: '60' },
    port: { type: 'string', default: '4600' }
  }
});
const structures = Number(options.structures);
const port = Number(options.port);
const wanted = (bench: string) => !options.only || options.only.split(',').includes(bench);
const say = (text: string) => console.error(`• ${text}`);
// Interrupted, it leaves no server behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const measures: Measure[] = [];
const missing: Missing[] = [];

const configuration = readEnvironment({
  ...process.env,
  MAILLAGE_DATA: resolve('data/bench'),
  PORT: options.port
});
const server = await openServer(configuration, 'serve', say);
try {
  const alone = options.only?.split(',').every((bench) => WITHOUT_LOAD.includes(bench));
  const context = alone ? null : await onNationalLoad(await databaseOf(NATIONAL));
  if (wanted('registering')) await onRegistrations(await databaseOf(REGISTERING));
  if (wanted('contents')) await onContents(await databaseOf(CONTENTS));
  // An hour of its own: only when it is asked for by its name.
  if (options.only && wanted('soak')) await onSoak(await databaseOf(SOAK, { anew: true }));
  if (wanted('seating'))
    measures.push(...(await measured('seating', () => Promise.resolve(benchSeating()))));
  await onDemonstration(await databaseOf(DEMONSTRATION));
  await report(measures, missing, options.only ? null : context);
} finally {
  await server.stop();
}

async function onNationalLoad(url: string) {
  const db = connect(url);
  const began = performance.now();
  const loaded = await loadNational(db, structures, say);
  const preparation = loaded
    ? `Prepared in ${Math.round((performance.now() - began) / 1000)} s through the commands of the product.`
    : 'Prepared by an earlier run, through the commands of the product.';
  if (wanted('blanks')) measures.push(...(await measured('blanks', () => benchBlanks(db))));
  if (wanted('covering') || wanted('searching')) await onServer(db, url);
  const { rows } = await sql<{ pairs: number; version: string }>`
    select (select count(*)::int from perimeter_commune) as pairs,
      'PostgreSQL ' || current_setting('server_version') as version`.execute(db);
  await db.destroy();
  return { postgres: rows[0]!.version, structures, pairs: rows[0]!.pairs, preparation };
}

async function onServer(db: Database, url: string): Promise<void> {
  const built = await startServer(url, port);
  try {
    if (wanted('searching'))
      measures.push(
        ...(await measured('searching', () => benchSearching(db, built.url, new Random(SEED))))
      );
    if (wanted('covering'))
      measures.push(
        ...(await measured('covering', () => benchCovering(db, built.url, new Random(SEED))))
      );
    const memory = memoryOf(built.pid);
    if (memory) {
      measures.push({
        what: 'Memory of the server, national load',
        ...{ budget: 400, measured: memory.most, unit: 'MB', bound: 'most' },
        how: `the most it had during the above, PostgreSQL aside; ${Math.round(memory.now)} MB at the end`
      });
    } else missing.push({ what: 'memory of the server', why: 'this system has no /proc' });
  } finally {
    await built.stop();
  }
}

async function onRegistrations(url: string): Promise<void> {
  const db = connect(url);
  await prepareDatabase(db, { demo: 'empty' }, say);
  measures.push(...(await measured('registering', () => benchRegistering(db, url, port))));
  await db.destroy();
}

async function onContents(url: string): Promise<void> {
  const db = connect(url);
  await prepareDatabase(db, { demo: 'empty' }, say);
  const built = await startServer(url, port);
  try {
    measures.push(...(await measured('contents', () => benchContents(db, built.url))));
  } finally {
    await built.stop();
    await db.destroy();
  }
}

async function onSoak(url: string): Promise<void> {
  const db = connect(url);
  const [minutes, data] = [Number(options.minutes), resolve('data/bench-soak')];
  try {
    measures.push(...(await measured('soak', () => benchSoak(db, url, { port, minutes, data }))));
  } finally {
    await db.destroy();
  }
}

async function onDemonstration(url: string): Promise<void> {
  if (wanted('weight') || wanted('lighthouse')) await onDemonstrationPages(url);
  if (wanted('starting')) measures.push(...(await measured('starting', () => benchStarting(port))));
}

async function onDemonstrationPages(url: string): Promise<void> {
  const db = connect(url);
  await prepareDatabase(db, { demo: 'on' }, say);
  await db.destroy();
  const chromium = findChromium();
  if (!chromium) {
    missing.push({
      what: 'page weight and Lighthouse',
      why: 'no Chromium here: see CHROMIUM_PATH'
    });
    return;
  }
  const built = await startServer(url, port);
  try {
    if (wanted('weight'))
      measures.push(...(await measured('weight', () => benchWeight(built.url, chromium))));
    if (wanted('lighthouse')) {
      say('lighthouse');
      const scores = benchLighthouse(built.url, chromium);
      measures.push(...scores.measures);
      missing.push(...scores.missing);
    }
  } finally {
    await built.stop();
  }
}

function measured(name: string, work: () => Promise<Measure[]>): Promise<Measure[]> {
  say(name);
  return work();
}

/** A database of that name on the server, created if it is not there, or anew. */
async function databaseOf(name: string, { anew = false } = {}): Promise<string> {
  const db = connect(server.url);
  if (anew) await sql`drop database if exists ${sql.id(name)}`.execute(db);
  const { rows } = await sql`select from pg_database where datname = ${name}`.execute(db);
  if (rows.length === 0) await sql`create database ${sql.id(name)}`.execute(db);
  await db.destroy();
  return server.url.replace(/\/[^/?]*(?=$|\?[^/]*$)/, `/${name}`);
}
