/** Waves in the words of those who lead them and of those who answer. */
import { plural } from '#shared/text.ts';
import type { Level, WaveStatus } from './model.ts';

export const WAVE_STATUS_LABELS: Readonly<Record<WaveStatus, string>> = {
  draft: 'En préparation',
  open: 'Ouverte',
  closed: 'Close'
};

/** The five levels as they are chosen with a thumb; the whole label is said to who listens. */
export const SHORT_LEVELS: Readonly<Record<Level, string>> = {
  0: 'Inconnue',
  1: 'De nom',
  2: 'Échangé',
  3: 'Régulier',
  4: 'Projet commun'
};

/** Seconds that a line takes on a phone: an estimate, said as such. */
const SECONDS_A_LINE = 7;

/** How long so many lines take: « moins d’une minute », « 2 minutes ». An estimate. */
export function minutesFor(lines: number): string {
  const minutes = Math.ceil((lines * SECONDS_A_LINE) / 60);
  return lines * SECONDS_A_LINE < 45 ? 'moins d’une minute' : plural(minutes, 'minute');
}
