/** The form of what surrounds the questions: what is typed, what is read of it. */
import { surveyInput, type SurveyInput } from '#domain/surveys/forms.ts';
import type { Survey } from '#domain/surveys/model.ts';
import { civilTime } from '#shared/dates.ts';
import { errorsOf, text } from '../../../../reading.ts';

const NAMES = {
  title: 'titre',
  intro: 'accueil',
  thanks: 'merci',
  audience: 'public',
  opensAt: 'ouverture',
  closesAt: 'cloture',
  reminders: 'rappels',
  remindAfterDays: 'delai',
  resultsShown: 'lecteurs'
} as const;

const LABELS = {
  titre: 'Titre',
  accueil: 'Mots d’accueil',
  merci: 'Remerciement',
  public: 'Qui est interrogé',
  ouverture: 'Ouverture',
  cloture: 'Clôture',
  rappels: 'Rappels',
  delai: 'Jours entre deux messages',
  lecteurs: 'Qui lit les résultats'
};

export interface TypedSettings {
  title: string;
  intro: string;
  thanks: string;
  audience: string;
  opens: { day: string; hour: string };
  closes: { day: string; hour: string };
  reminders: string;
  days: string;
  readers: string;
  version: string;
}

const moment = (form: FormData, name: string) => ({
  day: text(form, `${name}-jour`),
  hour: text(form, `${name}-heure`)
});

export function readTyped(form: FormData): TypedSettings {
  return {
    title: text(form, 'titre'),
    intro: text(form, 'accueil'),
    thanks: text(form, 'merci'),
    audience: text(form, 'public'),
    opens: moment(form, 'ouverture'),
    closes: moment(form, 'cloture'),
    reminders: text(form, 'rappels'),
    days: text(form, 'delai'),
    readers: text(form, 'lecteurs'),
    version: text(form, 'version')
  };
}

/** What is kept, as the form shows it: a questionnaire that closes at the end of a day says so. */
export function typedOf(survey: Survey, zone: string): TypedSettings {
  const split = (instant: Date | null) => {
    const [day = '', hour = ''] = instant ? civilTime(instant, zone).split('T') : [];
    return { day, hour };
  };
  return {
    ...{
      title: survey.title,
      intro: survey.intro,
      thanks: survey.thanks,
      audience: survey.audience
    },
    ...{ opens: split(survey.opensAt), closes: split(survey.closesAt) },
    ...{ reminders: String(survey.reminders), days: String(survey.remindAfterDays) },
    ...{ readers: survey.resultsShown, version: String(survey.version) }
  };
}

/** A field that the state of the questionnaire does not show keeps what was there. */
export function readSettings(
  typed: TypedSettings,
  survey: Survey,
  zone: string
): { ok: true; input: SurveyInput } | { ok: false; errors: Record<string, string> } {
  const kept = typedOf(survey, zone);
  const isDraft = survey.status === 'draft';
  const isClosed = survey.status === 'closed';
  const opens = isDraft ? typed.opens : kept.opens;
  const closes = isClosed ? kept.closes : typed.closes;
  const read = surveyInput.safeParse({
    ...{
      title: typed.title,
      intro: typed.intro,
      thanks: typed.thanks,
      resultsShown: typed.readers
    },
    audience: isDraft ? typed.audience : kept.audience,
    opensAt: civilOf(opens, '08:00'),
    closesAt: civilOf(closes, '23:59'),
    reminders: isClosed ? kept.reminders : typed.reminders,
    remindAfterDays: isClosed ? kept.days : typed.days
  });
  return read.success
    ? { ok: true, input: read.data }
    : { ok: false, errors: errorsOf(read.error, NAMES, LABELS) };
}

/** A day without an hour is whole. */
function civilOf({ day, hour }: { day: string; hour: string }, whole: string): string {
  return day === '' ? '' : `${day}T${hour || whole}`;
}

export const SETTING_REFUSALS = {
  stale: {
    titre: 'Quelqu’un d’autre a changé ces réglages. Rechargez la page pour voir ce qu’il en est.'
  },
  closed: { titre: 'Ce questionnaire est clos.' },
  'past-closing': { cloture: 'Clôture\u00a0: cette date est passée' }
};
