/** « Les jeudis matin de février » → slots. What is not understood is given back, never guessed. */
import { addDays } from '#shared/dates.ts';
import type { CivilWhen } from '../edition.ts';
import { plain, WEEKDAY } from './calendar-words.ts';
import { readPeriods, type Periods } from './phrase-days.ts';
import { readRhythms, takeHours } from './phrase-hours.ts';
import { daysOf, rankInMonth, slotsEach, slotsOn, weekdayOf, WEEKDAYS } from './pattern.ts';

export type Misread =
  | 'empty'
  /** « Les jeudis matin »: of which weeks? */
  | 'no-period'
  /** « En février »: on which days? */
  | 'no-days'
  | 'no-end-hour'
  | 'wrong-hours'
  /** « Mardi 4 février 2027 », which is a Thursday. */
  | 'wrong-weekday'
  | 'no-such-day'
  /** The words are understood, and no day answers them. */
  | 'nothing';

export type Reading =
  | {
      readonly ok: true;
      /** By time; the past is still there. */
      readonly slots: readonly CivilWhen[];
      /** « Hors vacances scolaires », « hors jours fériés ». */
      readonly skip: { readonly school: boolean; readonly publicHolidays: boolean };
      /** Neither a moment nor hours were said: the whole day. */
      readonly wholeDay: boolean;
      /** Words nothing was made of. */
      readonly unread: readonly string[];
    }
  | { readonly ok: false; readonly reason: Misread; readonly detail: string };

/**
 * Reads what somebody would say of dates.
 * @param today - civil day `YYYY-MM-DD`: a month without a year is the next one.
 */
export function readPhrase(text: string, today: string): Reading {
  let rest = ` ${plain(text)} `;
  if (rest.trim() === '') return misread('empty');
  const take = (pattern: RegExp) => {
    const found = pattern.test(rest);
    rest = rest.replace(pattern, ' ');
    return found;
  };
  const skip = {
    school: take(
      / (?:hors|sauf|en dehors des|pas pendant les)(?: les)? (?:vacances|conges)(?: scolaires)?\b/
    ),
    publicHolidays: take(/ (?:et )?(?:hors|sauf)(?: les)? jours feries\b/)
  };
  const hours = takeHours(rest);
  if (!hours.ok) return misread(hours.reason);
  const periods = readPeriods(hours.rest, today);
  if (!periods.ok) return misread(periods.reason, periods.detail);
  const ordinals = takeOrdinals(periods.rest);
  const { rhythms, loose, wholeDay, rest: left } = readRhythms(ordinals.rest, hours.hours);
  const unread = leftOver(left);
  const slots = slotsOf(periods, { rhythms, loose, ordinals: ordinals.found }, today);
  if (!Array.isArray(slots)) return misread(slots);
  if (slots.length === 0) return misread('nothing');
  return { ok: true, slots, skip, wholeDay, unread };
}

function slotsOf(
  periods: Extract<Periods, { ok: true }>,
  said: Pick<ReturnType<typeof readRhythms>, 'rhythms' | 'loose'> & {
    ordinals: readonly Ordinal[];
  },
  today: string
): CivilWhen[] | Misread {
  const { days, spans, next, except } = periods;
  const kept = (day: string) => !except.includes(day);
  const everyHours = said.rhythms.flatMap(({ hours }) => hours);
  if (days.length > 0 && spans.length === 0)
    return slotsEach(days.filter(kept), everyHours.length > 0 ? everyHours : said.loose);
  if (next !== null) {
    const wanted = daysOf({ from: addDays(today, 1), to: addDays(today, 7 * next.count) });
    return slotsOn(
      wanted.filter((day) => weekdayOf(day) === next.weekday && kept(day)),
      [{ weekdays: [next.weekday], hours: everyHours.length > 0 ? everyHours : said.loose }]
    );
  }
  if (said.rhythms.length === 0) return spans.length > 0 ? 'no-days' : 'no-period';
  if (spans.length === 0) return 'no-period';
  const inside = spans.flatMap(daysOf).filter((day) => kept(day) && isRanked(day, said.ordinals));
  return [...slotsEach(days.filter(kept), everyHours), ...slotsOn(inside, said.rhythms)].sort(
    (a, b) => (a.start < b.start ? -1 : 1)
  );
}

type Ordinal = number | 'last';

const ORDINALS: readonly (readonly [RegExp, Ordinal])[] = [
  [/^(?:1er|premiers?|1ers)$/, 1],
  [/^(?:2e|2eme|2nd|deuxiemes?|seconds?)$/, 2],
  [/^(?:3e|3eme|troisiemes?)$/, 3],
  [/^(?:4e|4eme|quatriemes?)$/, 4],
  [/^derniers?$/, 'last']
];
const ORDINAL =
  '(?:1ers?|premiers?|2e|2eme|2nd|deuxiemes?|seconds?|3e|3eme|troisiemes?|4e|4eme|quatriemes?|derniers?)';

/** « Le premier et le troisième jeudi ». */
function takeOrdinals(text: string): { found: Ordinal[]; rest: string } {
  const found: Ordinal[] = [];
  const pattern = new RegExp(
    `\\b(${ORDINAL}(?:(?:,| et| ou)(?: le)? ${ORDINAL})*)(?= ${WEEKDAY})`,
    'g'
  );
  const rest = text.replace(pattern, (words) => {
    for (const word of words.split(/[ ,]+/)) {
      const known = ORDINALS.find(([one]) => one.test(word));
      if (known) found.push(known[1]);
    }
    return ' ';
  });
  return { found, rest };
}

function isRanked(day: string, ordinals: readonly Ordinal[]): boolean {
  if (ordinals.length === 0) return true;
  const { rank, last } = rankInMonth(day);
  return ordinals.includes(rank) || (last && ordinals.includes('last'));
}

const SMALL_WORDS = new Set(
  `le la les l de d des du en au aux a et ou puis pour dans chaque tous toutes tout un une mois semaine jour jours
  ce cette ces sur vers plutot soit on peut se voir reunir creneau creneaux date dates prochain prochaine prochains
  prochaines - , / : annee durant pendant courant`.split(/\s+/)
);

function leftOver(text: string): string[] {
  const words = text.split(/[\s,/']+/).filter((word) => word !== '' && !SMALL_WORDS.has(word));
  return [...new Set(words)];
}

function misread(reason: Misread, detail = ''): Reading {
  return { ok: false, reason, detail };
}

/** What is said of a phrase that could not be read, with what to do. */
export function misreadMessage({ reason, detail }: Extract<Reading, { ok: false }>): string {
  const messages: Record<Misread, string> = {
    empty: 'écrivez les dates qui vous viennent : « les jeudis matin de février »',
    'no-period': 'ajoutez la période : « … de février », « … du 4 au 25 mars »',
    'no-days': `ajoutez les jours : « les ${WEEKDAYS[3]}s matin … », « mardi ou jeudi … »`,
    'no-end-hour': 'ajoutez l’heure de fin : « de 14 h à 17 h »',
    'wrong-hours': 'la fin doit venir après le début, entre 0 h et 23 h 59',
    'wrong-weekday': detail,
    'no-such-day': `ce jour n’existe pas : ${detail}`,
    nothing: 'aucun jour ne répond à cette phrase : vérifiez les dates'
  };
  return messages[reason];
}
