/** The form of a wave: what is typed, what is read of it. */
import { waveInput, type WaveInput } from '#domain/network/forms.ts';
import type { Wave } from '#domain/network/model.ts';
import type { WaveEvent } from '#domain/network/server/waves/followup/queries.ts';
import { addDays, civilTime, formatDay } from '#shared/dates.ts';
import { errorsOf, numberOf, text } from '../../../rencontres/reading.ts';

const NAMES = {
  ...{ title: 'titre', introduction: 'accueil', closesOn: 'jusquau' },
  ...{ event: 'rencontre', moment: 'moment' }
};
export const LABELS = {
  ...{ titre: 'Titre', accueil: 'Mots d’accueil', jusquau: 'Dernier jour pour répondre' },
  ...{ rencontre: 'Rencontre', moment: 'Avant ou après' }
};

export interface TypedWave {
  title: string;
  introduction: string;
  closesOn: string;
  event: string;
  moment: string;
  version: string;
}

export function readTyped(form: FormData): TypedWave {
  return {
    title: text(form, 'titre'),
    introduction: text(form, 'accueil').replaceAll('\r\n', '\n'),
    closesOn: text(form, 'jusquau-jour'),
    event: text(form, 'rencontre'),
    moment: text(form, 'moment'),
    version: text(form, 'version')
  };
}

export function typedOf(wave: Wave): TypedWave {
  return {
    title: wave.title,
    introduction: wave.introduction,
    closesOn: wave.closesOn ?? '',
    event: wave.event === null ? '' : String(wave.event),
    moment: wave.moment ?? 'before',
    version: String(wave.version)
  };
}

/** A wave of three weeks that begins today. @param today - civil day. */
export function proposed(today: string): TypedWave {
  const month = formatDay(today).split(' ').slice(2).join(' ');
  return {
    ...{ title: `Interconnaissance, ${month}`, introduction: '' },
    ...{ closesOn: addDays(today, 21), event: '', moment: 'before', version: '' }
  };
}

export function readWave(
  typed: TypedWave
): { ok: true; input: WaveInput } | { ok: false; errors: Record<string, string> } {
  const read = waveInput.safeParse({
    ...{ title: typed.title, introduction: typed.introduction, closesOn: typed.closesOn },
    event: typed.event === '' ? null : numberOf(typed.event) || -1,
    moment: typed.moment || null
  });
  return read.success
    ? { ok: true, input: read.data }
    : { ok: false, errors: errorsOf(read.error, NAMES, LABELS) };
}

export const REFUSALS = {
  'unknown-event': { rencontre: 'Rencontre\u00a0: elle n’est pas, ou plus, de ce territoire' },
  stale: {
    titre: 'Quelqu’un d’autre a changé cette vague. Rechargez la page pour voir ce qu’il en est.'
  },
  'past-closing': { jusquau: 'Dernier jour pour répondre\u00a0: aujourd’hui ou plus tard' }
};

/** The rencontres to choose from, each with its day. */
export function eventOptions(events: readonly WaveEvent[]): { value: string; label: string }[] {
  return events.map(({ id, title, startsAt }) => ({
    value: String(id),
    label: startsAt ? `${title}, ${formatDay(civilTime(startsAt, 'Europe/Paris'))}` : title
  }));
}
