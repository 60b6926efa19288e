import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { connect } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId, PollSlotId, StructureId } from '#shared/ids.ts';
import { loadDefaultVocabulary } from '../../../../app/demo.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import {
  anOpenPoll,
  FOUR_MORNINGS,
  POLL_NOW,
  pollToken
} from '../../../../../tests/factories/polls.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { testDatabaseUrl } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { createStructure } from '../../../directory/server/commands.ts';
import type { Answer } from '../../poll.ts';
import { answerPoll } from './answers/commands.ts';
import { getAsked } from './answers/queries.ts';
import { readBoard } from './board/queries.ts';
import { closePoll, openPoll } from './commands.ts';
import { inviteGuests, remindSilent, removeGuest } from './guests/commands.ts';
import { listCandidates, listUnreachable } from './guests/queries.ts';
import { remindBeforeClosing } from './jobs.ts';
import { findPoll } from './queries.ts';
import { addSlots, removeSlot } from './slots/commands.ts';
import { operator } from '#domain/identity/model.ts';

const url = await testDatabaseUrl();
const db = connect(url);
const NOW = POLL_NOW;
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
const NOBODY = { members: false, types: [], pasted: [] };
const SETTINGS = { message: '', closesOn: '2027-02-25', tallyShown: false };

let territory: Territory;
let animator: PersonActor;
let event: EventId;
let slug: string;

beforeAll(async () => {
  await loadDefaultVocabulary(db);
  territory = await aTerritory(db);
  return () => db.destroy();
});

beforeEach(async () => {
  await sql`delete from event`.execute(db);
  await sql`delete from mail_message`.execute(db);
  await sql`delete from mail_refusal`.execute(db);
  await sql`delete from structure`.execute(db);
  await sql`delete from person`.execute(db);
  animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
  const made = await anEvent(db, territory.id, { startsAt: null, endsAt: null, status: 'draft' });
  ({ id: event, slug } = made);
});

async function mails(): Promise<string[]> {
  const rows = await db
    .selectFrom('mail_message')
    .select(['kind', 'recipient'])
    .orderBy('id')
    .execute();
  return rows.map((row) => `${row.kind} → ${row.recipient}`);
}

function answers(slots: readonly { id: number }[], given: string): Map<number, Answer> {
  const known: Record<string, Answer> = { o: 'yes', s: 'if-needed', n: 'no' };
  return new Map(slots.map(({ id }, at) => [id, known[given[at]!]!]));
}

async function answer(email: string, given: string, now = NOW, comment = '') {
  const poll = (await findPoll(db, event))!;
  const token = await pollToken(db, poll.id, email);
  return answerPoll(
    db,
    token,
    { answers: answers(poll.slots, given), comment, reread: false },
    now
  );
}

describe('who may', () => {
  test('nobody but those who manage the edition prepares, opens, reminds, closes or reads', async () => {
    const poll = await anOpenPoll(db, animator, event);
    const slot = poll.slots[0]!.id;
    const member = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
    for (const actor of [VISITOR, await person(db), member]) {
      const doors = [
        () => addSlots(db, actor, event, FOUR_MORNINGS, NOW),
        () => removeSlot(db, actor, event, slot),
        () => inviteGuests(db, actor, event, NOBODY, NOW),
        () => removeGuest(db, actor, event, 1 as never),
        () => remindSilent(db, actor, event, NOW),
        () => openPoll(db, actor, event, { input: SETTINGS }, NOW),
        () => closePoll(db, actor, event, slot, NOW),
        () => readBoard(db, actor, slug, NOW)
      ];
      // A draft does not tell that it exists.
      for (const door of doors) await expect(door()).rejects.toThrow(NotFound);
      await sql`update event set status = 'published'`.execute(db);
      for (const door of doors) await expect(door()).rejects.toThrow(Forbidden);
      await sql`update event set status = 'draft'`.execute(db);
    }
  });
});

