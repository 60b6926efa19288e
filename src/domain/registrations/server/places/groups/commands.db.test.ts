import { beforeAll, describe, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import type { EventId } from '#shared/ids.ts';
import { aSession } from '../../../../../../tests/factories/events.ts';
import { aTerritory } from '../../../../../../tests/factories/people.ts';
import { aRequest } from '../../../../../../tests/factories/registrations.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { holdThrottleWindow } from '../../../../../../tests/support/throttle.ts';
import { deskOf } from '../../../../../../tests/support/desk.ts';
import type { RegistrationRequest } from '../../../desk.ts';
import { listRegistrationsOf } from '../queries.ts';
import { MOST_IN_GROUP, registerGroup, type GroupContact } from './commands.ts';

const db = await testDatabase();
await holdThrottleWindow(db);
const now = new Date('2027-02-01T10:00:00Z');
const CONTACT = { name: 'Sam Accueil', email: 'accueil@exemple.test' };
let territory: Territory;
const desk = deskOf(db, () => territory.id, now);

beforeAll(async () => {
  territory = await aTerritory(db);
});

/** « a » as a@exemple.test; without a name, somebody who has no address. */
function colleague(
  name: string | null,
  traits: Parameters<typeof aRequest>[0] = {}
): RegistrationRequest {
  const request = aRequest({ lastName: name ?? 'Sans adresse', ...traits });
  return { ...request, email: name === null ? null : `${name}@exemple.test` };
}

const enter = (
  event: EventId,
  people: readonly RegistrationRequest[],
  contact: GroupContact = CONTACT
) => registerGroup(db, VISITOR, event, contact, people, { now });

const statuses = async (event: EventId) =>
  (await listRegistrationsOf(db, event)).map(({ status }) => status);

describe('registering colleagues', () => {
  test('gives each a place or a rank in the order of the list, writes to each, and the whole list to who did it', async () => {
    const event = await desk.open({ capacity: 2 });
    const outcome = await enter(event, [colleague('une'), colleague(null), colleague('trois')]);
    expect(outcome).toMatchObject({
      ok: true,
      repeated: false,
      people: [{ status: 'confirmed' }, { status: 'confirmed' }, { status: 'waitlisted' }]
    });
    expect(await statuses(event)).toEqual(['confirmed', 'confirmed', 'waitlisted']);
    expect(await desk.mails(event, 'une')).toEqual(['registration-confirmed']);
    expect(await desk.mails(event, 'trois')).toEqual(['registration-waiting']);
    expect(await desk.mails(event, 'accueil')).toEqual(['registration-group']);
    const [first] = await listRegistrationsOf(db, event);
    expect(first).toMatchObject({ origin: 'group', lastName: 'une' });
    expect(await desk.traces(first!.id)).toEqual(['register: Groupe de Sam Accueil']);
  });

  test('leaves as she was the one who is registered already, and says so to who did it alone', async () => {
    const event = await desk.open();
    const before = await desk.enter(event, 'deja', { lastName: 'Avant' });
    const outcome = await enter(event, [
      colleague('deja', { lastName: 'Après' }),
      colleague('neuve')
    ]);
    expect(outcome).toMatchObject({
      people: [{ ok: false, reason: 'already' }, { status: 'confirmed' }]
    });
    expect(await desk.read(before)).toMatchObject({ lastName: 'Avant', origin: 'self' });
    expect(await desk.mails(event, 'deja')).toEqual(['registration-confirmed']);
  });

  test('the same form sent twice at once is one group, and one message to each', async () => {
    const event = await desk.open();
    const contact = { ...CONTACT, email: 'double@exemple.test', requestKey: 'groupe-clé' };
    const send = () => enter(event, [colleague('jumelle')], contact);
    const outcomes = await Promise.all([send(), send()]);
    expect(outcomes.map((one) => one.ok && one.repeated).toSorted()).toEqual([false, true]);
    expect(await statuses(event)).toEqual(['confirmed']);
    expect(await desk.mails(event, 'jumelle')).toHaveLength(1);
    expect(await desk.mails(event, 'double')).toHaveLength(1);
  });
});

describe('a group is refused whole', () => {
  test('when one line is: nobody is registered, and the line is named', async () => {
    const event = await desk.open();
    const sessions = [
      await aSession(db, event, { title: 'Un' }),
      await aSession(db, event, { title: 'Deux' })
    ];
    const people = [
      colleague('bonne'),
      colleague('bonne'),
      colleague('double-seance', { sessions })
    ];
    expect(await enter(event, people)).toEqual({
      ok: false,
      reason: 'invalid',
      issues: [
        { path: '1.email', message: 'Cette adresse est déjà dans la liste.' },
        { path: '2.sessions', message: '« Un » et « Deux » ont lieu en même temps.' }
      ]
    });
    expect(await statuses(event)).toEqual([]);
  });

  test('when there is nobody in it, or more people than a group', async () => {
    const event = await desk.open();
    const many = Array.from({ length: MOST_IN_GROUP + 1 }, (_, index) => colleague(`p${index}`));
    for (const people of [[], many])
      expect(await enter(event, people)).toMatchObject({
        reason: 'invalid',
        issues: [{ path: '' }]
      });
    expect(await statuses(event)).toEqual([]);
  });

  test('when groups are not taken, registrations are closed, or the edition is not to be read', async () => {
    const event = await desk.open();
    await db
      .updateTable('registration_desk')
      .set({ groups_allowed: false })
      .where('event_id', '=', event)
      .execute();
    expect(await enter(event, [colleague('a')])).toEqual({ ok: false, reason: 'no-groups' });
    const closed = await desk.open({}, { closesAt: '2027-01-31T08:00:00Z' });
    expect(await enter(closed, [colleague('a')])).toMatchObject({ ok: false, reason: 'closed' });
    const draft = await desk.open({ status: 'draft' });
    await expect(enter(draft, [colleague('a')])).rejects.toThrow('n’existe pas');
  });

  test('until what may name somebody is read again, line by line', async () => {
    const event = await desk.open();
    const access = 'Pensez à Mme Esquisse, née le 12/03/1934.';
    const people = [colleague('claire'), colleague('a-relire', { access })];
    expect(await enter(event, people)).toMatchObject({
      ok: false,
      reason: 'second-reading',
      readings: [{ field: '1.acces' }]
    });
    expect(await statuses(event)).toEqual([]);
    const reread = people.map((one) => ({ ...one, reread: true }));
    expect(await enter(event, reread)).toMatchObject({ ok: true });
  });

  test('from one place, past what a hospital’s office would send', async () => {
    const event = await desk.open();
    const send = () =>
      registerGroup(db, VISITOR, event, CONTACT, [], { now, address: '192.0.2.77' });
    const reasons = new Set<string>();
    for (let sent = 0; sent < 61; sent++) {
      const outcome = await send();
      if (!outcome.ok) reasons.add(outcome.reason);
    }
    expect([...reasons]).toEqual(['invalid', 'too-many']);
  });
});
