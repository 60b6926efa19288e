/** Questionnaires in the words of those who make them and of those who read them. */
import { plural } from '#shared/text.ts';
import type {
  Audience,
  Measure,
  Question,
  QuestionKind,
  Readers,
  Response,
  SurveyKind,
  SurveyStatus
} from './model.ts';
import type { HIDING_REASONS } from './forms.ts';
import type { Score } from './results.ts';

export const SURVEY_KIND_LABELS: Readonly<Record<SurveyKind, string>> = {
  expectations: 'Attentes',
  satisfaction: 'Satisfaction',
  free: 'Questionnaire libre'
};

export const STATUS_LABELS: Readonly<Record<SurveyStatus, string>> = {
  draft: 'En préparation',
  open: 'Ouvert',
  closed: 'Clos'
};

export const AUDIENCE_LABELS: Readonly<Record<Audience, string>> = {
  registered: 'Les personnes qui ont une place',
  present: 'Les personnes venues'
};

export const READERS_LABELS: Readonly<Record<Readers, string>> = {
  team: 'L’équipe seule',
  participants: 'L’équipe et les personnes inscrites',
  public: 'Tout le monde, sur la page de la rencontre'
};

export const QUESTION_KIND_LABELS: Readonly<Record<QuestionKind, string>> = {
  scale: 'Une note sur une échelle',
  nps: 'Recommandation, de 0 à 10',
  one: 'Une réponse parmi plusieurs',
  many: 'Plusieurs réponses possibles',
  rank: 'Un classement',
  text: 'Quelques mots'
};

export const MEASURE_LABELS: Readonly<Record<Measure, string>> = {
  satisfaction: 'Satisfaction',
  usefulness: 'Utilité',
  recommendation: 'Recommandation',
  contacts: 'Contacts noués'
};

export const HIDING_REASON_LABELS: Readonly<Record<(typeof HIDING_REASONS)[number], string>> = {
  person: 'Une personne pourrait être reconnue',
  hurtful: 'Propos blessants',
  'off-topic': 'Hors sujet',
  asked: 'Demande de la personne qui l’a écrit'
};

/** « 12 réponses pour 40 personnes interrogées (30 %) »: beside every figure. */
export function describeResponse({ asked, answers, rate }: Response): string {
  return `${plural(answers, 'réponse')} pour ${plural(asked, 'personne interrogée', 'personnes interrogées')} (${percent(rate)})`;
}

/** « 30 % ». */
export function percent(share: number): string {
  return `${Math.round(100 * share)}\u00a0%`;
}

/** « 4,2 ». */
export function decimal(value: number): string {
  return value.toLocaleString('fr-FR', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/** « +35 ». */
export function signed(score: number): string {
  return score > 0 ? `+${score}` : String(score).replace('-', '\u2212');
}

/** How the score is made: « 60 % de promoteurs (9 ou 10) − 25 % de détracteurs (0 à 6) = +35 ». */
export function explainScore({ promoters, passives, detractors, score }: Score): string {
  const all = promoters + passives + detractors;
  return `${percent(promoters / all)} de promoteurs (9 ou 10) \u2212 ${percent(detractors / all)} de détracteurs (0 à 6) = ${signed(score)}`;
}

/**
 * « Si vous avez répondu « Oui » à la question 2 »; '' of a question that everybody is asked.
 * @param named - by its words, for who answers: with JavaScript the questions she is not asked are not there to be counted.
 */
export function describeCondition(
  { dependsOn }: Pick<Question, 'dependsOn'>,
  questions: readonly Pick<Question, 'id' | 'label'>[],
  named = false
): string {
  if (!dependsOn) return '';
  const at = questions.findIndex(({ id }) => id === dependsOn.question);
  const values = dependsOn.values.map((value) => `«\u00a0${value}\u00a0»`).join(' ou ');
  const before = named ? `«\u00a0${questions[at]?.label ?? ''}\u00a0»` : `la question ${at + 1}`;
  return `Si vous avez répondu ${values} à ${before}`;
}