describe('dates', () => {
  test('are added once, without those that are past, and taken off', async () => {
    const past = { start: '2027-01-07T09:00', end: '2027-01-07T12:30' };
    expect(await addSlots(db, animator, event, [past, ...FOUR_MORNINGS], NOW)).toEqual({
      ...{ ok: true, added: 4, already: 0, past: 1 }
    });
    expect(await addSlots(db, animator, event, FOUR_MORNINGS, NOW)).toMatchObject({
      ...{ added: 0, already: 4 }
    });
    const poll = (await findPoll(db, event))!;
    expect(poll.slots[0]?.startsAt).toEqual(new Date('2027-03-04T08:00:00Z'));
    for (const slot of [poll.slots[0]!, poll.slots[0]!])
      expect(await removeSlot(db, animator, event, slot.id)).toEqual({ ok: true });
    expect((await findPoll(db, event))!.slots).toHaveLength(3);
  });

  test('are not more than thirty, and one stays while people answer', async () => {
    const many = Array.from({ length: 31 }, (_, at) => ({
      start: `2027-03-${String(at + 1).padStart(2, '0')}T09:00`,
      end: `2027-03-${String(at + 1).padStart(2, '0')}T10:00`
    }));
    expect(await addSlots(db, animator, event, many, NOW)).toEqual({
      ok: false,
      reason: 'too-many'
    });
    const poll = await anOpenPoll(db, animator, event);
    for (const { id } of poll.slots.slice(1)) await removeSlot(db, animator, event, id);
    expect(await removeSlot(db, animator, event, poll.slots[0]!.id)).toEqual({
      ...{ ok: false, reason: 'last' }
    });
  });
});

describe('guests', () => {
  let clic: StructureId;

  beforeEach(async () => {
    const traits = { territories: [territory.slug] };
    const make = (given: Parameters<typeof aStructure>[0]) =>
      createStructure(db, operator('test'), aStructure({ ...traits, ...given }));
    clic = await make({ name: 'CLIC avec référente', type: 'CLIC', email: 'clic@exemple.test' });
    await make({ name: 'CLIC seul', type: 'CLIC', email: 'seul@exemple.test' });
    await make({ name: 'CLIC muet', type: 'CLIC' });
    await make({ name: 'MSP', type: 'MSP', email: 'msp@exemple.test' });
    await person(db, {
      ...{ name: 'Rita Garante', email: 'rita@exemple.test', referentOf: [clic] },
      roles: [{ territory: territory.id, role: 'member' }]
    });
  });

  const emails = async (choice: Parameters<typeof listCandidates>[2]) =>
    (await listCandidates(db, territory.id, choice)).map(({ email }) => email);

  test('are the members, the référents of structures or their address, and pasted ones, each once', async () => {
    expect(await emails({ ...NOBODY, types: ['CLIC'] })).toEqual([
      ...['rita@exemple.test', 'seul@exemple.test']
    ]);
    expect(await listUnreachable(db, territory.id, ['CLIC'])).toEqual(['CLIC muet']);
    const pasted = ['rita', 'seul', 'nina'].map((one) => ({
      email: `${one}@exemple.test`,
      name: 'N'
    }));
    const found = await listCandidates(db, territory.id, {
      members: true,
      types: ['CLIC'],
      pasted
    });
    expect(
      found.map(({ email }) => email).filter((email) => email !== email.toUpperCase())
    ).toEqual([...new Set(found.map(({ email }) => email))]);
    expect(found.find(({ email }) => email === 'rita@exemple.test')).toMatchObject({
      ...{ name: 'Rita Garante', structure: clic }
    });
    expect(found.find(({ email }) => email === 'nina@exemple.test')).toMatchObject({
      ...{ name: 'N', person: null, structure: null }
    });
  });

  test('a pasted address tells nothing of somebody of another network', async () => {
    await person(db, { name: 'Secrète Ailleurs', email: 'ailleurs@exemple.test' });
    const pasted = [{ email: 'ailleurs@exemple.test', name: '' }];
    expect(await listCandidates(db, territory.id, { ...NOBODY, pasted })).toEqual([
      ...[
        { email: 'ailleurs@exemple.test', name: '', person: null, structure: null, profession: '' }
      ]
    ]);
  });

  test('who refused these messages is not asked', async () => {
    await sql`insert into mail_refusal (address, kind) values ('seul@exemple.test', 'date-poll'),
      ('rita@exemple.test', 'all')`.execute(db);
    expect(await emails({ ...NOBODY, types: ['CLIC'] })).toEqual([]);
  });

  test('are written to when the poll opens, those who come later at once, nobody twice', async () => {
    await addSlots(db, animator, event, FOUR_MORNINGS, NOW);
    await inviteGuests(db, animator, event, { ...NOBODY, types: ['CLIC'] }, NOW);
    expect(await mails()).toEqual([]);
    expect(await openPoll(db, animator, event, { input: SETTINGS }, NOW)).toEqual({
      ok: true,
      sent: 2
    });
    expect(await openPoll(db, animator, event, { input: SETTINGS }, NOW)).toEqual({
      ok: true,
      sent: 0
    });
    expect(
      await inviteGuests(db, animator, event, { ...NOBODY, types: ['CLIC', 'MSP'] }, NOW)
    ).toEqual({ ok: true, added: 1, already: 2, sent: 1 });
    expect((await mails()).sort()).toEqual(
      ['msp', 'rita', 'seul'].map((one) => `date-poll → ${one}@exemple.test`)
    );
  });

  test('no message shows the address of another guest', async () => {
    await anOpenPoll(db, animator, event, { guests: ['un@exemple.test', 'deux@exemple.test'] });
    const rows = await db
      .selectFrom('mail_message')
      .select(['recipient', 'text_body', 'html_body', 'reply_to'])
      .execute();
    for (const row of rows) {
      const other = row.recipient === 'un@exemple.test' ? 'deux@' : 'un@';
      expect(JSON.stringify(row)).not.toContain(other);
      expect(row.reply_to).toBe('');
    }
  });

  test('taken off, their link leads nowhere', async () => {
    const poll = await anOpenPoll(db, animator, event);
    const token = await pollToken(db, poll.id, 'a@exemple.test');
    const { guests } = await readBoard(db, animator, slug, NOW);
    expect(await removeGuest(db, animator, event, guests[0]!.id)).toBe(true);
    await expect(getAsked(db, token, NOW)).rejects.toThrow(NotFound);
    await expect(answer('a@exemple.test', 'oooo')).rejects.toThrow();
  });
});

