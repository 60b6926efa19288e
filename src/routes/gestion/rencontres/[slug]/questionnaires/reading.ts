/** What the forms of a questionnaire send, and why a gesture is refused. */
import type { RequestEvent } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import type { OpeningObstacle } from '#domain/surveys/rules.ts';
import type { SurveyId, SurveyQuestionId } from '#shared/ids.ts';
import { numberOf } from '../../reading.ts';

/** The edition and the questionnaire of an address, with what was sent. */
export async function pressed({
  locals: { db, actor },
  params,
  request
}: RequestEvent<{ slug: string; id: string }>) {
  const event = await getManagedEvent(db, actor, params.slug);
  const form = await request.formData();
  const question = numberOf(form.get('question')) as SurveyQuestionId;
  const which = { event: event.id, survey: numberOf(params.id) as SurveyId, question };
  return { db, actor, event, form, which };
}

export const OBSTACLES: Readonly<Record<OpeningObstacle, string>> = {
  'no-questions': 'Écrivez d’abord une question.',
  'past-closing': 'La date de clôture est passée : choisissez-en une autre dans les réglages.',
  'not-draft': 'Ce questionnaire a déjà été ouvert.',
  'event-draft': 'Publiez d’abord la rencontre : le questionnaire y mène.',
  'event-cancelled': 'La rencontre est annulée : personne n’est interrogé.'
};

export const QUESTION_REFUSALS = {
  answered:
    'Quelqu’un a déjà répondu : changer une question changerait le sens de sa réponse. Les mots d’accueil, les dates et les rappels se changent encore.',
  'too-late': 'Une question qui dépend d’une autre vient après elle.',
  'no-value': 'La question dont elle dépend n’offre pas cette réponse.',
  depended: 'Une autre question dépend de celle-ci : changez d’abord sa condition.',
  full: 'Quarante questions au plus.'
} as const;
