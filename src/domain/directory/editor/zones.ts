/** Zones added to a perimeter and taken out of it, as people say it: what is added is covered, whole. */
import { findZone, zonePositions, type Atlas } from '#domain/territory/atlas.ts';
import type { PerimeterInput, ZoneRef } from '#domain/territory/model.ts';

/** All of a zone is covered afterwards, and nothing else changes. */
export function addZone(atlas: Atlas, perimeter: PerimeterInput, zone: ZoneRef): PerimeterInput {
  const wanted = zonePositions(atlas, zone) ?? [];
  const inside = new Set(wanted);
  const exclude = perimeter.exclude.flatMap((excluded) => {
    const positions = zonePositions(atlas, excluded) ?? [];
    const left = positions.filter((position) => !inside.has(position));
    return left.length === positions.length ? [excluded] : communes(atlas, left);
  });
  const declared = declaredFrom(perimeter);
  const next = { ...declared, exclude };
  const missing = uncovered(atlas, next, wanted);
  const include = missing.length > 0 ? withZone(declared.include, zone) : declared.include;
  return tidy(atlas, { ...next, include });
}

/** Nothing of a zone is covered afterwards, and nothing else changes. */
export function removeZone(atlas: Atlas, perimeter: PerimeterInput, zone: ZoneRef): PerimeterInput {
  if (perimeter.certainty !== 'declared') return perimeter;
  const unwanted = zonePositions(atlas, zone) ?? [];
  const gone = new Set(unwanted);
  // A zone that was only there by itself leaves; what covers more than the zone stays, with an exclusion.
  const include = perimeter.include.filter((one) =>
    (zonePositions(atlas, one) ?? []).some((position) => !gone.has(position))
  );
  const next = { ...perimeter, include };
  const isStill = uncovered(atlas, next, unwanted).length < unwanted.length;
  const exclude = isStill ? withZone(perimeter.exclude, zone) : perimeter.exclude;
  return tidy(atlas, { ...next, exclude });
}

/** Of these communes, exactly those listed are covered afterwards: what a list of boxes says. */
export function setCovered(
  atlas: Atlas,
  perimeter: PerimeterInput,
  shown: readonly string[],
  ticked: ReadonlySet<string>
): PerimeterInput {
  const covered = new Set(coveredCodes(atlas, perimeter));
  return shown.reduce((current, code) => {
    if (ticked.has(code) === covered.has(code)) return current;
    const zone: ZoneRef = { level: 'commune', code };
    return ticked.has(code) ? addZone(atlas, current, zone) : removeZone(atlas, current, zone);
  }, perimeter);
}

/** Takes a zone out of those written, included or excluded: the cross of a chip. */
export function dropZone(
  atlas: Atlas,
  perimeter: PerimeterInput,
  mode: 'include' | 'exclude',
  zone: ZoneRef
): PerimeterInput {
  const kept = perimeter[mode].filter((one) => keyOf(one) !== keyOf(zone));
  return tidy(atlas, { ...perimeter, [mode]: kept });
}

/** Codes of the communes covered, in the order of the codes; none unless declared. */
export function coveredCodes(atlas: Atlas, perimeter: PerimeterInput): string[] {
  return coveredBy(atlas, perimeter).map((position) => atlas.communes[position]!.code);
}

/** Positions of the communes covered, ascending: `coveredPositions`, by zone rather than by commune. */
export function coveredBy(atlas: Atlas, perimeter: PerimeterInput): number[] {
  if (perimeter.certainty !== 'declared') return [];
  const positions = new Set(perimeter.include.flatMap((zone) => zonePositions(atlas, zone) ?? []));
  for (const zone of perimeter.exclude)
    for (const position of zonePositions(atlas, zone) ?? []) positions.delete(position);
  return [...positions].sort((a, b) => a - b);
}

function uncovered(atlas: Atlas, perimeter: PerimeterInput, wanted: readonly number[]): number[] {
  const covered = new Set(coveredBy(atlas, perimeter));
  return wanted.filter((position) => !covered.has(position));
}

/** A perimeter « partout » or « non renseigné » that gets a zone becomes a declared one. */
function declaredFrom(perimeter: PerimeterInput): PerimeterInput {
  if (perimeter.certainty === 'declared') return perimeter;
  return { ...perimeter, certainty: 'declared', include: [], exclude: [] };
}

/** Exclusions that exclude nothing any more go, and so do communes that a larger zone holds. */
function tidy(atlas: Atlas, perimeter: PerimeterInput): PerimeterInput {
  const inclusion = { ...perimeter, exclude: [] };
  const included = new Set(coveredBy(atlas, inclusion));
  const exclude = perimeter.exclude.filter((zone) =>
    (zonePositions(atlas, zone) ?? []).some((position) => included.has(position))
  );
  const larger = new Set(
    perimeter.include
      .filter(({ level }) => level !== 'commune')
      .flatMap((zone) => zonePositions(atlas, zone) ?? [])
  );
  const include = perimeter.include.filter(
    (zone) =>
      zone.level !== 'commune' ||
      !(zonePositions(atlas, zone) ?? []).every((position) => larger.has(position))
  );
  return { ...perimeter, include, exclude };
}

function communes(atlas: Atlas, positions: readonly number[]): ZoneRef[] {
  return positions.map((position) => ({
    level: 'commune',
    code: atlas.communes[position]!.code
  }));
}

function withZone(zones: readonly ZoneRef[], zone: ZoneRef): ZoneRef[] {
  return zones.some((one) => keyOf(one) === keyOf(zone))
    ? [...zones]
    : [...zones, { level: zone.level, code: zone.code }];
}

function keyOf({ level, code }: ZoneRef): string {
  return `${level} ${code}`;
}

/** A zone as an address or a button writes it: « epci 242900074 ». Null when it is none of this year. */
export function readZone(atlas: Atlas, written: string): ZoneRef | null {
  const [level = '', code = ''] = written.split(' ');
  if (!/^(commune|epci|departement|region)$/.test(level)) return null;
  const zone = findZone(atlas, { level: level as ZoneRef['level'], code });
  return zone ? { level: zone.level, code: zone.code } : null;
}
