/** Which communes a perimeter covers: those of an included zone and of no excluded one. */
import { communePosition, type Atlas, type AtlasCommune } from './atlas.ts';
import type { PerimeterInput, ZoneRef } from './model.ts';

/**
 * Whether one commune is in one zone, straight from the definition. The database expands perimeters its own way, and
 * descriptions are computed another: both are tested against this.
 */
export function isInZone(atlas: Atlas, commune: AtlasCommune, zone: ZoneRef): boolean {
  switch (zone.level) {
    case 'commune':
      return atlas.communes[communePosition(atlas, zone.code) ?? -1] === commune;
    case 'epci':
      return commune.epci?.code === zone.code;
    case 'departement':
      return commune.departement.code === zone.code;
    case 'region':
      return commune.region.code === zone.code;
  }
}

/** Positions in the atlas of the communes of a declared perimeter; none for the other certainties. */
export function coveredPositions(atlas: Atlas, perimeter: PerimeterInput): number[] {
  if (perimeter.certainty !== 'declared') return [];
  const positions: number[] = [];
  atlas.communes.forEach((commune, position) => {
    const isIn = (zone: ZoneRef) => isInZone(atlas, commune, zone);
    if (perimeter.include.some(isIn) && !perimeter.exclude.some(isIn)) positions.push(position);
  });
  return positions;
}
