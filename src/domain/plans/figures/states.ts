/** What is computed of waves, and of what is only known as it is today: the directory, the sheets of the plan. */
import type { Wave } from '#domain/network/model.ts';
import { dayOf, waveState } from '#domain/network/rules.ts';
import type { Figure } from '#domain/surveys/figures.ts';
import { yearOf } from '#shared/dates.ts';
import { plural } from '#shared/text.ts';
import { sayDay } from '../wording.ts';
import { unknown, type Clock, type Computed } from './computed.ts';

/** A wave, and what each measure tells of it; null: too few structures have answered to be told together. */
export interface ReadWave {
  readonly wave: Wave;
  readonly measures: ReadonlyMap<string, Figure> | null;
}

type Closing = Pick<Wave, 'status' | 'closesOn' | 'closedAt'>;

/** The last day of a wave that is closed: it is written closed the day after, unless somebody closed it before. */
function lastDayOf({ status, closesOn, closedAt }: Closing): string | null {
  if (status !== 'closed' || !closedAt) return null;
  const written = dayOf(closedAt);
  return closesOn !== null && closesOn < written ? closesOn : written;
}

/** The year for which a wave counts: that of its last day. */
export function waveYear(wave: Closing): number | null {
  const day = lastDayOf(wave);
  return day === null ? null : yearOf(day);
}

const TOO_FEW =
  'Trop peu de structures ont répondu pour que leurs réponses soient dites ensemble\u00a0: ';

/** What an indicator that follows waves is worth in a year: the last wave closed in it. */
export function computeWaves(
  waves: readonly ReadWave[],
  measure: string,
  year: number,
  { now, today }: Clock
): Computed {
  const readers = 'members';
  const closed = waves
    .filter(({ wave }) => waveYear(wave) === year)
    .toSorted((a, b) => lastDayOf(a.wave)!.localeCompare(lastDayOf(b.wave)!))
    .at(-1);
  if (!closed) {
    const awaited = year >= yearOf(today);
    const open = waves.find(({ wave }) => waveState(wave, now) === 'open');
    const why =
      awaited && open
        ? `La vague ${open.wave.number} est encore ouverte\u00a0: le chiffre viendra à sa clôture.`
        : `Aucune vague d’interconnaissance n’a été close en ${year}${awaited ? ', à ce jour' : ''}.`;
    return unknown(why, { awaited, readers });
  }
  if (!closed.measures) return unknown(`${TOO_FEW}vague ${closed.wave.number}.`, { readers });
  const figure = closed.measures.get(measure);
  if (!figure) return unknown('Ce n’est plus mesuré.', { readers });
  return {
    ...{ value: figure.value, source: figure.source },
    scaleMax: null,
    awaited: false,
    readers
  };
}

/** How fresh the fiches of a territory are, today. */
export interface DirectoryState {
  readonly structures: number;
  readonly confirmed: number;
}

/** What an indicator that follows the directory is worth. Its past is not kept: only a closed year remembers it. */
export function computeDirectory(
  { structures, confirmed }: DirectoryState,
  measure: string,
  year: number,
  clock: Clock
): Computed {
  const { now } = clock;
  const lost = notToday(year, clock);
  if (lost) return lost;
  const on = `Lu dans l’annuaire le ${sayDay(dayOf(now))}`;
  const base = { scaleMax: null, awaited: false, readers: 'public' } as const;
  if (measure === 'structures')
    return { ...base, value: structures, source: `${on}\u00a0: structures en activité.` };
  const source = `${on}\u00a0: ${plural(confirmed, 'fiche confirmée', 'fiches confirmées')} au rythme que chaque structure a choisi, sur ${structures}.`;
  if (measure === 'confirmed') return { ...base, value: confirmed, source };
  if (structures === 0) return unknown(`${on}\u00a0: aucune fiche.`);
  return { ...base, value: confirmed / structures, source };
}

/** The sheets of a plan: how many there are and are done, dropped ones apart. */
export interface SheetsState {
  readonly sheets: number;
  readonly done: number;
  readonly dropped: number;
}

/** A step, as it counts for a year. Civil days. */
export interface CountedStep {
  readonly dueOn: string | null;
  readonly doneOn: string | null;
  readonly status: string;
}

/** What an indicator that follows the sheets of a plan is worth: those that are dropped count for nothing. */
export function computeSheets(
  { sheets, done, dropped }: SheetsState,
  measure: string,
  year: number,
  clock: Clock
): Computed {
  const { now } = clock;
  const lost = notToday(year, clock);
  if (lost) return lost;
  const base = { scaleMax: null, awaited: false, readers: 'public' } as const;
  const aside =
    dropped > 0 ? ` ${plural(dropped, 'fiche abandonnée', 'fiches abandonnées')} à part.` : '';
  const source = `Lu dans le plan le ${sayDay(dayOf(now))}\u00a0: ${plural(done, 'fiche réalisée', 'fiches réalisées')} sur ${sheets}.${aside}`;
  if (measure === 'sheetsDone') return { ...base, value: done, source };
  return sheets === 0
    ? unknown('Le plan n’a pas de fiche.')
    : { ...base, value: done / sheets, source };
}

/**
 * What an indicator that follows steps is worth in a year. On time: done at the latest on its day; a step that is late
 * counts against as soon as its day has passed.
 * @param today - a civil day. @param whose - « de la fiche », « de toutes les fiches ».
 */
export function computeSteps(
  steps: readonly CountedStep[],
  measure: string,
  year: number,
  { today, whose }: { readonly today: string; readonly whose: string }
): Computed {
  const base = { scaleMax: null, awaited: false, readers: 'public' } as const;
  const kept = steps.filter(({ status }) => status !== 'dropped');
  const done = kept.filter(({ status, doneOn }) => status === 'done' && doneOn !== null);
  if (measure === 'stepsDone') {
    const value = done.filter(({ doneOn }) => yearOf(doneOn!) === year).length;
    return { ...base, value, source: `Étapes ${whose} faites en ${year}, d’après leur date.` };
  }
  const due = kept.filter(({ dueOn }) => dueOn !== null && yearOf(dueOn) === year);
  const over = due.filter(
    (step) => step.dueOn! < today || (step.status === 'done' && step.doneOn !== null)
  );
  if (over.length === 0)
    return unknown(`Aucune étape ${whose} n’est encore échue en ${year}.`, {
      awaited: year >= yearOf(today)
    });
  const onTime = over.filter(
    ({ status, dueOn, doneOn }) => status === 'done' && doneOn !== null && doneOn <= dueOn!
  ).length;
  const source = `Étapes ${whose}\u00a0: ${plural(onTime, 'faite', 'faites')} à temps sur ${over.length} à faire en ${year}${today < `${year + 1}-01-01` ? ', à ce jour' : ''}.`;
  return { ...base, value: onTime / over.length, source };
}

/** The present is read for this year, and for one that is being closed; any other is not known any more. */
function notToday(year: number, { today, closing }: Clock): Computed | null {
  const thisYear = yearOf(today);
  if (year > thisYear) return unknown(`${year} n’a pas commencé.`, { awaited: true });
  if (year === thisYear || (year === closing && year === thisYear - 1)) return null;
  const isLast = year === thisYear - 1;
  const why = isLast
    ? `Ne se lit qu’au présent\u00a0: clore ${year} gardera le chiffre de ce jour-là.`
    : `Ne se lit qu’au présent\u00a0: ${year} n’a pas été gardée.`;
  return unknown(why, { awaited: isLast });
}
