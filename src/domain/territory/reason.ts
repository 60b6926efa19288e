/** Why a perimeter covers a commune, in words: the widest included zone that holds it. */
import { plural } from '#shared/text.ts';
import { zonePositions, type Atlas, type AtlasCommune, type AtlasZone } from './atlas.ts';
import type { CoverageReason, ZoneRef } from './model.ts';
import { wholeOf, withArticle } from './names.ts';
import { isInZone } from './perimeter.ts';

/** A zone of a perimeter as it is written. */
export interface WrittenZone extends ZoneRef {
  mode: 'include' | 'exclude';
}

export const EVERYWHERE: CoverageReason = {
  level: 'everywhere',
  code: '',
  name: '',
  text: 'intervient partout en France'
};

const WIDEST_FIRST = ['region', 'departement', 'epci', 'commune'] as const;

/** A reason that is a zone of a commune. */
export interface ZoneReason extends CoverageReason {
  level: ZoneRef['level'];
}

/** The reasons there are for a commune when nothing is excluded, the widest first. */
export function wholeReasons(commune: AtlasCommune): ZoneReason[] {
  return WIDEST_FIRST.flatMap((level): ZoneReason[] => {
    const { code, name } = commune;
    if (level === 'commune') return [{ level, code, name, text: `couvre ${name}` }];
    const zone = commune[level];
    if (!zone) return [];
    const text = `couvre ${wholeOf(level, zone.spoken)}`;
    return [{ level, code: zone.code, name: zone.spoken.label, text }];
  });
}

/**
 * The reason why declared zones cover a commune, or null when they do not.
 * @param whole - the commune's {@link wholeReasons}.
 */
export function reasonOf(
  atlas: Atlas,
  commune: AtlasCommune,
  zones: readonly WrittenZone[],
  whole: readonly ZoneReason[]
): CoverageReason | null {
  const reason = whole.find(({ level, code }) =>
    zones.some((zone) => zone.mode === 'include' && zone.level === level && zone.code === code)
  );
  if (!reason) return null;
  const excluded = zones.filter(({ mode }) => mode === 'exclude');
  return reasonExcept(atlas, commune, reason, excluded);
}

/** A whole reason once some zones are excluded: null when they take the commune away. */
export function reasonExcept(
  atlas: Atlas,
  commune: AtlasCommune,
  reason: ZoneReason,
  excluded: readonly ZoneRef[]
): CoverageReason | null {
  if (excluded.some((zone) => isInZone(atlas, commune, zone))) return null;
  const { level } = reason;
  if (level === 'commune' || excluded.length === 0) return reason;
  const zone = commune[level]!;
  const missing = countIn(atlas, zone, level, excluded);
  if (missing === 0) return reason;
  const text = `couvre ${withArticle(level, zone.spoken)}, sauf ${plural(missing, 'commune')}`;
  return { ...reason, text };
}

/** How many communes of a zone are in any of some others. */
function countIn(
  atlas: Atlas,
  zone: AtlasZone,
  level: 'region' | 'departement' | 'epci',
  others: readonly ZoneRef[]
): number {
  const positions = new Set(others.flatMap((other) => zonePositions(atlas, other) ?? []));
  let count = 0;
  for (const position of positions) if (atlas.communes[position]?.[level] === zone) count++;
  return count;
}
