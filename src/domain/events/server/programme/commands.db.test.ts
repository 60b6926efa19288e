import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { loadActor } from '#app/actor.ts';
import { VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId, ProgrammeSessionId, RoomId, SpeakerId } from '#shared/ids.ts';
import { anEvent, aSession } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { untilWaiting } from '../../../../../tests/support/waiting.ts';
import { without } from '../../../../../tests/support/without.ts';
import { sessionInput } from '../../programme.ts';
import { removeTeamMember } from '../team/commands.ts';
import {
  createSession,
  duplicateSession,
  moveSessionToRoom,
  shiftSession,
  updateSession,
  updateSessionText
} from './commands.ts';
import { findSession, getProgramme } from './queries.ts';
import { deletedSession, deleteSession, restoreSession } from './removal/commands.ts';
import { createRoom, deleteRoom, updateRoom } from './rooms/commands.ts';
import { createSpeaker, deleteSpeaker, updateSpeaker } from './speakers/commands.ts';

const db = await testDatabase();
const territory = await aTerritory(db);
const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
const member = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
await db
  .insertInto('theme')
  .values({ code: 'chutes', name: 'Chutes', phrase: 'prévenir les chutes' })
  .execute();
const NIR = 'Assurée 2 42 03 82 112 005 71';

let event: EventId;
beforeEach(async () => ({ id: event } = await anEvent(db, territory.id)));

const typed = (traits: Record<string, unknown> = {}) =>
  sessionInput.parse({
    kind: 'workshop',
    title: 'Prévenir les chutes',
    startsAt: '2027-03-18T10:00',
    endsAt: '2027-03-18T11:00',
    ...traits
  });
async function add(traits: Record<string, unknown> = {}) {
  const outcome = await createSession(db, animator, {
    event,
    session: typed(traits),
    reread: false
  });
  if (!outcome.ok) throw new Error(outcome.reason);
  return key(outcome.session);
}
const key = (session: ProgrammeSessionId, version = 1) => ({ event, session, version });
const read = (session: ProgrammeSessionId) => findSession(db, event, session);
const sequence = async () =>
  (
    await db
      .selectFrom('event')
      .select('calendar_sequence as moved')
      .where('id', '=', event)
      .executeTakeFirstOrThrow()
  ).moved;

/** People with a place in a session. */
async function chosenBy(session: ProgrammeSessionId, people: number, status = 'confirmed') {
  for (let index = 0; index < people; index++)
    await sql`
      with one as (insert into registration (event_id, email, last_name, status)
        values (${event}, ${`p${Math.random()}@exemple.test`}, 'Exemple', 'confirmed') returning id)
      insert into session_choice (registration_id, session_id, status, waitlisted_at)
      select id, ${session}, ${status}, now() from one`.execute(db);
}

describe('a session', () => {
  test('is written in the hours of its edition, with its room, themes and speakers in order', async () => {
    const room = await createRoom(db, animator, event, { name: 'Amphi', capacity: 80, note: '' });
    const nobody = { title: '', structure: null, structureLabel: '' };
    const second = await createSpeaker(db, animator, event, { ...nobody, name: 'Bo Exemple' });
    const first = await createSpeaker(db, animator, event, { ...nobody, name: 'Awa Exemple' });
    const { session } = await add({
      room: room.ok && room.room,
      chosen: true,
      capacity: '20',
      themes: ['chutes'],
      speakers: [
        { speaker: first, role: 'speaker' },
        { speaker: second, role: 'moderator' }
      ]
    });
    expect(await read(session)).toMatchObject({
      startsAt: new Date('2027-03-18T09:00:00Z'),
      endsAt: new Date('2027-03-18T10:00:00Z'),
      capacity: 20,
      taken: 0,
      themes: [{ code: 'chutes', name: 'Chutes' }],
      speakers: [
        { speaker: first, role: 'speaker' },
        { speaker: second, role: 'moderator' }
      ]
    });
    const programme = await getProgramme(db, event);
    expect(programme.rooms).toMatchObject([{ name: 'Amphi', capacity: 80 }]);
    expect(programme.speakers.map(({ name }) => name)).toEqual(['Bo Exemple', 'Awa Exemple']);
  });

  test('names only what its own edition has', async () => {
    const other = await anEvent(db, territory.id);
    const room = await createRoom(db, animator, other.id, {
      name: 'Ailleurs',
      capacity: null,
      note: ''
    });
    const session = typed({
      room: room.ok && room.room,
      themes: ['inconnu'],
      speakers: [{ speaker: 999_999, role: 'host' }]
    });
    const outcome = await createSession(db, animator, { event, session, reread: false });
    expect(outcome).toMatchObject({ ok: false, reason: 'invalid' });
    expect(!outcome.ok && 'issues' in outcome && outcome.issues.map(({ path }) => path)).toEqual([
      'room',
      'speakers',
      'themes'
    ]);
  });

  test('that spring swallows, from 2 h to 3 h, is refused rather than written inside out', async () => {
    const session = typed({ startsAt: '2027-03-28T02:30', endsAt: '2027-03-28T03:00' });
    expect(await createSession(db, animator, { event, session, reread: false })).toMatchObject({
      reason: 'invalid'
    });
  });

  test('that may let somebody be recognised is read again, and not asked again when it only moves', async () => {
    const session = typed({ description: NIR });
    expect(await createSession(db, animator, { event, session, reread: false })).toMatchObject({
      reason: 'second-reading'
    });
    const outcome = await createSession(db, animator, { event, session, reread: true });
    if (!outcome.ok) throw new Error(outcome.reason);
    const later = typed({ description: NIR, endsAt: '2027-03-18T12:00' });
    expect(
      await updateSession(db, animator, key(outcome.session), { session: later, reread: false })
    ).toMatchObject({ ok: true });
  });
});

