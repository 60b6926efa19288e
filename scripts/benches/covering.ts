import autocannon from 'autocannon';
import { sql } from 'kysely';
import { listAudiences, listThemes } from '#domain/directory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { Random } from './random.ts';
import type { Measure } from './report.ts';
import { atFixedRate, percentile } from './requests.ts';

const QUESTIONS = 3000;
const RATE = 100;
const SECONDS = 20;
const WARM_UP = 30;
const CLOSED_LOOP = { connections: 20, duration: SECONDS };

/** « Qui couvre ? » through HTTP: communes as often as they have inhabitants, for a public and a need. */
export async function benchCovering(
  db: Database,
  server: string,
  random: Random
): Promise<Measure[]> {
  const paths = await questions(db, random);
  const urls = paths.map((path) => server + path);
  // A server runs for months: what it keeps in memory is there when it is measured.
  await autocannon({
    url: server,
    ...CLOSED_LOOP,
    duration: WARM_UP,
    requests: paths.map((path) => ({ path }))
  });
  const sustained = await autocannon({
    url: server,
    ...CLOSED_LOOP,
    requests: paths.map((path) => ({ path }))
  });
  const durations = await atFixedRate(urls, RATE, SECONDS);
  if (sustained.errors + sustained.timeouts + sustained.non2xx > 0)
    throw new Error('requests failed under load');
  const how = `${QUESTIONS} questions (commune, public, need) on the built server`;
  return [
    {
      what: '« Qui couvre ? » at 100 requests/s, p95',
      ...{ budget: 15, measured: percentile(durations, 95), unit: 'ms', bound: 'most' },
      how: `${how}, ${SECONDS} s; p50 ${percentile(durations, 50).toFixed(1)} ms, p99 ${percentile(durations, 99).toFixed(1)} ms; after ${WARM_UP} s of warm-up`
    },
    {
      what: '« Qui couvre ? » sustained',
      ...{ budget: 500, measured: sustained.requests.average, unit: 'requests/s', bound: 'least' },
      how: `the same, 20 connections, ${SECONDS} s, no failure`
    }
  ];
}

/** Needs and publics as services answer them, and one question in ten that perhaps nobody answers. */
async function questions(db: Database, random: Random): Promise<string[]> {
  const [themes, audiences] = await Promise.all([listThemes(db), listAudiences(db)]);
  const { rows: answered } = await sql<{ theme: string; audience: string }>`
    select themes[1] as theme, audiences[1] as audience from structure_offer
    where themes <> '{}' and audiences <> '{}' order by structure_id, service_id`.execute(db);
  const seat = await inhabitants(db);
  return Array.from({ length: QUESTIONS }, () => {
    const { theme, audience } =
      random.next() < 0.9
        ? random.pick(answered)
        : { theme: random.pick(themes).code, audience: random.pick(audiences).code };
    return `/api/v1/communes/${seat(random)}/structures?${new URLSearchParams({ public: audience, theme })}`;
  });
}

/** Draws a commune as often as it has inhabitants. */
async function inhabitants(db: Database): Promise<(random: Random) => string> {
  const communes = await db
    .selectFrom('commune')
    .select(['code', 'population'])
    .where('merged_into', 'is', null)
    .orderBy('code')
    .execute();
  const total = communes.reduce((sum, { population }) => sum + population, 0);
  return (random) => {
    let left = random.next() * total;
    return (communes.find(({ population }) => (left -= population) < 0) ?? communes[0]!).code;
  };
}
