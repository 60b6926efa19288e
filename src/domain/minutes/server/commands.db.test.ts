import { beforeAll, describe, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import { VISITOR } from '#domain/identity/model.ts';
import { connect, type Database } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { EventId, FollowUpId, MinutesItemId, TerritoryId } from '#shared/ids.ts';
import { anEvent } from '../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../tests/factories/people.ts';
import { testDatabaseUrl } from '../../../../tests/support/database.ts';
import { countingStatements } from '../../../../tests/support/statements.ts';
import { saveNext, saveSummary } from './commands.ts';
import { arrangeFollowUp, saveFollowUp } from './follow-ups/commands.ts';
import { arrangeItem, saveItem } from './items/commands.ts';
import { publishMinutes, reopenMinutes, validateMinutes } from './publication/commands.ts';
import { readMinutes } from './queries.ts';

let db: Database;
let other: Database;
let territory: TerritoryId;
let animator: PersonActor;
let colleague: PersonActor;
let event: EventId;
const NOW = new Date('2027-03-19T09:00:00Z');

beforeAll(async () => {
  const url = await testDatabaseUrl();
  [db, other] = [connect(url), connect(url)];
  territory = (await aTerritory(db)).id;
  const roles = [{ territory, role: 'animator' as const }];
  animator = await person(db, { name: 'Salomé Essai', roles });
  colleague = await person(db, { name: 'Hélène Croquis' });
  return () => Promise.all([db.destroy(), other.destroy()]);
});

async function fresh(): Promise<EventId> {
  event = (await anEvent(db, territory)).id;
  await db
    .insertInto('event_team_member')
    .values({ event_id: event, person_id: colleague.id, role: 'organiser' })
    .execute();
  return event;
}

const POINT = { kind: 'point' as const, title: 'Sorties', body: 'Le vendredi.' };
const text = (body: string) => ({ ...POINT, body });

async function aPoint(body = POINT.body): Promise<MinutesItemId> {
  const saved = await saveItem(db, animator, event, { item: null, version: 0, input: text(body) });
  if (!saved.ok) throw new Error(saved.reason);
  return saved.item;
}

async function bodies(): Promise<string[]> {
  return (await readMinutes(db, event)).items.map(({ body }) => body);
}

describe('two people at once', () => {
  test('of two who save the same point at once, one is told what the other wrote, and may keep both', async () => {
    await fresh();
    const item = await aPoint();
    const change = (body: string) => ({ item, version: 1, input: text(body) });
    const outcomes = await Promise.all([
      saveItem(db, animator, event, change('De Salomé.')),
      saveItem(other, colleague, event, change('D’Hélène.'))
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    const refused = outcomes.find((one) => !one.ok)!;
    const kept = (await bodies())[0]!;
    expect(refused).toMatchObject({ reason: 'conflict', theirs: { body: kept, version: 2 } });
    const mine = kept === 'De Salomé.' ? 'D’Hélène.' : 'De Salomé.';
    const both = { item, version: 2, input: text(mine), join: true };
    expect(await saveItem(db, colleague, event, both)).toMatchObject({ ok: true });
    expect(await bodies()).toEqual([`${kept}\n\n${mine}`]);
  });

  test('of two who save two points at once, both are kept', async () => {
    await fresh();
    const [a, b] = [await aPoint('un'), await aPoint('deux')];
    const outcomes = await Promise.all([
      saveItem(db, animator, event, { item: a, version: 1, input: text('un bis') }),
      saveItem(other, colleague, event, { item: b, version: 1, input: text('deux bis') })
    ]);
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(await bodies()).toEqual(['un bis', 'deux bis']);
  });

  test('without the version, the text of the first is lost: what is prevented does happen', async () => {
    await fresh();
    const id = await aPoint();
    const write = (who: Database, body: string) =>
      who.updateTable('minutes_item').set({ body }).where('id', '=', id).execute();
    await Promise.all([write(db, 'De Salomé.'), write(other, 'D’Hélène.')]);
    expect(await bodies()).toHaveLength(1);
    expect((await bodies()).join()).not.toMatch(/Salomé.*Hélène|Hélène.*Salomé/s);
  });

  test('the summary and the next date are two pieces; the same summary twice is a conflict', async () => {
    await fresh();
    expect(await saveSummary(db, animator, event, { summary: 'Un.', stamp: '' })).toEqual({
      ok: true
    });
    const { summaryStamp: stamp, nextStamp } = await readMinutes(db, event);
    const outcomes = await Promise.all([
      saveSummary(db, animator, event, { summary: 'Deux.', stamp }),
      saveNext(other, colleague, event, { words: 'Au printemps', event: null, stamp: nextStamp })
    ]);
    expect(outcomes).toEqual([{ ok: true }, { ok: true }]);
    const late = { summary: 'Trois.', stamp };
    expect(await saveSummary(db, colleague, event, late)).toMatchObject({
      reason: 'conflict',
      theirs: { summary: 'Deux.' }
    });
    await saveSummary(db, colleague, event, {
      ...late,
      stamp: (await readMinutes(db, event)).summaryStamp,
      join: true
    });
    expect((await readMinutes(db, event)).summary).toBe('Deux.\n\nTrois.');
  });

  test('what was taken off meanwhile is told, and the form sent twice adds one piece', async () => {
    await fresh();
    const item = await aPoint();
    await arrangeItem(db, colleague, event, { item, gesture: 'remove' });
    const change = { item, version: 1, input: text('Encore.') };
    expect(await saveItem(db, animator, event, change)).toEqual({ ok: false, reason: 'removed' });
    const added = { item: null, version: 0, input: text('Encore.') };
    await Promise.all([
      saveItem(db, animator, event, added),
      saveItem(other, animator, event, added)
    ]);
    expect(await bodies()).toEqual(['Encore.']);
  });
});

test('a piece is moved, taken off and put back where it was', async () => {
  await fresh();
  const ids = [await aPoint('un'), await aPoint('deux'), await aPoint('trois')];
  const gesture = (item: MinutesItemId, name: 'up' | 'down' | 'remove' | 'restore') =>
    arrangeItem(db, animator, event, { item, gesture: name });
  expect(await gesture(ids[2]!, 'up')).toBe(true);
  expect(await bodies()).toEqual(['un', 'trois', 'deux']);
  expect(await gesture(ids[0]!, 'up')).toBe(false);
  await gesture(ids[2]!, 'remove');
  expect(await bodies()).toEqual(['un', 'deux']);
  await gesture(ids[2]!, 'restore');
  expect(await bodies()).toEqual(['un', 'trois', 'deux']);
});

describe('follow-ups', () => {
  const GIVEN = {
    what: 'Écrire',
    person: null,
    structure: '',
    who: 'La mairie',
    due: '2027-04-01'
  };

  test('one is given to somebody of the network, changed, taken off and put back', async () => {
    await fresh();
    const input = { ...GIVEN, person: animator.id, who: '' };
    const saved = await saveFollowUp(db, colleague, event, { followUp: null, version: 0, input });
    expect(saved).toMatchObject({ ok: true });
    const { followUp } = saved as { followUp: FollowUpId };
    expect((await readMinutes(db, event)).followUps).toMatchObject([
      { person: { name: 'Salomé Essai' }, dueOn: '2027-04-01', status: 'open' }
    ]);
    const stale = { followUp, version: 0, input: { ...input, what: 'Écrire encore' } };
    expect(await saveFollowUp(db, animator, event, stale)).toMatchObject({ reason: 'conflict' });
    await arrangeFollowUp(db, animator, event, { followUp, gesture: 'remove' });
    expect((await readMinutes(db, event)).followUps).toEqual([]);
    await arrangeFollowUp(db, animator, event, { followUp, gesture: 'restore' });
    expect((await readMinutes(db, event)).followUps).toHaveLength(1);
  });

  test('nobody of another network and no unknown structure is given anything', async () => {
    await fresh();
    const stranger = await person(db, { name: 'Noé Ailleurs' });
    const ask = (input: typeof GIVEN & { person: string | null }) =>
      saveFollowUp(db, animator, event, { followUp: null, version: 0, input });
    expect(await ask({ ...GIVEN, who: '', person: stranger.id } as never)).toMatchObject({
      reason: 'unknown-person'
    });
    expect(await ask({ ...GIVEN, who: '', structure: 'inconnue' })).toMatchObject({
      reason: 'unknown-structure'
    });
  });
});

describe('validating', () => {
  const seen = async () => (await readMinutes(db, event)).updatedAt?.getTime() ?? 0;
  const validate = (at: number) =>
    validateMinutes(db, animator, event, { audience: 'members', seen: at }, NOW);

  test('blank minutes, and those that changed since they were read, are not validated', async () => {
    await fresh();
    expect(await validate(0)).toEqual({ ok: false, reason: 'empty' });
    await aPoint();
    expect(await validate(1)).toEqual({ ok: false, reason: 'changed' });
    expect(await validate(await seen())).toEqual({ ok: true });
    expect(await validate(1)).toEqual({ ok: true });
  });

  test('validated minutes are frozen until they are opened again, and the trace stays', async () => {
    await fresh();
    const item = await aPoint();
    await validate(await seen());
    const change = { item, version: 1, input: text('Autre.') };
    expect(await saveItem(db, animator, event, change)).toEqual({ ok: false, reason: 'validated' });
    expect(await saveSummary(db, animator, event, { summary: 'x', stamp: '' })).toMatchObject({
      reason: 'validated'
    });
    expect(await arrangeItem(db, animator, event, { item, gesture: 'remove' })).toBe(false);
    await publishMinutes(db, animator, event, 'public');
    await reopenMinutes(db, colleague, event);
    expect(await saveItem(db, animator, event, change)).toMatchObject({ ok: true });
    const traces = await db
      .selectFrom('audit_entry')
      .select(['action', 'actor_label'])
      .where('action', 'in', ['minutes.validate', 'minutes.publish', 'minutes.reopen'])
      .where('target_id', '=', String(event))
      .orderBy('id')
      .execute();
    expect(traces.map(({ action }) => action)).toEqual([
      ...['minutes.validate', 'minutes.publish', 'minutes.reopen']
    ]);
  });
});

test('what may be about a person is read again before it is kept', async () => {
  await fresh();
  const named = 'M. Robert Martin, né le 12/03/1942, est sorti vendredi.';
  const saved = await saveItem(db, animator, event, { item: null, version: 0, input: text(named) });
  expect(saved).toMatchObject({ reason: 'second-reading' });
  const summary = { summary: named, stamp: '' };
  expect(await saveSummary(db, animator, event, summary)).toMatchObject({
    reason: 'second-reading'
  });
  expect(await bodies()).toEqual([]);
});

test('nobody writes but those who manage the edition, and another network’s edition is no next date', async () => {
  await fresh();
  const member = await person(db, { roles: [{ territory, role: 'member' }] });
  for (const actor of [VISITOR, member])
    await expect(saveSummary(db, actor, event, { summary: 'x', stamp: '' })).rejects.toThrow(
      Forbidden
    );
  const foreign = await anEvent(db, (await aTerritory(db, 'ailleurs')).id, {
    startsAt: '2028-01-01T08:00:00Z',
    endsAt: '2028-01-01T16:00:00Z'
  });
  const next = { words: '', event: foreign.id, stamp: '' };
  expect(await saveNext(db, animator, event, next)).toMatchObject({ reason: 'unknown-event' });
});

test('minutes are read with as many statements for one piece as for three', async () => {
  await fresh();
  await aPoint('un');
  const one = await countingStatements(db, (counted) => readMinutes(counted, event));
  await aPoint('deux');
  await aPoint('trois');
  expect(await countingStatements(db, (counted) => readMinutes(counted, event))).toBe(one);
});
