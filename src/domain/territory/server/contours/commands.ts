import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';
import { Invalid } from '#shared/errors.ts';
import { readContours, type Contour, type ContourLevel } from '../../contour.ts';
import { upperZone } from '../../atlas.ts';
import { getAtlas } from '../atlas/queries.ts';

/** What was loaded, and the codes left out because the geography in place does not know them. */
export interface ContoursReport {
  loaded: Record<ContourLevel, number>;
  unknown: string[];
}

export type FetchOutcome =
  | { ok: true; report: ContoursReport }
  /** The service did not answer, or not with outlines: in French, with its address. */
  | { ok: false; message: string };

const FILE_LEVELS: readonly [RegExp, ContourLevel][] = [
  [/^communes?\b/i, 'commune'],
  [/^epcis?\b/i, 'epci'],
  [/^d[eé]partements?\b/i, 'departement']
];

/**
 * Loads the GeoJSON files of a folder whose names begin with `communes`, `epci` or `departements`. Where an outline
 * is in two files, the one whose name does not say « simplifie » wins. All or nothing.
 *
 * @throws Invalid naming each wrong file, or the folder when it has no such file.
 */
export async function loadContours(db: Database, directory: string): Promise<ContoursReport> {
  const files = await contourFiles(directory);
  const contours: Contour[] = [];
  const issues: { path: string; message: string }[] = [];
  for (const { file, level } of files) {
    const result = readContours(await readJson(join(directory, file)), level);
    if (result.ok) contours.push(...result.contours);
    else issues.push({ path: file, message: result.problem });
  }
  if (issues.length > 0) throw new Invalid(issues);
  return writeContours(db, contours, 'fichiers');
}

async function contourFiles(directory: string): Promise<{ file: string; level: ContourLevel }[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    throw new Invalid([
      { path: directory, message: `dossier illisible (${error.code ?? error.message})` }
    ]);
  });
  const files = names
    .filter((file) => /\.(geo)?json$/i.test(file))
    .flatMap((file) => {
      const level = FILE_LEVELS.find(([pattern]) => pattern.test(file))?.[1];
      return level ? [{ file, level }] : [];
    });
  if (files.length === 0) {
    const message = 'aucun fichier GeoJSON nommé communes…, epci… ou departements… dans ce dossier';
    throw new Invalid([{ path: directory, message }]);
  }
  const coarse = ({ file }: { file: string }) => (/simplifi/i.test(file) ? 0 : 1);
  return files.sort((a, b) => coarse(a) - coarse(b) || a.file.localeCompare(b.file));
}

/** `undefined`, which is no GeoJSON, when the file is not JSON. */
async function readJson(path: string): Promise<unknown> {
  return parseJson(await readFile(path, 'utf8'));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const OFFICIAL_CONTOURS = 'https://geo.api.gouv.fr';

/**
 * Downloads the official outlines of the communes and EPCI of départements, and loads them. All or nothing.
 *
 * @param options.baseUrl - the service, without a slash at the end.
 * @param options.timeout - milliseconds allowed to each answer.
 */
export async function fetchContours(
  db: Database,
  departementCodes: readonly string[],
  options: { baseUrl?: string; timeout?: number } = {}
): Promise<FetchOutcome> {
  const { baseUrl = OFFICIAL_CONTOURS, timeout = 20_000 } = options;
  const contours: Contour[] = [];
  for (const code of departementCodes) {
    for (const level of ['epci', 'commune'] as const) {
      const resource = level === 'epci' ? 'epcis' : 'communes';
      const query = new URLSearchParams({
        codeDepartement: code,
        fields: 'code,nom',
        format: 'geojson',
        geometry: 'contour'
      });
      const answer = await download(`${baseUrl}/${resource}?${query}`, level, timeout);
      if (answer.ok) contours.push(...answer.contours);
      // EPCI outlines are drawn over the communes': the map does without.
      else if (level === 'commune' || answer.unreachable)
        return { ok: false, message: answer.message };
    }
  }
  return { ok: true, report: await writeContours(db, contours, baseUrl) };
}

type Download =
  { ok: true; contours: Contour[] } | { ok: false; unreachable: boolean; message: string };

async function download(url: string, level: ContourLevel, timeout: number): Promise<Download> {
  const refuse = (reason: string, unreachable = false): Download => ({
    ok: false,
    unreachable,
    message: `Contours non téléchargés : ${reason} (${url}).`
  });
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeout) });
    if (!response.ok) return refuse(`le service a répondu ${response.status}`);
    const result = readContours(parseJson(await response.text()), level);
    if (!result.ok) return refuse(result.problem);
    return result.contours.length === 0
      ? refuse('le service ne connaît aucun contour ici')
      : result;
  } catch (error) {
    const slow = error instanceof DOMException && error.name === 'TimeoutError';
    return refuse(
      slow ? `pas de réponse en ${timeout / 1000} s` : 'le service est injoignable',
      true
    );
  }
}

const CHUNK = 1000;

async function writeContours(
  db: Database,
  contours: Contour[],
  source: string
): Promise<ContoursReport> {
  return db.transaction().execute(async (tx) => {
    const atlas = await getAtlas(tx);
    const kept = new Map<string, Contour>();
    const unknown = new Set<string>();
    for (const contour of contours) {
      const { level, code } = contour;
      const known =
        level === 'commune'
          ? atlas.positions.has(code)
          : upperZone(atlas, level, code) !== undefined;
      if (known) kept.set(`${level} ${code}`, contour);
      else unknown.add(code);
    }
    const rows = [...kept.values()].map(({ bounds: [west, south, east, north], ...contour }) => {
      return { ...contour, west, south, east, north, source };
    });
    for (let from = 0; from < rows.length; from += CHUNK) {
      await sql`
        insert into contour (level, code, geometry, lon, lat, west, south, east, north, source)
        select level, code, geometry, lon, lat, west, south, east, north, source
        from jsonb_to_recordset(${JSON.stringify(rows.slice(from, from + CHUNK))}::jsonb) as row (level text,
          code text, geometry jsonb, lon float8, lat float8, west float8, south float8, east float8,
          north float8, source text)
        on conflict (level, code) do update set geometry = excluded.geometry, lon = excluded.lon, lat = excluded.lat,
          west = excluded.west, south = excluded.south, east = excluded.east, north = excluded.north,
          source = excluded.source`.execute(tx);
    }
    const count = (level: ContourLevel) => rows.filter((row) => row.level === level).length;
    return {
      loaded: { commune: count('commune'), epci: count('epci'), departement: count('departement') },
      unknown: [...unknown].sort()
    };
  });
}
