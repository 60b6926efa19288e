import { findEventById } from '#domain/events/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import { surveyState, type Question, type Readers, type SurveyStatus } from '../../model.ts';
import { findLink } from '../links/queries.ts';
import { findSurvey } from '../reading/queries.ts';

/** What a link opens. It names nobody, not even its holder: she answers as nobody. */
export interface AskedSurvey {
  readonly event: {
    readonly id: EventId;
    readonly slug: string;
    readonly title: string;
    readonly territory: string;
    readonly timeZone: string;
  };
  readonly title: string;
  readonly intro: string;
  readonly thanks: string;
  /** answered: this link has served. cancelled: the edition does not take place. */
  readonly state: SurveyStatus | 'answered' | 'cancelled';
  readonly closesAt: Date | null;
  readonly resultsShown: Readers;
  readonly questions: readonly Question[];
}

export const NO_SUCH_LINK =
  'Ce lien n’est pas complet, ou ne sert plus. Ouvrez-le de nouveau depuis le message reçu, ou demandez-le depuis la page de la rencontre.';

/** @throws NotFound when the link is not ours, or was revoked. */
export async function getAsked(db: Executor, token: string, now: Date): Promise<AskedSurvey> {
  const link = await findLink(db, token);
  const survey = link && (await findSurvey(db, link.survey));
  const event = survey && (await findEventById(db, survey.event));
  if (!event) throw new NotFound(NO_SUCH_LINK);
  const { title, intro, thanks, closesAt, resultsShown, questions } = survey;
  const state =
    event.status === 'cancelled'
      ? 'cancelled'
      : link.answered
        ? 'answered'
        : surveyState(survey, now);
  return {
    event: {
      ...{ id: event.id, slug: event.slug, title: event.title, timeZone: event.timeZone },
      territory: event.territory.name
    },
    ...{ title, intro, thanks, state, closesAt, resultsShown },
    questions: state === 'open' ? questions : []
  };
}
