import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { surveyInput } from '#domain/surveys/forms.ts';
import type { EventId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import {
  aComer,
  aDraftSurvey,
  askedByMail,
  cameIn
} from '../../../../../tests/factories/surveys.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { createSurvey, deleteSurvey, updateSurvey } from '../commands.ts';
import { getFollowUp, getSurvey } from '../queries.ts';
import { findSurvey } from '../reading/queries.ts';
import { openSurvey } from './commands.ts';

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

const SETTINGS = {
  ...{ title: 'Votre avis', audience: 'registered', reminders: '2', remindAfterDays: '3' },
  resultsShown: 'team'
};
const prepared = (key?: string) => aDraftSurvey(db, animator, event, key);

describe('a questionnaire opens', () => {
  test('to each person who has a place and an address of her own, by one message each', async () => {
    await aComer(db, event, { email: 'a@exemple.test' });
    await aComer(db, event, { email: null });
    await aComer(db, event, { email: 'c@exemple.test', status: 'cancelled' });
    const { id } = await prepared();
    expect(await openSurvey(db, animator, event, id, NOW)).toEqual({ ok: true, sent: 1 });
    expect(await openSurvey(db, animator, event, id, NOW)).toEqual({
      ok: false,
      reason: 'not-draft'
    });
    expect(await askedByMail(db)).toEqual(['a@exemple.test']);
    expect(await getFollowUp(db, animator, event, id)).toEqual({
      ...{ response: { asked: 1, answers: 0, rate: 0 }, reminded: 0, unreachable: 1 }
    });
  });

  test('to those who came, when it is for them', async () => {
    const came = await aComer(db, event, { email: 'venue@exemple.test' });
    await aComer(db, event, { email: 'absente@exemple.test' });
    await cameIn(db, event, came);
    const { id } = await prepared('satisfaction');
    expect(await openSurvey(db, animator, event, id, NOW)).toEqual({ ok: true, sent: 1 });
    expect(await askedByMail(db)).toEqual(['venue@exemple.test']);
  });

  test('not without a question, nor for an edition that is a draft or cancelled, nor past its closing', async () => {
    const blank = await createSurvey(db, animator, event, { from: 'blank' });
    const openOne = (id = blank) => openSurvey(db, animator, event, id, NOW);
    expect(await openOne()).toEqual({ ok: false, reason: 'no-questions' });
    const { id } = await prepared();
    for (const status of ['draft', 'cancelled'] as const) {
      await db.updateTable('event').set({ status }).where('id', '=', event).execute();
      expect(await openOne(id)).toEqual({ ok: false, reason: `event-${status}` });
    }
    await db.updateTable('event').set({ status: 'published' }).where('id', '=', event).execute();
    await sql`update survey set closes_at = ${later(-1)} where id = ${id}`.execute(db);
    expect(await openOne(id)).toEqual({ ok: false, reason: 'past-closing' });
  });

  test('once, by two clicks at the same time', async () => {
    await aComer(db, event);
    const { id } = await prepared();
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => openSurvey(db, animator, event, id, NOW))
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await askedByMail(db)).toHaveLength(1);
  });

  test('and is deleted no more; its settings are those of one reading at a time', async () => {
    const { id } = await prepared();
    await openSurvey(db, animator, event, id, NOW);
    expect(await deleteSurvey(db, animator, event, id)).toEqual({ ok: false, reason: 'opened' });
    const { survey } = await getSurvey(db, animator, event, id);
    const input = surveyInput.parse({
      ...SETTINGS,
      opensAt: '',
      closesAt: '2027-04-01T18:00',
      audience: 'present'
    });
    const which = { event, survey: id, version: survey.version };
    expect(await updateSurvey(db, animator, which, { input }, NOW)).toEqual({ ok: true });
    expect(await updateSurvey(db, animator, which, { input }, NOW)).toEqual({
      ok: false,
      reason: 'stale'
    });
    expect(await findSurvey(db, id)).toMatchObject({
      ...{ audience: 'registered', closesAt: new Date('2027-04-01T16:00:00Z'), reminders: 2 }
    });
    const past = surveyInput.parse({ ...SETTINGS, opensAt: '', closesAt: '2027-01-01T18:00' });
    expect(
      await updateSurvey(
        db,
        animator,
        { ...which, version: survey.version + 1 },
        { input: past },
        NOW
      )
    ).toEqual({ ok: false, reason: 'past-closing' });
  });
});
