import { describe, expect, test } from 'vitest';
import { FREE_TEXT_FIELDS } from '#domain/confidentiality/free-text.ts';
import { aTerritory, person } from '../../tests/factories/people.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { sendersOfTheDay } from '../../tests/support/free-text-day.ts';
import { sendersOfTheDirectory } from '../../tests/support/free-text-directory.ts';
import { sendersOfEvents } from '../../tests/support/free-text-events.ts';
import { sendersOfRegistrations } from '../../tests/support/free-text-registrations.ts';
import { sendersOfExperiences } from '../../tests/support/free-text-sharing-experiences.ts';
import { sendersOfProjects } from '../../tests/support/free-text-sharing-projects.ts';
import { sendersOfSurveys } from '../../tests/support/free-text-surveys.ts';
import { sendersOfNetwork } from '../../tests/support/free-text-network.ts';
import { sendersOfPlans } from '../../tests/support/free-text-plans.ts';
import { sendersOfConduct } from '../../tests/support/free-text-sharing-opportunities.ts';
import { sendersOfReplies } from '../../tests/support/free-text-sharing-questions.ts';
import { sendersOfDocuments } from '../../tests/support/free-text-documents.ts';
import { sendersOfLetters } from '../../tests/support/free-text-sharing-news.ts';
import type { Here, Senders } from '../../tests/support/free-text.ts';
import { loadDefaultVocabulary } from './demo.ts';

const db = await testDatabase();
await loadDefaultVocabulary(db);
const territory = await aTerritory(db);
const actor = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
const here: Here = { db, actor, territory, text: 'Assurée 2 42 03 82 112 005 71' };

/** How each form is sent; a form without its line fails. */
const SENT: Senders = {
  ...sendersOfTheDirectory(here),
  ...sendersOfExperiences(here),
  ...sendersOfProjects(here),
  ...sendersOfEvents(here),
  ...sendersOfRegistrations(here),
  ...sendersOfSurveys(here),
  ...sendersOfTheDay(here),
  ...sendersOfNetwork(here),
  ...sendersOfReplies(here),
  ...sendersOfDocuments(here),
  ...sendersOfLetters(here),
  ...sendersOfConduct(here),
  ...sendersOfPlans(here)
};

describe('a text that names somebody is refused until it is read again', () => {
  const fields = Object.entries(FREE_TEXT_FIELDS).flatMap(([form, names]) =>
    names.map((field) => ({ form, field }))
  );
  test.each(fields)('$form $field', async ({ form, field }) => {
    const send = await SENT[form]!(field);
    expect(await send(false)).toMatchObject({ ok: false, reason: 'second-reading' });
    expect(await send(true)).toMatchObject({ ok: true });
  });
});