test('somebody new is added to those who speak with the session', async () => {
  const guest = { name: 'Zoé Exemple', title: 'kiné', structureLabel: 'MSP d’essai', role: 'host' };
  const { session } = await add({ guest });
  const { speakers } = await getProgramme(db, event);
  expect(speakers).toMatchObject([{ name: 'Zoé Exemple', structureLabel: 'MSP d’essai' }]);
  expect((await read(session))?.speakers).toEqual([{ speaker: speakers[0]!.id, role: 'host' }]);
});

describe('two windows', () => {
  test('the second to save is told, and changes nothing', async () => {
    const one = await add();
    const session = typed({ title: 'Premier' });
    expect(await updateSession(db, animator, one, { session, reread: false })).toMatchObject({
      ok: true
    });
    const late = { session: typed({ title: 'Second' }), reread: false };
    expect(await updateSession(db, animator, one, late)).toEqual({ ok: false, reason: 'stale' });
    expect(await shiftSession(db, animator, one, 'later')).toEqual({ ok: false, reason: 'stale' });
    expect((await read(one.session))?.title).toBe('Premier');
  });

  test('a double click moves once', async () => {
    const one = await add();
    const outcomes = await Promise.all([
      shiftSession(db, animator, one, 'later'),
      shiftSession(db, animator, one, 'later')
    ]);
    expect(outcomes.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    expect((await read(one.session))?.startsAt).toEqual(new Date('2027-03-18T09:15:00Z'));
  });
});

test('gestures move, lengthen and shorten by a quarter of an hour, never to nothing', async () => {
  const one = await add({ endsAt: '2027-03-18T10:30' });
  await shiftSession(db, animator, one, 'earlier');
  await shiftSession(db, animator, key(one.session, 2), 'longer');
  expect(await read(one.session)).toMatchObject({
    startsAt: new Date('2027-03-18T08:45:00Z'),
    endsAt: new Date('2027-03-18T09:30:00Z')
  });
  await shiftSession(db, animator, key(one.session, 3), 'shorter');
  await shiftSession(db, animator, key(one.session, 4), 'shorter');
  expect(await shiftSession(db, animator, key(one.session, 5), 'shorter')).toEqual({
    ok: false,
    reason: 'too-short'
  });
});

test('a duplicate is parallel: same time and themes, no room and nobody in two places', async () => {
  const room = await createRoom(db, animator, event, { name: 'A', capacity: null, note: '' });
  const one = await add({
    room: room.ok && room.room,
    themes: ['chutes'],
    chosen: true,
    capacity: 12
  });
  const copy = await duplicateSession(db, animator, one);
  expect(copy.ok && (await read(copy.session))).toMatchObject({
    title: 'Prévenir les chutes (copie)',
    startsAt: new Date('2027-03-18T09:00:00Z'),
    room: null,
    speakers: [],
    capacity: 12,
    taken: 0,
    themes: [{ code: 'chutes' }]
  });
});

describe('places', () => {
  test('cannot go below those that are held: the figure is told', async () => {
    const one = await add({ chosen: true, capacity: 10 });
    await chosenBy(one.session, 3);
    const lower = (capacity: number) =>
      updateSession(db, animator, one, {
        session: typed({ chosen: true, capacity }),
        reread: false
      });
    expect(await lower(2)).toEqual({ ok: false, reason: 'below-taken', taken: 3 });
    expect(await lower(3)).toMatchObject({ ok: true });
    expect(await read(one.session)).toMatchObject({ capacity: 3, taken: 3 });
  });

  test('a session that people have chosen does not stop being chosen', async () => {
    const one = await add({ chosen: true });
    await chosenBy(one.session, 1, 'waitlisted');
    expect(await updateSession(db, animator, one, { session: typed(), reread: false })).toEqual({
      ok: false,
      reason: 'still-chosen',
      people: 1
    });
  });
});

describe('calendars', () => {
  test('are told of each change once the edition is published, never of a draft', async () => {
    const one = await add();
    await shiftSession(db, animator, one, 'later');
    await deleteSession(db, animator, key(one.session, 2), { told: 0 });
    expect(await sequence()).toBe(3);
    ({ id: event } = await anEvent(db, territory.id, { status: 'draft' }));
    await shiftSession(db, animator, await add(), 'later');
    expect(await sequence()).toBe(0);
  });

  test('hear nothing of what was refused', async () => {
    const one = await add();
    const before = await sequence();
    await shiftSession(db, animator, key(one.session, 7), 'later');
    expect(await sequence()).toBe(before);
  });
});

describe('deleting', () => {
  test('asks again when more people have chosen it than was told', async () => {
    const one = await add({ chosen: true });
    await chosenBy(one.session, 2);
    expect(await deleteSession(db, animator, one, { told: 0 })).toEqual({
      ok: false,
      reason: 'chosen',
      people: 2
    });
    expect(await deleteSession(db, animator, one, { told: 2 })).toMatchObject({
      ok: true,
      people: 2
    });
    expect(await deleteSession(db, animator, one, { told: 2 })).toEqual({
      ok: false,
      reason: 'gone'
    });
  });

  test('is undone whole, its partners too; what is gone meanwhile is left out', async () => {
    const room = await createRoom(db, animator, event, { name: 'A', capacity: null, note: '' });
    const speaker = await createSpeaker(db, animator, event, {
      name: 'Awa Exemple',
      title: '',
      structure: null,
      structureLabel: ''
    });
    const one = await add({
      room: room.ok && room.room,
      themes: ['chutes'],
      speakers: [{ speaker, role: 'host' }]
    });
    const before = await read(one.session);
    await db
      .insertInto('event_team_member')
      .values({ event_id: event, person_id: member.id, role: 'partner', session_id: one.session })
      .execute();
    const outcome = await deleteSession(db, animator, one, { told: 0 });
    if (!outcome.ok) throw new Error(outcome.reason);
    // As the page carries it.
    const carried = deletedSession.parse(JSON.parse(JSON.stringify(outcome.deleted)));
    const back = await restoreSession(db, animator, event, carried);
    if (!back.ok) throw new Error(back.reason);
    expect(await read(back.session)).toEqual({ ...before, id: back.session });
    expect(await restoreSession(db, animator, event, carried)).toMatchObject(back);
    expect(
      await updateSessionText(db, member, key(back.session), {
        text: { title: 'À moi', description: '', materials: '' },
        reread: false
      })
    ).toMatchObject({ ok: true });
    await deleteSpeaker(db, animator, { event, speaker });
    expect(await restoreSession(db, animator, event, carried)).toMatchObject({ ok: true });
  });
});

test('a partner changes the text of her session, not that of another, nor its time', async () => {
  const [hers, other] = [await add({ title: 'La sienne' }), await add({ title: 'Une autre' })];
  await db
    .insertInto('event_team_member')
    .values({ event_id: event, person_id: member.id, role: 'partner', session_id: hers.session })
    .execute();
  const text = { title: 'Mieux dite', description: 'Venez.', materials: '' };
  expect(await updateSessionText(db, member, hers, { text, reread: false })).toMatchObject({
    ok: true
  });
  expect(await read(hers.session)).toMatchObject({
    ...text,
    startsAt: new Date('2027-03-18T09:00:00Z')
  });
  await expect(updateSessionText(db, member, other, { text, reread: false })).rejects.toThrow(
    Forbidden
  );
  await expect(shiftSession(db, member, key(hers.session, 2), 'later')).rejects.toThrow(Forbidden);
  await expect(
    updateSession(db, member, key(hers.session, 2), { session: typed(), reread: false })
  ).rejects.toThrow(Forbidden);
});

describe('somebody taken off the team while she writes of her session', () => {
  /** She is being taken off when her text arrives: it waits for that to be over. */
  async function aRace(hers: Database) {
    const { session } = await add({ title: 'La sienne' });
    const { id: entry } = await db
      .insertInto('event_team_member')
      .values({ event_id: event, person_id: member.id, role: 'partner', session_id: session })
      .returning('id')
      .executeTakeFirstOrThrow();
    const actor = (await loadActor(db, member.id)) as PersonActor;
    const text = { title: 'Écrit sans droit', description: '', materials: '' };
    const { written } = await db.transaction().execute(async (hold) => {
      await removeTeamMember(hold, animator, event, entry);
      const writing = updateSessionText(hers, actor, key(session), { text, reread: false });
      await untilWaiting(db, 1);
      return { written: Promise.allSettled([writing]) };
    });
    const [outcome] = await written;
    return { outcome, title: (await read(session))?.title };
  }

  test('is refused: once the animator is told, nothing more is written', async () => {
    const { outcome, title } = await aRace(db);
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(Forbidden) });
    expect(title).toBe('La sienne');
  });

  test('without the edition being held, her text is written after she was taken off', async () => {
    const loose = without(db, ' for no key update');
    const { outcome, title } = await aRace(loose.db);
    loose.missed();
    expect(outcome).toMatchObject({ status: 'fulfilled', value: { ok: true } });
    expect(title).toBe('Écrit sans droit');
  });
});

