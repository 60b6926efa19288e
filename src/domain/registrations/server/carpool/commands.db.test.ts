import { beforeAll, describe, expect, test } from 'vitest';
import type { Territory } from '#domain/territory/model.ts';
import { NotFound } from '#shared/errors.ts';
import type { CommuneCode, EventId, RegistrationId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { holdThrottleWindow } from '../../../../../tests/support/throttle.ts';
import { CARPOOL_LIMITS, type CarpoolInput } from '../../carpool.ts';
import { registrationToken } from '../links/queries.ts';
import { saveCarpool, withdrawCarpool, writeToCarpooler } from './commands.ts';
import { findCarpool } from './queries.ts';

const SECRET = 'le texte que personne ne garde';
const db = await testDatabase();
await holdThrottleWindow(db);
const now = new Date('2027-02-01T10:00:00Z');
let territory: Territory;
let place = 0;

beforeAll(async () => {
  territory = await aTerritory(db);
});

async function holder(
  event: EventId,
  firstName: string,
  traits: { status?: string; commune?: string } = {}
) {
  const email = `${firstName.toLowerCase()}${++place}@exemple.test`;
  const { id } = await db
    .insertInto('registration')
    .values({
      ...{ event_id: event, email, first_name: firstName, last_name: 'Nomsecret' },
      ...{ status: traits.status ?? 'confirmed', commune_code: traits.commune ?? 'A' },
      ...(traits.status === 'waitlisted' ? { waitlisted_at: now } : {})
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, email, token: registrationToken(id as RegistrationId, 1) };
}

const input = (traits: Partial<CarpoolInput> = {}): CarpoolInput => ({
  ...{ kind: 'offer', seats: 3, note: '', commune: 'A' as CommuneCode },
  ...traits
});
const save = (token: string, traits: Partial<CarpoolInput> = {}) =>
  saveCarpool(db, token, input(traits), { reread: false, now });
const write = (token: string, entry: number, message = SECRET, more = {}) =>
  writeToCarpooler(
    db,
    token,
    { entry, message },
    {
      ...{ reread: false, now, address: `192.0.2.${++place % 250}` },
      ...more
    }
  );
const entriesOf = async (token: string) => (await findCarpool(db, token, now))!.entries;
const mails = () => db.selectFrom('mail_message').selectAll().orderBy('id', 'desc').execute();

describe('coming together', () => {
  test('the others see a first name, a commune, seats and a note; never a name nor an address', async () => {
    const { id } = await anEvent(db, territory.id);
    const [ada, luc] = [await holder(id, 'Ada'), await holder(id, 'Luc')];
    expect(await save(ada.token, { note: 'Départ à 7 h 30' })).toEqual({ ok: true });
    const [seen] = await entriesOf(luc.token);
    expect(seen).toMatchObject({
      ...{ firstName: 'Ada', kind: 'offer', seats: 3, note: 'Départ à 7 h 30' },
      ...{ commune: { code: 'A' }, closeness: 'commune' }
    });
    expect(JSON.stringify(seen)).not.toMatch(/Nomsecret|@exemple|registration/);
    const hers = (await findCarpool(db, ada.token, now))!;
    expect(hers).toMatchObject({ mine: { seats: 3 }, entries: [] });
  });

  test('the nearest come first: the same commune, then the same EPCI, then the same département', async () => {
    const { id } = await anEvent(db, territory.id);
    for (const [name, commune] of [
      ['Loin', 'D'],
      ['Département', 'C'],
      ['Ici', 'A'],
      ['Voisin', 'B']
    ] as const)
      await save((await holder(id, name)).token, { commune: commune as CommuneCode });
    const looking = await holder(id, 'Zoé', { commune: 'A' });
    const order = await entriesOf(looking.token);
    expect(order.map(({ firstName }) => firstName)).toEqual([
      ...['Ici', 'Voisin', 'Département', 'Loin']
    ]);
  });

  test('one entry a registration: sent twice or by two tabs at once, it is changed', async () => {
    const { id } = await anEvent(db, territory.id);
    const [ada, luc] = [await holder(id, 'Ada'), await holder(id, 'Luc')];
    const outcomes = await Promise.all([1, 2, 3, 4].map((seats) => save(ada.token, { seats })));
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(await entriesOf(luc.token)).toHaveLength(1);
    await save(ada.token, { kind: 'request', seats: 1 });
    expect((await entriesOf(luc.token))[0]).toMatchObject({ kind: 'request', seats: 1 });
  });

  test('withdrawn, given up or erased with its registration, an entry is seen no more', async () => {
    const { id } = await anEvent(db, territory.id);
    const [ada, bob, eve] = [
      ...[await holder(id, 'Ada'), await holder(id, 'Bob'), await holder(id, 'Eve')]
    ] as const;
    const looking = await holder(id, 'Luc');
    for (const one of [ada, bob, eve]) await save(one.token);
    await withdrawCarpool(db, ada.token, now);
    await withdrawCarpool(db, ada.token, now);
    await db
      .updateTable('registration')
      .set({ status: 'cancelled' })
      .where('id', '=', bob.id)
      .execute();
    expect((await entriesOf(looking.token)).map(({ firstName }) => firstName)).toEqual(['Eve']);
    await db.deleteFrom('registration').where('id', '=', eve.id).execute();
    expect(await entriesOf(looking.token)).toEqual([]);
    const left = await db
      .selectFrom('carpool_entry')
      .select('id')
      .where('event_id', '=', id)
      .execute();
    expect(left).toHaveLength(1);
  });
});

describe('it is not open', () => {
  test('to who waits or has given up: nothing of the others is told, nothing is written', async () => {
    const { id } = await anEvent(db, territory.id);
    const ada = await holder(id, 'Ada');
    await save(ada.token);
    for (const status of ['waitlisted', 'cancelled']) {
      const out = await holder(id, 'Luc', { status });
      expect(await findCarpool(db, out.token, now)).toMatchObject({
        ...{ state: 'no-place', entries: [] }
      });
      expect(await save(out.token)).toEqual({ ok: false, reason: 'no-place' });
      expect(await write(out.token, 1)).toEqual({ ok: false, reason: 'no-place' });
    }
  });

  test('once the edition is over or cancelled', async () => {
    const past = await anEvent(db, territory.id, {
      ...{ startsAt: '2026-03-18T08:00:00Z', endsAt: '2026-03-18T16:00:00Z' }
    });
    const cancelled = await anEvent(db, territory.id, { status: 'cancelled' });
    expect(await save((await holder(past.id, 'Ada')).token)).toEqual({ ok: false, reason: 'past' });
    expect(await save((await holder(cancelled.id, 'Ada')).token)).toEqual({
      ...{ ok: false, reason: 'cancelled' }
    });
  });

  test('to a link that is not one, or was revoked', async () => {
    const { id } = await anEvent(db, territory.id);
    const ada = await holder(id, 'Ada');
    const forged = `${ada.id.toString(36)}-${'x'.repeat(43)}`;
    await db
      .updateTable('registration')
      .set({ link_version: 2 })
      .where('id', '=', ada.id)
      .execute();
    for (const token of ['', 'faux', forged, ada.token]) {
      expect(await findCarpool(db, token, now)).toBeNull();
      await expect(save(token)).rejects.toThrow(NotFound);
      await expect(withdrawCarpool(db, token, now)).rejects.toThrow(NotFound);
      await expect(write(token, 1)).rejects.toThrow(NotFound);
    }
  });

  test('from a commune that does not exist', async () => {
    const { id } = await anEvent(db, territory.id);
    const ada = await holder(id, 'Ada');
    expect(await save(ada.token, { commune: 'ZZZ' as CommuneCode })).toEqual({
      ...{ ok: false, reason: 'unknown-commune' }
    });
  });
});

describe('writing', () => {
  test('goes by mail to who offers, is answered to who writes, and is kept nowhere else', async () => {
    const { id } = await anEvent(db, territory.id);
    const [ada, luc] = [await holder(id, 'Ada'), await holder(id, 'Luc')];
    await save(ada.token);
    const [entry] = await entriesOf(luc.token);
    expect(await write(luc.token, entry!.id)).toEqual({ ok: true, firstName: 'Ada' });
    const [mail] = await mails();
    expect(mail).toMatchObject({
      ...{ kind: 'carpool', recipient: ada.email, reply_to: luc.email, erase_once_sent: true }
    });
    expect(mail!.text_body).toContain(SECRET);
    expect(mail!.text_body).not.toContain('Nomsecret');
    for (const table of ['carpool_entry', 'registration_trace', 'audit_entry', 'throttle'] as const)
      expect(JSON.stringify(await db.selectFrom(table).selectAll().execute())).not.toContain(
        SECRET
      );
  });

  test('goes nowhere from another edition, to an entry withdrawn, or to oneself', async () => {
    const [here, there] = [await anEvent(db, territory.id), await anEvent(db, territory.id)];
    const [ada, luc] = [await holder(here.id, 'Ada'), await holder(here.id, 'Luc')];
    const stranger = await holder(there.id, 'Max');
    await save(ada.token);
    const [entry] = await entriesOf(luc.token);
    const before = (await mails()).length;
    for (const { token } of [stranger, ada])
      expect(await write(token, entry!.id)).toEqual({ ok: false, reason: 'gone' });
    await withdrawCarpool(db, ada.token, now);
    expect(await write(luc.token, entry!.id)).toEqual({ ok: false, reason: 'gone' });
    expect(await mails()).toHaveLength(before);
  });

  test('waits for a second reading when somebody may be recognised, in a note as in a message', async () => {
    const { id } = await anEvent(db, territory.id);
    const [ada, luc] = [await holder(id, 'Ada'), await holder(id, 'Luc')];
    const telling = 'NIR 2 42 03 82 112 005 71';
    expect(await save(ada.token, { note: telling })).toMatchObject({ reason: 'second-reading' });
    await save(ada.token);
    const [entry] = await entriesOf(luc.token);
    expect(await write(luc.token, entry!.id, telling)).toMatchObject({ reason: 'second-reading' });
    expect(await write(luc.token, entry!.id, telling, { reread: true })).toMatchObject({
      ok: true
    });
  });

  test('is slowed down for who writes too much', async () => {
    const { id } = await anEvent(db, territory.id);
    const [ada, luc] = [await holder(id, 'Ada'), await holder(id, 'Luc')];
    await save(ada.token);
    const [entry] = await entriesOf(luc.token);
    const answers = [];
    for (let turn = 0; turn <= CARPOOL_LIMITS.fromHolder.most; turn += 1)
      answers.push(await write(luc.token, entry!.id));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(CARPOOL_LIMITS.fromHolder.most);
    expect(answers.at(-1)).toEqual({ ok: false, reason: 'too-many' });
  });
});