describe('opening', () => {
  test('asks for dates, guests, and a last day that is to come and before the dates', async () => {
    const open = (input = SETTINGS) => openPoll(db, animator, event, { input }, NOW);
    expect(await open()).toEqual({ ok: false, reason: 'no-slots' });
    await addSlots(db, animator, event, FOUR_MORNINGS, NOW);
    expect(await open()).toEqual({ ok: false, reason: 'no-guests' });
    const pasted = [{ email: 'a@exemple.test', name: '' }];
    await inviteGuests(db, animator, event, { ...NOBODY, pasted }, NOW);
    const on = (closesOn: string) => open({ ...SETTINGS, closesOn });
    expect(await on('2027-01-31')).toEqual({ ok: false, reason: 'past-closing' });
    expect(await on('2027-04-01')).toEqual({ ok: false, reason: 'late-closing' });
    const patient = 'Mme Dupont, née le 12/03/1941, sera présente';
    expect(await open({ ...SETTINGS, message: patient })).toMatchObject({
      reason: 'second-reading'
    });
    expect(await mails()).toEqual([]);
    expect(await open()).toEqual({ ok: true, sent: 1 });
  });
});

describe('an answer', () => {
  test('is written whole, changed until the closing, and reads itself again', async () => {
    const poll = await anOpenPoll(db, animator, event);
    expect(await answer('a@exemple.test', 'osnn', NOW, 'Plutôt en visio')).toEqual({ ok: true });
    expect(await answer('a@exemple.test', 'nnno')).toEqual({ ok: true });
    const token = await pollToken(db, poll.id, 'a@exemple.test');
    const asked = await getAsked(db, token, NOW);
    expect(asked.slots.map(({ mine }) => mine)).toEqual(['no', 'no', 'no', 'yes']);
    expect(asked.comment).toBe('');
  });

  test('says which dates it misses, and writes nothing', async () => {
    const poll = await anOpenPoll(db, animator, event);
    const token = await pollToken(db, poll.id, 'a@exemple.test');
    const one = new Map<number, Answer>([[poll.slots[0]!.id, 'yes']]);
    expect(await answerPoll(db, token, { answers: one, comment: '', reread: false }, NOW)).toEqual({
      ok: false,
      reason: 'missing',
      missing: poll.slots.slice(1).map(({ id }) => id)
    });
    expect((await getAsked(db, token, NOW)).answeredAt).toBeNull();
  });

  test('that could let a patient be recognised is read again first', async () => {
    await anOpenPoll(db, animator, event);
    const refused = await answer(
      'a@exemple.test',
      'oooo',
      NOW,
      'Je vois Mme Dupont, née le 12/03/1941'
    );
    expect(refused).toMatchObject({ ok: false, reason: 'second-reading' });
  });

  test('is refused once the last day is over, the date kept, or the edition cancelled', async () => {
    const poll = await anOpenPoll(db, animator, event);
    expect(await answer('a@exemple.test', 'oooo', new Date('2027-02-25T22:58:00Z'))).toEqual({
      ok: true
    });
    expect(await answer('a@exemple.test', 'oooo', new Date('2027-02-25T23:00:00Z'))).toEqual({
      ...{ ok: false, reason: 'closed' }
    });
    const token = await pollToken(db, poll.id, 'a@exemple.test');
    await sql`update event set status = 'cancelled'`.execute(db);
    expect((await getAsked(db, token, NOW)).state).toBe('cancelled');
    expect(await answer('a@exemple.test', 'oooo')).toEqual({ ok: false, reason: 'closed' });
  });

  test('of a link that is not ours, or was revoked, is no answer', async () => {
    const poll = await anOpenPoll(db, animator, event);
    const token = await pollToken(db, poll.id, 'a@exemple.test');
    const given = { answers: new Map<number, Answer>(), comment: '', reread: false };
    for (const wrong of ['faux', `${token}x`, `z${token}`, token.replace(/.$/, '!')])
      await expect(answerPoll(db, wrong, given, NOW)).rejects.toThrow(NotFound);
    await sql`update date_poll_guest set link_version = 2`.execute(db);
    await expect(getAsked(db, token, NOW)).rejects.toThrow(NotFound);
  });

  test('shows nothing of the others: their number alone, and only if the organiser wishes it', async () => {
    const guests = ['a@exemple.test', 'victor.secret@exemple.test'];
    const poll = await anOpenPoll(db, animator, event, { guests });
    await sql`update date_poll_guest set name = 'Victor Secret' where email like 'victor%'`.execute(
      db
    );
    await answer('victor.secret@exemple.test', 'osnn', NOW, 'Mot de Victor');
    const token = await pollToken(db, poll.id, 'a@exemple.test');
    const hidden = await getAsked(db, token, NOW);
    expect(hidden.slots.map(({ others }) => others)).toEqual([null, null, null, null]);
    await openPoll(db, animator, event, { input: { ...SETTINGS, tallyShown: true } }, NOW);
    const shown = await getAsked(db, token, NOW);
    expect(shown.slots.slice(0, 2).map(({ others }) => others)).toEqual([
      { yes: 1, ifNeeded: 0 },
      { yes: 0, ifNeeded: 1 }
    ]);
    for (const page of [hidden, shown]) {
      expect(JSON.stringify(page)).not.toMatch(/victor|secret|@/i);
    }
    const board = JSON.stringify(await readBoard(db, animator, slug, NOW));
    expect(board).not.toMatch(/[^…]@|victor\./);
    expect(board).toContain('Mot de Victor');
  });
});

