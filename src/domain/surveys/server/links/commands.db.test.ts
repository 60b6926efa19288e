import { beforeEach, describe, expect, test } from 'vitest';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { EventId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import {
  aComer,
  anOpenSurvey,
  answer,
  askedByMail,
  typing
} from '../../../../../tests/factories/surveys.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { closeSurvey } from '../opening/commands.ts';
import { sendSurveyLinks } from './commands.ts';

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

describe('the link of a questionnaire, asked for again', () => {
  const ask = async (email: string) =>
    sendSurveyLinks(
      db,
      await getManagedEventById(db, animator, event),
      { email, address: '192.0.2.1' },
      NOW
    );

  test('goes to who is asked and has not answered, and nothing is said to others', async () => {
    await aComer(db, event, { email: 'ici@exemple.test' });
    await aComer(db, event, { email: 'repondu@exemple.test' });
    const { survey, tokens } = await anOpenSurvey(db, animator, event, { now: NOW });
    await answer(db, tokens[1]!, typing(survey, { 0: 'Voilà' }), NOW);
    for (const email of [
      'ici@exemple.test',
      'repondu@exemple.test',
      'inconnue@exemple.test',
      'rien'
    ])
      await ask(email);
    expect(await askedByMail(db, 'survey-link')).toEqual(['ici@exemple.test']);
    await closeSurvey(db, animator, event, survey.id, NOW);
    await ask('ici@exemple.test');
    expect(await askedByMail(db, 'survey-link')).toHaveLength(1);
  });
});
