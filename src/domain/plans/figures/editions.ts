/** What editions of one year make of an indicator: the last that was held, their sum, or their mean. */
import type { EventEffect, NoEffect } from '#domain/network/effect.ts';
import { MEETING_MEASURES } from '#domain/network/effect.ts';
import { isPast } from '#domain/events/edition.ts';
import type { EventStatus, EventTime } from '#domain/events/model.ts';
import type { EditionFigures, Figure } from '#domain/surveys/figures.ts';
import { EDITION_MEASURES } from '#domain/surveys/measures.ts';
import { civilTime, formatDate, yearOf } from '#shared/dates.ts';
import type { EventId, SeriesId } from '#shared/ids.ts';
import { enumerate, plural } from '#shared/text.ts';
import type { Binding, FigureReaders } from '../indicators.ts';
import { unknown, type Clock, type Computed } from './computed.ts';
import { isAnswered } from './measures.ts';

/** An edition that an indicator may follow. */
export interface FollowedEdition extends EventTime {
  readonly id: EventId;
  readonly series: SeriesId | null;
  readonly title: string;
  readonly status: EventStatus;
  /** Whoever reads its page: published or cancelled, and public. */
  readonly isPublic: boolean;
  /** Of the territory of the plan; of another, what it publishes is all that is read. */
  readonly isOwn: boolean;
}

/** What is known of an edition: everything, and what its organiser shows to everybody. */
export interface EditionReading {
  readonly all: EditionFigures | null;
  readonly shown: EditionFigures | null;
  readonly effect: EventEffect | NoEffect | null;
}

export interface ReadEditions {
  readonly editions: readonly FollowedEdition[];
  readonly readings: ReadonlyMap<EventId, EditionReading>;
}

type Which = Pick<Binding, 'source' | 'measure' | 'combine'> & {
  readonly series: { readonly id: SeriesId; readonly title: string } | null;
  readonly event: { readonly id: EventId; readonly title: string } | null;
};

/** The civil year in which an edition begins, where it takes place. */
export function editionYear({
  startsAt,
  timeZone
}: Pick<EventTime, 'startsAt' | 'timeZone'>): number | null {
  return startsAt ? yearOf(civilTime(startsAt, timeZone)) : null;
}

/** The editions that count for an indicator: published ones. What is cancelled or in preparation counts for nothing. */
export function listCounted(editions: readonly FollowedEdition[], which: Which): FollowedEdition[] {
  return editions
    .filter(({ id, series, status }) => {
      if (status !== 'published') return false;
      return which.event ? id === which.event.id : series !== null && series === which.series?.id;
    })
    .toSorted((a, b) => (a.startsAt?.getTime() ?? 0) - (b.startsAt?.getTime() ?? 0));
}

/** What an indicator that follows editions is worth in a year. */
export function computeEditions(
  read: ReadEditions,
  which: Which,
  year: number,
  { now, today }: Clock
): Computed {
  if (!which.event && !which.series) return unknown('La série qui était suivie n’existe plus.');
  const counted = listCounted(read.editions, which).filter((one) => editionYear(one) === year);
  const held = counted.filter((one) => isPast(one, now));
  const coming = counted.filter((one) => !isPast(one, now));
  if (held.length === 0) return nothingHeld(which, coming, year, year >= yearOf(today));
  const used = which.combine === 'last' ? held.slice(-1) : held;
  const told = used.map((edition) => ({ edition, ...figureOf(read, edition, which) }));
  const readers: FigureReaders = told.every((one) => one.readers === 'public')
    ? 'public'
    : 'members';
  const lacking = told.find(({ value }) => value === null);
  if (lacking)
    return unknown(`${capitalise(nameOf(lacking.edition))}\u00a0: ${lacking.source}`, { readers });
  return { ...combine(told, which, coming), readers, awaited: false };
}

type Told = Figure & {
  readonly edition: FollowedEdition;
  readonly scaleMax: number | null;
  readonly readers: FigureReaders;
};

function nothingHeld(
  which: Which,
  coming: readonly FollowedEdition[],
  year: number,
  awaited: boolean
): Computed {
  const next = coming[0];
  const readers = coming.every(({ isPublic }) => isPublic) ? 'public' : 'members';
  if (next)
    return unknown(
      `${capitalise(nameOf(next))} n’est pas terminée\u00a0: le chiffre viendra ensuite.`,
      {
        ...{ readers, awaited: true }
      }
    );
  const what = which.event
    ? `«\u00a0${which.event.title}\u00a0» n’a pas eu lieu en ${year}`
    : `Aucune édition de «\u00a0${which.series?.title ?? ''}\u00a0» en ${year}`;
  return unknown(awaited ? `${what}, à ce jour.` : `${what}.`, { awaited });
}

