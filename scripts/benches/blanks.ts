import { sql } from 'kysely';
import { coverageMatrix, groupByEpci } from '#domain/directory/coverage-matrix.ts';
import { coverageOfFrance, getCoverageFacts } from '#domain/directory/server/matrix/queries.ts';
import { listThemes } from '#domain/directory/server/queries.ts';
import { operator } from '#domain/identity/model.ts';
import { createTerritory } from '#domain/territory/server/commands.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { Measure } from './report.ts';
import { percentile } from './requests.ts';

const SLUG = 'banc';
const COMMUNES = 370;
const RUNS = 9;

/** The matrix of a territory of 370 communes, blanks included, and one need over the whole country. */
export async function benchBlanks(db: Database): Promise<Measure[]> {
  await ensureTerritory(db);
  const territory = await getTerritory(db, SLUG);
  const themes = await listThemes(db);
  const codes = themes.map((theme) => theme.code);
  let structures = 0;
  const matrix = await timed(async () => {
    const facts = await getCoverageFacts(db, territory);
    structures = facts.structures.length;
    coverageMatrix(facts, codes, groupByEpci(facts.communes));
  });
  const oneTheme = await timed(async () => {
    await coverageOfFrance(db, 'maintien-a-domicile');
  });
  const scaled = Math.max(1, structures / 700);
  return [
    {
      what: `Coverage of a whole territory (${territory.communeCount} communes × ${structures} structures)`,
      ...{ budget: 100 * scaled, measured: matrix, unit: 'ms', bound: 'most' },
      how: `median of ${RUNS}: facts read, every need × every EPCI; the budget, 100 ms for 700 structures, in proportion`
    },
    {
      what: 'Coverage of France for one need',
      ...{ budget: 2, measured: oneTheme / 1000, unit: 's', bound: 'most' },
      how: `median of ${RUNS}: by département, every commune counted`
    }
  ];
}

async function timed(work: () => Promise<void>): Promise<number> {
  await work();
  const durations: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const began = performance.now();
    await work();
    durations.push(performance.now() - began);
  }
  return percentile(durations, 50);
}

/** Neighbouring communes, taken in the order of their codes from the départements of Brittany. */
async function ensureTerritory(db: Database): Promise<void> {
  const present = await db
    .selectFrom('territory')
    .select('id')
    .where('slug', '=', SLUG)
    .executeTakeFirst();
  if (present) return;
  const { rows } = await sql<{ code: string }>`
    select code from commune where departement_code in ('22', '29') and merged_into is null
    order by departement_code, code limit ${COMMUNES}`.execute(db);
  await createTerritory(db, operator('banc d’essai'), {
    ...{
      slug: SLUG,
      name: 'Banc d’essai',
      nameWithDe: 'du banc d’essai',
      description: '',
      fictional: false
    },
    ...{ coveragePublic: true, frontDoorReason: '' },
    perimeter: {
      certainty: 'declared',
      include: rows.map(({ code }) => ({ level: 'commune', code })),
      exclude: []
    }
  });
}
