import type { Actor } from '#domain/identity/model.ts';
import { animates, runsInstance } from '#domain/identity/rules.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { findLikelyIdentifiers, type Finding } from './patient.ts';

/** A finding with the words around it, to show it where it stands. */
export interface ReadingPassage extends Finding {
  readonly before: string;
  readonly after: string;
}

/** A field of a form to read again. */
export interface FieldReading {
  /** The name of the field, or its French label when that is what the command was given. */
  readonly field: string;
  readonly passages: readonly ReadingPassage[];
}

export type SecondReading = readonly FieldReading[];

/** What a command that takes free text answers before it writes anything. */
export interface SecondReadingRefusal {
  readonly ok: false;
  readonly reason: 'second-reading';
  readonly readings: SecondReading;
}

const AROUND = 40;

/**
 * Whether texts must be read again before they are kept: likely identifiers are there, and their author has not yet
 * said « relu ».
 *
 * @param fields - texts that others will read, by field name; empty ones are ignored
 * @param reread - the author ticked the box of the second reading (the field `relu`)
 * @returns null when nothing is to be read again
 */
export function needsSecondReading(
  fields: Readonly<Record<string, string | null | undefined>>,
  reread: boolean
): SecondReading | null {
  if (reread) return null;
  const readings = Object.entries(fields).flatMap(([field, text]) => {
    const passages = text ? findLikelyIdentifiers(text).map((found) => around(text, found)) : [];
    return passages.length > 0 ? [{ field, passages }] : [];
  });
  return readings.length > 0 ? readings : null;
}

/** {@link needsSecondReading} as the refusal that a command returns. */
export function refuseUnread(
  fields: Readonly<Record<string, string | null | undefined>>,
  reread: boolean
): SecondReadingRefusal | null {
  const readings = needsSecondReading(fields, reread);
  return readings && { ok: false, reason: 'second-reading', readings };
}

/** Who reads again what is withheld, and decides: the animators of its territory, or whoever runs the instance. */
export function canDecideWithholding(actor: Actor, territory: TerritoryId | null): boolean {
  return territory === null ? runsInstance(actor) : animates(actor, territory);
}

function around(text: string, found: Finding): ReadingPassage {
  const before = text.slice(Math.max(0, found.start - AROUND), found.start);
  const after = text.slice(found.end, found.end + AROUND);
  return {
    ...found,
    before: found.start > AROUND ? `…${before.replace(/^\S*\s/u, '')}` : before,
    after: found.end + AROUND < text.length ? `${after.replace(/\s\S*$/u, '')}…` : after
  };
}
