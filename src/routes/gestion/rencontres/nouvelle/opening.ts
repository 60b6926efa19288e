/** The page that opens an edition: from nothing, or from another. */
import { newEventInput } from '#domain/events/forms.ts';
import { civilOf, errorsOf, readTypedWhen, text, type TypedWhen } from '../reading.ts';

export interface TypedOpening {
  title: string;
  territory: string;
  kind: string;
  /** « jour » or « sondage ». */
  dating: string;
  when: TypedWhen;
  /** Slug of a series, « nouvelle », or nothing. */
  series: string;
  seriesTitle: string;
  speakers: boolean;
  roles: boolean;
  alreadyHeld: boolean;
}

export const BLANK: TypedOpening = {
  ...{ title: '', territory: '', kind: 'meeting', dating: 'jour', series: '', seriesTitle: '' },
  when: { day: '', from: '09:00', until: '12:30', lastDay: '' },
  ...{ speakers: true, roles: true, alreadyHeld: false }
};

export const LABELS: Readonly<Record<string, string>> = {
  titre: 'Titre',
  territoire: 'Territoire',
  nature: 'Ce que vous organisez',
  debut: 'Début',
  fin: 'Fin',
  'serie-titre': 'Nom de la série'
};

const NAMES = {
  title: 'titre',
  kind: 'nature',
  'when.start': 'debut',
  'when.end': 'fin'
};

export function readOpening(form: FormData): TypedOpening {
  return {
    title: text(form, 'titre'),
    territory: text(form, 'territoire'),
    kind: text(form, 'nature'),
    dating: text(form, 'quand'),
    when: readTypedWhen(form),
    series: text(form, 'serie'),
    seriesTitle: text(form, 'serie-titre'),
    speakers: form.has('intervenants'),
    roles: form.has('roles'),
    alreadyHeld: form.has('deja')
  };
}

/** What the domain is asked, or what is to be corrected. */
export function checkOpening(typed: TypedOpening) {
  const when = typed.dating === 'sondage' ? null : civilOf(typed.when);
  const read = newEventInput.safeParse({ title: typed.title, kind: typed.kind, when });
  const errors = read.success ? {} : errorsOf(read.error, NAMES, LABELS);
  if (typed.series === 'nouvelle' && typed.seriesTitle === '')
    errors['serie-titre'] = 'Nom de la série\u00a0: donnez-lui un nom';
  return Object.keys(errors).length > 0 || !read.success
    ? { ok: false as const, errors }
    : { ok: true as const, input: read.data };
}

export const PAST = {
  debut:
    'Début\u00a0: ce jour est passé. Corrigez-le, ou cochez que la rencontre a déjà eu lieu pour la garder en mémoire.'
};

/** The same title for another year: « Journée 2026 » → « Journée 2027 ». */
export function nextTitle(title: string, year: number | null): string {
  return year === null ? title : title.replaceAll(String(year), String(year + 1));
}

/** The same day of the week, a year later. */
export const A_YEAR_DAYS = 364;
