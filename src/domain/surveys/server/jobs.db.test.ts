import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import type { EventId } from '#shared/ids.ts';
import { anEvent } from '../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../tests/factories/people.ts';
import {
  aComer,
  aDraftSurvey,
  answer,
  askedByMail,
  tokensOf,
  typing
} from '../../../../tests/factories/surveys.ts';
import { testDatabase } from '../../../../tests/support/database.ts';
import { keepSurveys } from './jobs.ts';
import { openSurvey } from './opening/commands.ts';
import { findSurvey } from './reading/queries.ts';

const NOW = new Date('2027-03-20T10:00:00Z');
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
const db = await testDatabase();
const territory = await aTerritory(db);
const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });

let event: EventId;
beforeEach(async () => {
  await db.deleteFrom('mail_message').execute();
  await db.deleteFrom('survey').execute();
  event = (await anEvent(db, territory.id)).id;
});

const prepared = (key?: string) => aDraftSurvey(db, animator, event, key);

describe('a questionnaire, by itself', () => {
  test('opens and closes at its dates, asks who comes meanwhile, reminds the silent, each once', async () => {
    await aComer(db, event, { email: 'a@exemple.test' });
    await aComer(db, event, { email: 'b@exemple.test' });
    const { id } = await prepared();
    await sql`update survey set opens_at = ${later(1)}, closes_at = ${later(30)}, reminders = 2, remind_after_days = 3
      where id = ${id}`.execute(db);
    expect(await keepSurveys(db, NOW)).toBe(0);
    expect(await keepSurveys(db, later(1))).toBe(2);
    expect(await keepSurveys(db, later(1))).toBe(0);
    const survey = (await findSurvey(db, id))!;
    const [first] = await tokensOf(db, id);
    await answer(db, first!, typing(survey, { 0: 'Voilà' }), later(2));
    await aComer(db, event, { email: 'tard@exemple.test' });
    expect(await keepSurveys(db, later(3))).toBe(1);
    await Promise.all([keepSurveys(db, later(4)), keepSurveys(db, later(4))]);
    expect(await askedByMail(db)).toEqual([
      ...['a@exemple.test', 'b@exemple.test', 'tard@exemple.test', 'b@exemple.test']
    ]);
    for (const day of [5, 6, 7, 8, 9, 10, 11, 12]) await keepSurveys(db, later(day));
    const counts = await askedByMail(db);
    expect(counts.filter((one) => one === 'b@exemple.test')).toHaveLength(3);
    expect(counts.filter((one) => one === 'tard@exemple.test')).toHaveLength(3);
    expect(counts.filter((one) => one === 'a@exemple.test')).toHaveLength(1);
    await keepSurveys(db, later(30));
    expect(await findSurvey(db, id)).toMatchObject({ status: 'closed', closedAt: later(30) });
    expect(await keepSurveys(db, later(40))).toBe(0);
  });

  test('a cancelled edition is asked nothing more', async () => {
    await aComer(db, event);
    const { id } = await prepared();
    await openSurvey(db, animator, event, id, NOW);
    await db.updateTable('event').set({ status: 'cancelled' }).where('id', '=', event).execute();
    expect(await keepSurveys(db, later(10))).toBe(0);
    expect(await findSurvey(db, id)).toMatchObject({ status: 'closed' });
  });
});
