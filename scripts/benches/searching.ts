import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';
import type { Random } from './random.ts';
import type { Measure } from './report.ts';
import { percentile } from './requests.ts';
import { mistypedName } from './typos.ts';

const SEARCHES = 1000;

/**
 * Looks for structures by the words of their name, one mistyped, through HTTP. Only names that one structure alone
 * bears: of several, none is the right one.
 */
export async function benchSearching(
  db: Database,
  server: string,
  random: Random
): Promise<Measure[]> {
  const { rows } = await sql<{ slug: string; name: string }>`
    select min(slug) as slug, name from structure group by name having count(*) = 1
    order by md5(name) limit ${SEARCHES}`.execute(db);
  const durations: number[] = [];
  let found = 0;
  let first = 0;
  for (const { slug, name } of rows) {
    const typed = mistypedName(random, name);
    if (!typed) continue;
    const began = performance.now();
    const response = await fetch(
      `${server}/api/v1/structures?${new URLSearchParams({ q: typed, per_page: '25' })}`
    );
    const { items } = (await response.json()) as { items: { slug: string }[] };
    durations.push(performance.now() - began);
    const at = items.findIndex((item) => item.slug === slug);
    if (at === 0) first++;
    if (at >= 0 && at < 5) found++;
  }
  const how = `${durations.length} names of structures, one word mistyped, through HTTP`;
  return [
    {
      what: 'Directory search with one typing error, p95',
      ...{ budget: 50, measured: percentile(durations, 95), unit: 'ms', bound: 'most' },
      how: `${how}; p50 ${percentile(durations, 50).toFixed(1)} ms, p99 ${percentile(durations, 99).toFixed(1)} ms`
    },
    {
      what: 'The right structure among the first 5',
      ...{ budget: 97, measured: (100 * found) / durations.length, unit: '%', bound: 'least' },
      how: `the same; first of all ${((100 * first) / durations.length).toFixed(1)} %`
    }
  ];
}