describe('reminders', () => {
  const guests = ['a@exemple.test', 'b@exemple.test'];

  test('go to the silent alone, and not twice the same day', async () => {
    await anOpenPoll(db, animator, event, { guests });
    expect(await remindSilent(db, animator, event, NOW)).toBe(0);
    await answer('a@exemple.test', 'oooo');
    expect(await remindSilent(db, animator, event, later(2))).toBe(1);
    expect(await remindSilent(db, animator, event, later(2))).toBe(0);
    expect((await mails()).slice(2)).toEqual(['date-poll → b@exemple.test']);
    expect(await remindSilent(db, animator, event, later(60))).toBeNull();
  });

  test('leave by themselves three days before the closing, once, even run twice at once', async () => {
    await anOpenPoll(db, animator, event, { guests });
    await answer('a@exemple.test', 'oooo');
    expect(await remindBeforeClosing(db, later(20))).toBe(0);
    const soon = new Date('2027-02-23T06:00:00Z');
    const both = await Promise.all([remindBeforeClosing(db, soon), remindBeforeClosing(db, soon)]);
    expect(both.sort()).toEqual([0, 1]);
    expect(await remindBeforeClosing(db, new Date('2027-02-24T06:00:00Z'))).toBe(0);
    expect((await mails()).slice(2)).toEqual(['date-poll → b@exemple.test']);
  });
});

