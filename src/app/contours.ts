import { sql } from 'kysely';
import { fetchContours, loadContours } from '#domain/territory/server/commands.ts';
import type { ContoursReport } from '#domain/territory/server/contours/commands.ts';
import { listTerritories, listTerritoryCommunes } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { DomainError } from '#shared/errors.ts';
import { formatNumber, plural } from '#shared/text.ts';

/** The service answers in a second or two; a machine without network must not wait for it. */
const TRY_FOR_MS = 15_000;

/** Loads the contours of the folder that the configuration names, once. */
export async function loadContoursOnce(
  db: Database,
  folder: string,
  say: (message: string) => void
): Promise<void> {
  if (await hasContours(db)) return;
  try {
    say(describe(await loadContours(db, folder)));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    say(`Contours : laissés de côté, ${folder} est à corriger (${error.message})`);
  }
}

/** One quiet try at downloading the contours of the territories' départements: without them, the plan schématique. */
export async function tryToFetchContours(
  db: Database,
  say: (message: string) => void
): Promise<void> {
  if (await hasContours(db)) return;
  const codes = await listTerritoryDepartements(db);
  if (codes.length === 0) return;
  const outcome = await fetchContours(db, codes, { timeout: TRY_FOR_MS });
  say(
    outcome.ok
      ? describe(outcome.report)
      : 'Contours : pas de téléchargement possible, le plan schématique remplace la carte'
  );
}

/** The départements of the communes of every territory of this instance, in order of code. */
export async function listTerritoryDepartements(db: Database): Promise<string[]> {
  const codes = new Set<string>();
  for (const { id } of await listTerritories(db)) {
    for (const { departement } of await listTerritoryCommunes(db, id)) codes.add(departement.code);
  }
  return [...codes].sort();
}

function describe({ loaded }: ContoursReport): string {
  return `Contours : ${plural(loaded.commune, 'commune')}, ${formatNumber(loaded.epci)} EPCI`;
}

async function hasContours(db: Database): Promise<boolean> {
  const { rows } = await sql<{
    present: boolean;
  }>`select exists (select from contour) as present`.execute(db);
  return rows[0]?.present ?? false;
}
