import { beforeEach, describe, expect, test } from 'vitest';
import { surveyQuestionInput } from '#domain/surveys/forms.ts';
import type { EventId, SurveyQuestionId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import {
  aComer,
  aDraftSurvey,
  anOpenSurvey,
  answer,
  typing
} from '../../../../../tests/factories/surveys.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { listRemoved } from '../queries.ts';
import { findSurvey } from '../reading/queries.ts';
import { moveQuestion, removeQuestion, restoreQuestion, saveQuestion } from './commands.ts';

const NOW = new Date('2027-03-20T10:00:00Z');
const db = await testDatabase();
const territory = await aTerritory(db);
const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });

let event: EventId;
beforeEach(async () => {
  await db.deleteFrom('mail_message').execute();
  await db.deleteFrom('survey').execute();
  event = (await anEvent(db, territory.id)).id;
});

const asking = (input: Record<string, unknown>) =>
  surveyQuestionInput.parse({
    ...{ kind: 'text', label: 'Pourquoi ?', options: [], scaleMax: 5, required: false },
    ...{ measure: '', dependsOn: null, ...input }
  });
const prepared = (key?: string) => aDraftSurvey(db, animator, event, key);

describe('the questions of a questionnaire', () => {
  test('are added, moved, taken away and put back; what depends on another comes after it', async () => {
    const { id: survey, questions } = await prepared();
    const which = { event, survey };
    const [, , already, why] = questions;
    expect(await moveQuestion(db, animator, { ...which, question: why!.id }, 'up')).toEqual({
      ...{ ok: false, reason: 'too-late' }
    });
    expect(await removeQuestion(db, animator, { ...which, question: already!.id }, NOW)).toEqual({
      ...{ ok: false, reason: 'depended' }
    });
    const added = await saveQuestion(
      db,
      animator,
      { ...which, question: null },
      { input: asking({ dependsOn: { question: already!.id, values: ['Oui, régulièrement'] } }) }
    );
    expect(added).toMatchObject({ ok: true });
    const question = (added as { question: SurveyQuestionId }).question;
    await removeQuestion(db, animator, { ...which, question }, NOW);
    expect(await listRemoved(db, animator, event, survey)).toMatchObject([{ id: question }]);
    await restoreQuestion(db, animator, { ...which, question });
    const after = (await findSurvey(db, survey))!.questions;
    expect(after.at(-1)).toMatchObject({ id: question, dependsOn: { question: already!.id } });
    await moveQuestion(db, animator, { ...which, question }, 'up');
    expect((await findSurvey(db, survey))!.questions.at(-2)).toMatchObject({ id: question });
  });

  test('depend on an answer that exists, of a question before them, never of themselves', async () => {
    const { id: survey, questions } = await prepared();
    const [hope, who, already, why] = questions;
    const save = (question: SurveyQuestionId, on: SurveyQuestionId, value: string) =>
      saveQuestion(
        db,
        animator,
        { event, survey, question },
        { input: asking({ dependsOn: { question: on, values: [value] } }) }
      );
    expect(await save(why!.id, already!.id, 'Jamais')).toMatchObject({ reason: 'no-value' });
    expect(await save(who!.id, already!.id, 'Oui, régulièrement')).toMatchObject({
      reason: 'too-late'
    });
    expect(await save(why!.id, why!.id, 'Oui')).toMatchObject({ reason: 'too-late' });
    expect(await save(why!.id, hope!.id, 'Oui')).toMatchObject({ reason: 'no-value' });
    const lost = { input: asking({ kind: 'one', options: ['Oui', 'Non'] }) };
    expect(
      await saveQuestion(db, animator, { event, survey, question: already!.id }, lost)
    ).toMatchObject({
      reason: 'depended'
    });
  });

  test('change until the first answer, and never after', async () => {
    await aComer(db, event);
    const { survey, tokens } = await anOpenSurvey(db, animator, event, { now: NOW });
    const question = survey.questions[4]!.id;
    const input = { input: asking({ label: 'Autrement ?' }) };
    const which = { event, survey: survey.id, question };
    expect(await saveQuestion(db, animator, which, input)).toMatchObject({ ok: true });
    await answer(db, tokens[0]!, typing(survey, { 0: 'Voilà' }), NOW);
    const refused = { ok: false, reason: 'answered' };
    expect(await saveQuestion(db, animator, which, input)).toEqual(refused);
    expect(await saveQuestion(db, animator, { ...which, question: null }, input)).toEqual(refused);
    expect(await moveQuestion(db, animator, which, 'up')).toEqual(refused);
    expect(await removeQuestion(db, animator, which, NOW)).toEqual(refused);
    expect(await restoreQuestion(db, animator, which)).toEqual(refused);
  });
});
