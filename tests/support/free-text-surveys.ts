import { answerSurvey } from '#domain/surveys/server/answering/commands.ts';
import { createSurvey, updateSurvey } from '#domain/surveys/server/commands.ts';
import { anEvent } from '../factories/events.ts';
import { aComer, anOpenSurvey, typing } from '../factories/surveys.ts';
import { NOW, type Here, type Senders } from './free-text.ts';

const SURVEY = {
  ...{ title: 'Votre avis', intro: '', thanks: '', opensAt: null },
  ...{ closesAt: null, reminders: 1, remindAfterDays: 3 },
  audience: 'registered' as const,
  resultsShown: 'team' as const
};

/** How each form of questionnaires is sent, with a text that names somebody. */
export function sendersOfSurveys({ db, actor, territory, text }: Here): Senders {
  return {
    surveyInput: async (field) => {
      const { id: event } = await anEvent(db, territory.id);
      const survey = await createSurvey(db, actor, event, { from: 'blank' });
      const input = { ...SURVEY, [field]: text };
      return (reread) =>
        updateSurvey(db, actor, { event, survey, version: 1 }, { input, reread }, NOW);
    },
    surveyWordsInput: async () => {
      const { id: event } = await anEvent(db, territory.id);
      await aComer(db, event);
      const { survey, tokens } = await anOpenSurvey(db, actor, event, { now: NOW });
      const typed = typing(survey, { 0: text });
      return (reread) => answerSurvey(db, tokens[0]!, { typed, reread }, NOW);
    }
  };
}
