import { sql } from 'kysely';
import type { Executor, Tx } from '#server/db/connection.ts';
import type { StructureInput } from '../../../model.ts';

/** Code of a word that was merged → code of the word that stays. */
interface Renewed {
  types: Map<string, string>;
  themes: Map<string, string>;
  audiences: Map<string, string>;
}

/**
 * What files, drafts and old versions of a fiche call by the code of a word that was merged is called by the one that
 * stays. Holds the table of structures first: until the end of the transaction no word is merged.
 */
export async function renewWords<I extends StructureInput>(
  tx: Tx,
  inputs: readonly I[]
): Promise<I[]> {
  await sql`lock table structure in row exclusive mode`.execute(tx);
  const { types, themes, audiences } = await readRenewed(tx);
  if (types.size + themes.size + audiences.size === 0) return [...inputs];
  return inputs.map((input) => ({
    ...input,
    type: types.get(input.type) ?? input.type,
    services: input.services.map((service) => ({
      ...service,
      themes: renew(service.themes, themes),
      audiences: renew(service.audiences, audiences)
    }))
  }));
}

/** The codes of words asked today: of those that were merged, the code of the word that stays. */
export async function currentCriteria<C extends Criteria>(db: Executor, criteria: C): Promise<C> {
  const { types, themes, audiences } = await readRenewed(db);
  const current = (code: string | null | undefined, renewed: Map<string, string>) =>
    code ? (renewed.get(code) ?? code) : code;
  return {
    ...criteria,
    ...('type' in criteria && { type: current(criteria.type, types) }),
    ...('theme' in criteria && { theme: current(criteria.theme, themes) }),
    ...('audience' in criteria && { audience: current(criteria.audience, audiences) })
  };
}

interface Criteria {
  type?: string | null | undefined;
  theme?: string | null | undefined;
  audience?: string | null | undefined;
}

/** Few words are ever merged: all of them are read. */
async function readRenewed(db: Executor): Promise<Renewed> {
  const { rows } = await sql<{ kind: keyof Renewed; code: string; current: string }>`
    select 'types' as kind, code, merged_into as current from structure_type where merged_into is not null
    union all select 'themes', code, merged_into from theme where merged_into is not null
    union all select 'audiences', code, merged_into from audience where merged_into is not null`.execute(
    db
  );
  const of = (kind: keyof Renewed) =>
    new Map(rows.filter((row) => row.kind === kind).map((row) => [row.code, row.current]));
  return { types: of('types'), themes: of('themes'), audiences: of('audiences') };
}

function renew(codes: readonly string[], renewed: ReadonlyMap<string, string>): string[] {
  return [...new Set(codes.map((code) => renewed.get(code) ?? code))];
}