describe('closing', () => {
  const guests = ['a@exemple.test', 'b@exemple.test'];

  test('gives the edition its date and half-days, and tells everybody once', async () => {
    const poll = await anOpenPoll(db, animator, event, { guests });
    await answer('a@exemple.test', 'nnon');
    const kept = poll.slots[2]!;
    expect(await closePoll(db, animator, event, kept.id, later(3))).toEqual({ ok: true, told: 2 });
    const { event: dated, state, poll: closed } = await readBoard(db, animator, slug, later(3));
    expect([dated.startsAt, dated.endsAt]).toEqual([kept.startsAt, kept.endsAt]);
    expect(dated.halfDays.map(({ label }) => label)).toEqual(['Jeudi matin']);
    expect([state, closed!.slots.filter(({ chosen }) => chosen).map(({ id }) => id)]).toEqual([
      ...['closed', [kept.id]]
    ]);
    expect((await mails()).slice(2)).toEqual(guests.map((one) => `date-poll-closed → ${one}`));
    expect(await closePoll(db, animator, event, poll.slots[0]!.id, later(3))).toEqual({
      ...{ ok: false, reason: 'already' },
      when: 'jeudi 18 mars 2027, 9\u00a0h\u00a0–\u00a012\u00a0h\u00a030'
    });
    expect(await mails()).toHaveLength(4);
    expect(await answer('a@exemple.test', 'oooo', later(3))).toMatchObject({ reason: 'closed' });
    expect(await removeSlot(db, animator, event, kept.id)).toMatchObject({ reason: 'closed' });
    expect(await addSlots(db, animator, event, FOUR_MORNINGS, NOW)).toMatchObject({ ok: false });
    expect(await openPoll(db, animator, event, { input: SETTINGS }, NOW)).toMatchObject({
      ok: false
    });
  });

  test('can wait after the last day to answer, which can be pushed back', async () => {
    const poll = await anOpenPoll(db, animator, event, { guests });
    const over = new Date('2027-02-26T08:00:00Z');
    expect((await readBoard(db, animator, slug, over)).state).toBe('over');
    expect(await answer('a@exemple.test', 'oooo', over)).toMatchObject({ ok: false });
    const input = { ...SETTINGS, closesOn: '2027-03-01' };
    expect(await openPoll(db, animator, event, { input }, over)).toEqual({ ok: true, sent: 0 });
    expect(await answer('a@exemple.test', 'oooo', over)).toEqual({ ok: true });
    expect(await closePoll(db, animator, event, poll.slots[0]!.id, over)).toMatchObject({
      ok: true
    });
  });

  test('refuses a date that is gone, a date of another poll, a draft', async () => {
    await addSlots(db, animator, event, FOUR_MORNINGS, NOW);
    const draft = (await findPoll(db, event))!;
    const close = (slot: PollSlotId, now = NOW) => closePoll(db, animator, event, slot, now);
    expect(await close(draft.slots[0]!.id)).toEqual({ ok: false, reason: 'not-open' });
    await anOpenPoll(db, animator, event);
    expect(await close(draft.slots[0]!.id, later(90))).toEqual({ ok: false, reason: 'past' });
    expect(await close(999_999 as PollSlotId)).toEqual({ ok: false, reason: 'no-such-slot' });
    expect((await readBoard(db, animator, slug, NOW)).event.startsAt).toBeNull();
  });
});

