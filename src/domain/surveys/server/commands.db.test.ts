import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { TEMPLATES } from '#domain/surveys/templates.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import { anEvent } from '../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../tests/factories/people.ts';
import { aDraftSurvey } from '../../../../tests/factories/surveys.ts';
import { testDatabase } from '../../../../tests/support/database.ts';
import { createSurvey, deleteSurvey } from './commands.ts';
import { openSurvey } from './opening/commands.ts';
import { findSurvey } from './reading/queries.ts';

const NOW = new Date('2027-03-20T10:00:00Z');
const db = await testDatabase();
const territory = await aTerritory(db);
const elsewhere = await aTerritory(db, 'ailleurs');
const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
const stranger = await person(db, { roles: [{ territory: elsewhere.id, role: 'animator' }] });

let event: EventId;
beforeEach(async () => {
  await db.deleteFrom('survey').execute();
  event = (await anEvent(db, territory.id)).id;
});

const prepared = (key?: string) => aDraftSurvey(db, animator, event, key);

describe('a questionnaire is made', () => {
  test.each(TEMPLATES.map(({ key }) => key))(
    'of the template %s, whole, its conditions linked',
    async (key) => {
      const template = TEMPLATES.find((one) => one.key === key)!;
      const made = await prepared(key);
      expect(made.questions.map(({ label }) => label)).toEqual(
        template.questions.map(({ label }) => label)
      );
      for (const [at, { dependsOn }] of template.questions.entries()) {
        const linked = made.questions[at]!.dependsOn;
        expect(
          linked && {
            at: made.questions.findIndex(({ id }) => id === linked.question),
            values: linked.values
          }
        ).toEqual(dependsOn ?? null);
      }
      expect(made).toMatchObject({ status: 'draft', resultsShown: 'team' });
    }
  );

  test('of another, without its dates, links or answers; never of one that the actor does not manage', async () => {
    const source = await prepared('satisfaction');
    await sql`update survey set opens_at = ${NOW} where id = ${source.id}`.execute(db);
    const { id: next } = await anEvent(db, territory.id);
    const id = await createSurvey(db, animator, next, { from: 'survey', survey: source.id });
    const copy = (await findSurvey(db, id))!;
    expect(copy).toMatchObject({ event: next, status: 'draft', opensAt: null });
    expect(copy.questions.map(({ label }) => label)).toEqual(
      source.questions.map(({ label }) => label)
    );
    const { id: foreign } = await anEvent(db, elsewhere.id);
    await expect(
      createSurvey(db, stranger, foreign, { from: 'survey', survey: source.id })
    ).rejects.toThrow(Forbidden);
  });
});

test('who does not manage the edition is refused, and finds nothing of another through it', async () => {
  const { id } = await prepared();
  await expect(openSurvey(db, stranger, event, id, NOW)).rejects.toThrow(Forbidden);
  await expect(deleteSurvey(db, stranger, event, id)).rejects.toThrow(Forbidden);
  const { id: foreign } = await anEvent(db, elsewhere.id);
  await expect(openSurvey(db, stranger, foreign, id, NOW)).rejects.toThrow(NotFound);
});
