/** What the drawing of a wave shows: which structures and links, and what each stands out by. */
import type { StructureId } from '#shared/ids.ts';
import { ACQUAINTED, type Level } from '../model.ts';
import type { Answered } from '../measures/asked.ts';
import type { StructureReading } from '../measures/by-structure.ts';
import { listLinks, type DrawnLink, type Drawing, type Place } from './layout.ts';

/** What the page asks to see. */
export interface Seen {
  /** Code of a type: its structures, and those they are linked to. */
  readonly type: string | null;
  readonly level: Level;
  /** The structure that was chosen. */
  readonly chosen: StructureId | null;
}

export interface PictureNode extends Place {
  readonly name: string;
  readonly slug: string;
  readonly type: string;
  readonly initials: string;
  readonly links: number;
  readonly isSilent: boolean;
  readonly isIsolated: boolean;
  readonly isChosen: boolean;
  /** Neither chosen nor linked to what is. */
  readonly isFaded: boolean;
}

export interface PictureLink extends DrawnLink {
  readonly from: Pick<Place, 'x' | 'y'>;
  readonly to: Pick<Place, 'x' | 'y'>;
  readonly isFaded: boolean;
}

export interface Picture {
  readonly frame: Drawing['frame'];
  readonly nodes: readonly PictureNode[];
  readonly links: readonly PictureLink[];
}

/** The wave as it is asked to be seen; links under nodes, the faded first. */
export function composePicture(
  wave: Answered,
  readings: readonly StructureReading[],
  drawing: Drawing,
  seen: Seen
): Picture {
  const places = new Map(drawing.places.map((place) => [place.structure, place]));
  const typeOf = new Map(readings.map(({ structure, type }) => [structure, type]));
  const isOfType = (one: StructureId) => seen.type === null || typeOf.get(one) === seen.type;
  const links = listLinks(wave, seen.level).filter(({ a, b }) => isOfType(a) || isOfType(b));
  const near = new Set(links.flatMap(({ a, b }) => [a, b]));
  const round = new Set(
    links.filter((link) => touches(link, seen.chosen)).flatMap(({ a, b }) => [a, b])
  );
  const isFaded = (one: StructureId) =>
    seen.chosen !== null && one !== seen.chosen && !round.has(one);
  return {
    frame: drawing.frame,
    links: links
      .map((link) => ({
        ...link,
        from: places.get(link.a)!,
        to: places.get(link.b)!,
        isFaded: seen.chosen !== null && !touches(link, seen.chosen)
      }))
      .toSorted((a, b) => Number(b.isFaded) - Number(a.isFaded) || a.level - b.level),
    nodes: readings
      .filter(({ structure }) => isOfType(structure) || near.has(structure))
      .map((reading) => ({
        ...places.get(reading.structure)!,
        ...{ name: reading.name, slug: reading.slug, type: reading.type },
        initials: initialsOf(reading.type),
        links: links.filter((link) => touches(link, reading.structure)).length,
        isSilent: reading.answered === 0,
        isIsolated: reading.attachment === 'isolated',
        isChosen: reading.structure === seen.chosen,
        isFaded: isFaded(reading.structure)
      }))
  };
}

/** The same wave as a small drawing: who is where, and who is linked. */
export function composeMiniature(wave: Answered, { places, frame }: Drawing) {
  const at = new Map(places.map((place) => [place.structure, place]));
  return {
    frame,
    dots: wave.structures.map(({ structure, type }) => ({ ...at.get(structure)!, type })),
    links: listLinks(wave, ACQUAINTED).map((link) => ({
      ...{ from: at.get(link.a)!, to: at.get(link.b)!, level: link.level }
    }))
  };
}

/** What fits in a disc: « CPTS », « MSS » for MAISON-SPORT-SANTE, « ASSO ». */
export function initialsOf(type: string): string {
  const words = type.toUpperCase().split(/[-\s]+/);
  if (words.length > 1)
    return words
      .map((word) => word.charAt(0))
      .join('')
      .slice(0, 4);
  return words[0]!.length > 5 ? words[0]!.slice(0, 4) : words[0]!;
}

function touches({ a, b }: Pick<DrawnLink, 'a' | 'b'>, one: StructureId | null): boolean {
  return a === one || b === one;
}