describe('rooms', () => {
  test('have each their name, and leave their sessions when they go', async () => {
    const input = { name: 'Amphi', capacity: 80, note: '' };
    const amphi = await createRoom(db, animator, event, input);
    const other = await createRoom(db, animator, event, { ...input, name: 'B' });
    if (!amphi.ok || !other.ok) throw new Error('no room');
    expect(await createRoom(db, animator, event, input)).toEqual({
      ok: false,
      reason: 'name-taken'
    });
    expect(await updateRoom(db, animator, { event, room: other.room }, input)).toEqual({
      ok: false,
      reason: 'name-taken'
    });
    const one = await add({ room: amphi.room });
    expect(await moveSessionToRoom(db, animator, one, other.room)).toMatchObject({ ok: true });
    expect(await deleteRoom(db, animator, { event, room: other.room })).toBe(1);
    expect(await deleteRoom(db, animator, { event, room: other.room })).toBeNull();
    expect(await read(one.session)).toMatchObject({ room: null });
    expect(await moveSessionToRoom(db, animator, key(one.session, 2), other.room)).toMatchObject({
      reason: 'invalid'
    });
  });
});

test('whoever does not manage the edition changes nothing of its programme', async () => {
  const one = await add();
  const room = { event, room: 1 as RoomId };
  const speaker = { event, speaker: 1 as SpeakerId };
  const chair = { name: 'A', capacity: null, note: '' };
  const who = { name: 'A', title: '', structure: null, structureLabel: '' };
  const draft = await anEvent(db, territory.id, { status: 'draft' });
  for (const actor of [VISITOR, member])
    for (const attempt of [
      () => createSession(db, actor, { event, session: typed(), reread: false }),
      () => updateSession(db, actor, one, { session: typed(), reread: false }),
      () => shiftSession(db, actor, one, 'later'),
      () => moveSessionToRoom(db, actor, one, null),
      () => duplicateSession(db, actor, one),
      () => deleteSession(db, actor, one, { told: 0 }),
      () => restoreSession(db, actor, event, { session: typed(), partners: [] }),
      () => createRoom(db, actor, event, chair),
      () => updateRoom(db, actor, room, chair),
      () => deleteRoom(db, actor, room),
      () => createSpeaker(db, actor, event, who),
      () => updateSpeaker(db, actor, speaker, who),
      () => deleteSpeaker(db, actor, speaker)
    ])
      await expect(attempt(), String(attempt)).rejects.toThrow(Forbidden);
  await expect(createRoom(db, member, draft.id, chair)).rejects.toThrow(NotFound);
});

test('a programme is read in as many queries whatever it holds', async () => {
  const count = async () => {
    let queries = 0;
    await getProgramme(
      db.withPlugin({
        transformQuery: ({ node }) => (queries++, node),
        transformResult: ({ result }) => Promise.resolve(result)
      }),
      event
    );
    return queries;
  };
  await aSession(db, event);
  const one = await count();
  for (const title of ['A', 'B']) await aSession(db, event, { title });
  expect(await count()).toBe(one);
});