function combine(
  told: readonly Told[],
  { combine: how }: Which,
  coming: readonly FollowedEdition[]
): Pick<Computed, 'value' | 'scaleMax' | 'source'> {
  // A figure that everybody reads names only what everybody may find: the next edition may be for members, or unlisted.
  const announced = coming.filter(({ isPublic }) => isPublic);
  const later =
    announced.length > 0 ? ` À venir dans l’année\u00a0: ${enumerate(announced.map(nameOf))}.` : '';
  const last = told.at(-1)!;
  if (told.length === 1)
    return {
      ...{ value: last.value, scaleMax: last.scaleMax },
      source: `D’après ${nameOf(last.edition)}\u00a0: ${last.source}${later}`
    };
  const sum = told.reduce((all, { value }) => all + (value ?? 0), 0);
  const parts = enumerate(
    told.map(({ edition, value }) => `${value?.toLocaleString('fr-FR')} à ${nameOf(edition)}`)
  );
  const editions = plural(told.length, 'édition');
  return how === 'sum'
    ? {
        ...{ value: sum, scaleMax: null },
        source: `Somme de ${editions}\u00a0: ${parts}. Une personne venue deux fois est comptée deux fois.${later}`
      }
    : {
        ...{ value: sum / told.length, scaleMax: null },
        source: `Moyenne de ${editions}\u00a0: ${parts}.${later}`
      };
}

/** « Journée 2026 » (12 mars 2026); nameless when it is of another network, which does not show it to everybody. */
function nameOf({ title, startsAt, timeZone, isOwn, isPublic }: FollowedEdition): string {
  if (!isOwn && !isPublic) return 'une rencontre';
  const when = startsAt ? ` (${formatDate(startsAt, timeZone)})` : '';
  return `«\u00a0${title}\u00a0»${when}`;
}

/** At the beginning of a sentence. */
function capitalise(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** One figure of one edition, and who may be told it. Of another network, only what that one shows to everybody. */
function figureOf(
  { readings }: ReadEditions,
  edition: FollowedEdition,
  which: Which
): Omit<Told, 'edition'> {
  const reading = readings.get(edition.id);
  if (which.source === 'effect') {
    const figure = effectFigure(reading?.effect ?? null, which.measure);
    const told = edition.isOwn ? figure : { value: null, source: NOT_SHOWN };
    return { ...told, scaleMax: null, readers: 'members' };
  }
  const measure = EDITION_MEASURES.find(({ code }) => code === which.measure);
  if (!measure || !reading?.all)
    return { value: null, scaleMax: null, source: 'Ce n’est plus mesuré.', readers: 'members' };
  const all = measure.read(reading.all);
  const shown = reading.shown && measure.read(reading.shown);
  const isShown =
    edition.isPublic &&
    (!isAnswered(which) || (shown?.value === all.value && shown.source === all.source));
  const told = isShown || edition.isOwn ? all : { value: null, source: NOT_SHOWN };
  return {
    ...{ value: told.value, source: told.source },
    scaleMax: told.value === null ? null : (all.scaleMax ?? null),
    readers: isShown ? 'public' : 'members'
  };
}

const NOT_SHOWN = 'L’organisation de cette rencontre ne le montre pas à tout le monde.';

const NO_EFFECT: Readonly<Record<NoEffect['missing'], string>> = {
  before: 'Aucune vague close d’interconnaissance ne la précède.',
  after: 'Aucune vague close d’interconnaissance ne la suit.',
  people: 'On ne sait pas quelles structures sont venues.'
};

function effectFigure(effect: EventEffect | NoEffect | null, code: string): Figure {
  if (!effect) return { value: null, source: 'Aucune vague d’interconnaissance autour d’elle.' };
  if ('missing' in effect) return { value: null, source: NO_EFFECT[effect.missing] };
  const measure = MEETING_MEASURES.find((one) => one.code === code);
  return measure?.read(effect) ?? { value: null, source: 'Ce n’est plus mesuré.' };
}