describe('at the same time', () => {
  test('two animators keep two dates: one wins, the other is told which, each guest has one message', async () => {
    for (let time = 0; time < 10; time += 1) {
      await sql`delete from event`.execute(db);
      await sql`delete from mail_message`.execute(db);
      ({ id: event, slug } = await anEvent(db, territory.id, { startsAt: null, endsAt: null }));
      const poll = await anOpenPoll(db, animator, event, { guests: ['a@exemple.test'] });
      const other = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
      const both = await Promise.all([
        closePoll(db, animator, event, poll.slots[0]!.id, NOW),
        closePoll(db, other, event, poll.slots[1]!.id, NOW)
      ]);
      expect(both.filter(({ ok }) => ok)).toHaveLength(1);
      const loser = both.find(({ ok }) => !ok);
      const kept = (await findPoll(db, event))!.slots.filter(({ chosen }) => chosen);
      expect(kept).toHaveLength(1);
      expect(loser).toMatchObject({ reason: 'already' });
      const { startsAt } = (await readBoard(db, animator, slug, NOW)).event;
      expect(startsAt).toEqual(kept[0]!.startsAt);
      expect((await mails()).filter((one) => one.startsWith('date-poll-closed'))).toHaveLength(1);
    }
  });

  test('negative control: without holding the poll, both read it open and both would write to everybody', async () => {
    await anOpenPoll(db, animator, event);
    const [one, two] = [connect(url, { max: 1 }), connect(url, { max: 1 })];
    const readThenClose = (executor: typeof db, meet: () => Promise<null>) =>
      executor.transaction().execute(async (tx) => {
        const poll = (await findPoll(tx, event))!;
        await meet();
        if (poll.status === 'closed') return 'told';
        await tx
          .updateTable('date_poll')
          .set({ status: 'closed' })
          .where('id', '=', poll.id)
          .execute();
        return 'closed';
      });
    let arrived = 0;
    const { promise, resolve } = Promise.withResolvers<null>();
    const meet = () => {
      arrived += 1;
      if (arrived === 2) resolve(null);
      return promise;
    };
    const results = await Promise.all([readThenClose(one, meet), readThenClose(two, meet)]);
    await Promise.all([one.destroy(), two.destroy()]);
    expect(results).toEqual(['closed', 'closed']);
  });

  test('a vote that arrives as the poll closes is counted before, or refused after: never lost', async () => {
    for (let time = 0; time < 10; time += 1) {
      await sql`delete from event`.execute(db);
      ({ id: event, slug } = await anEvent(db, territory.id, { startsAt: null, endsAt: null }));
      const poll = await anOpenPoll(db, animator, event, { guests: ['a@exemple.test'] });
      const [vote, closed] = await Promise.all([
        answer('a@exemple.test', 'nnno'),
        closePoll(db, animator, event, poll.slots[0]!.id, NOW)
      ]);
      expect(closed.ok).toBe(true);
      const { guests } = await readBoard(db, animator, slug, NOW);
      expect(Object.keys(guests[0]!.answers)).toHaveLength(vote.ok ? 4 : 0);
      if (!vote.ok) expect(vote.reason).toBe('closed');
    }
  });

  test('the same guest in two tabs leaves one whole answer', async () => {
    await anOpenPoll(db, animator, event);
    await Promise.all([answer('a@exemple.test', 'oooo'), answer('a@exemple.test', 'nnnn')]);
    const { guests } = await readBoard(db, animator, slug, NOW);
    expect(new Set(Object.values(guests[0]!.answers)).size).toBe(1);
  });
});

describe('the board', () => {
  test('ranks the dates, names who would be absent by type, and whose silence leaves doubt', async () => {
    const traits = { territories: [territory.slug] };
    for (const [name, type] of [
      ['CLIC', 'CLIC'],
      ['MSP', 'MSP'],
      ['DAC', 'DAC']
    ])
      await createStructure(
        db,
        operator('test'),
        aStructure({
          ...traits,
          name: name!,
          type: type!,
          email: `${type!.toLowerCase()}@exemple.test`
        })
      );
    const choice = { ...NOBODY, types: ['CLIC', 'MSP', 'DAC'] };
    await addSlots(db, animator, event, FOUR_MORNINGS, NOW);
    await inviteGuests(db, animator, event, choice, NOW);
    await openPoll(db, animator, event, { input: SETTINGS }, NOW);
    await answer('clic@exemple.test', 'oonn');
    await answer('msp@exemple.test', 'nonn');
    const board = await readBoard(db, animator, slug, NOW);
    const best = board.ranking[0]!;
    expect(best).toMatchObject({ slot: board.poll!.slots[1]!.id, yes: 2, unknown: 1 });
    expect(board.ranking[1]!.missing).toEqual({
      ...{ structures: ['MSP'], types: ['MSP'], professions: [] }
    });
    expect(board.silentTypes).toEqual(['DAC']);
  });

  test('shows the days off of the département of the venue, else of the territory', async () => {
    await addSlots(
      db,
      animator,
      event,
      [{ start: '2027-05-06T09:00', end: '2027-05-06T12:00' }],
      NOW
    );
    const board = await readBoard(db, animator, slug, NOW);
    expect(board.departement).toMatchObject({ code: 'D1', from: 'territory' });
    expect(Object.values(board.notes)[0]).toEqual([
      { kind: 'public', text: 'Férié : Ascension' },
      { kind: 'unknown', text: 'Vacances scolaires non connues' }
    ]);
  });

  test('reads as many statements for one guest as for three, and so does the page of a guest', async () => {
    const counts: number[][] = [];
    for (const guests of [
      ['a@exemple.test'],
      ['a@exemple.test', 'b@exemple.test', 'c@exemple.test']
    ]) {
      const poll = await anOpenPoll(db, animator, event, { guests });
      const token = await pollToken(db, poll.id, 'a@exemple.test');
      counts.push([
        await countingStatements(db, (counted) => readBoard(counted, animator, slug, NOW)),
        await countingStatements(db, (counted) => getAsked(counted, token, NOW))
      ]);
    }
    expect(counts[1]).toEqual(counts[0]);
  });
});
