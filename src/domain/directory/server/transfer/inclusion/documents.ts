import { sql } from 'kysely';
import type { PerimeterInput } from '#domain/territory/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { StructureId } from '#shared/ids.ts';
import type { StructureInput } from '../../../model.ts';
import { toDataInclusion, type DiContext } from '../../../transfer/data-inclusion-export.ts';
import { placeCodes } from '../../../transfer/settling.ts';
import { loadGazetteer } from '../gazetteer/queries.ts';
import { listVocabulary } from '../intake/queries.ts';

type Fiche = StructureInput & { id: StructureId; slug: string };

/** data·inclusion v1: `{structures, services}`. */
export async function* writeDataInclusion(
  db: Executor,
  fiches: readonly Fiche[]
): AsyncGenerator<string> {
  const context = await diContext(db, fiches);
  const dates = await lastChanges(db, fiches);
  const services: string[] = [];
  yield '{"structures":[';
  for (const [i, fiche] of fiches.entries()) {
    const out = toDataInclusion(fiche, dates.get(fiche.id) ?? '', context);
    services.push(...out.services.map((service) => JSON.stringify(service)));
    yield `${i === 0 ? '\n' : ',\n'}${JSON.stringify(out.structure)}`;
  }
  yield '\n],"services":[\n';
  yield services.join(',\n');
  yield '\n]}\n';
}

async function lastChanges(
  db: Executor,
  fiches: readonly Fiche[]
): Promise<Map<StructureId, string>> {
  const { rows } = await sql<{ id: StructureId; day: string }>`
    select id, to_char(updated_at at time zone 'Europe/Paris', 'YYYY-MM-DD') as day from structure
    where id = any(${fiches.map(({ id }) => id)}::bigint[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row.day]));
}

async function diContext(db: Executor, fiches: readonly Fiche[]): Promise<DiContext> {
  const gazetteer = await loadGazetteer(db, { codes: fiches.flatMap(placeCodes), names: [] });
  const communes = await communesByZone(db, fiches);
  return {
    vocabulary: await listVocabulary(db),
    communeName: (code) => gazetteer.byCode.get('commune')?.get(code)?.name ?? null,
    zonesOf: (perimeter) => zoneCodes(perimeter, communes)
  };
}

function zoneCodes(
  { certainty, include, exclude }: PerimeterInput,
  communes: ReadonlyMap<string, readonly string[]>
): string[] {
  if (certainty === 'everywhere') return ['france'];
  if (certainty === 'unknown') return [];
  const isPlain = exclude.length === 0 && include.every(({ level }) => level !== 'region');
  if (isPlain) return include.map(({ code }) => code);
  const within = (zones: typeof include) =>
    zones.flatMap(({ level, code }) => communes.get(`${level} ${code}`) ?? []);
  const excluded = new Set(within(exclude));
  return [...new Set(within(include))].filter((code) => !excluded.has(code)).sort();
}

/** The communes of the zones that data·inclusion cannot say: those with exclusions, and the régions. */
async function communesByZone(
  db: Executor,
  fiches: readonly Fiche[]
): Promise<Map<string, string[]>> {
  const perimeters = fiches.flatMap((fiche) => [
    fiche.perimeter,
    ...fiche.services.flatMap(({ perimeter }) => perimeter ?? [])
  ]);
  const zones = perimeters
    .filter(
      ({ include, exclude }) =>
        exclude.length > 0 || include.some(({ level }) => level === 'region')
    )
    .flatMap(({ include, exclude }) => [...include, ...exclude]);
  if (zones.length === 0) return new Map();
  const { rows } = await sql<{ level: string; code: string; communes: string[] }>`
    select z.level, z.code, array_agg(c.code order by c.code) as communes
    from (select distinct level, code from jsonb_to_recordset(${JSON.stringify(zones)}::jsonb) as zone (level text, code text)) z
    join commune c on c.merged_into is null and case z.level
      when 'commune' then c.code when 'epci' then c.epci_code
      when 'departement' then c.departement_code else c.region_code end = z.code
    group by z.level, z.code`.execute(db);
  return new Map(rows.map((row) => [`${row.level} ${row.code}`, row.communes]));
}
