import { beforeAll, describe, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { getEvent } from '#domain/events/server/queries.ts';
import type { Territory } from '#domain/territory/model.ts';
import type { RegistrationRequest } from '../../desk.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aRequest, openDesk } from '../../../../../tests/factories/registrations.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { sendLinkAgain } from '../links/commands.ts';
import { getRegistrationLink } from '../links/queries.ts';
import { listParticipants } from '../participants/queries.ts';
import { register } from '../places/commands.ts';
import { findAcquaintance, findPlace, listOwnRegistrations } from './queries.ts';

const db = await testDatabase();
const now = new Date('2027-02-01T10:00:00Z');
let territory: Territory;
let turn = 0;

beforeAll(async () => {
  territory = await aTerritory(db);
});

async function anEdition() {
  const { id, slug } = await anEvent(db, territory.id);
  await openDesk(db, id);
  return getEvent(db, VISITOR, slug).then((event) => ({ event, id }));
}

async function registered(
  event: Awaited<ReturnType<typeof anEdition>>['id'],
  traits: Partial<RegistrationRequest> = {}
): Promise<{ email: string; token: string }> {
  const email = `inscrite${++turn}@exemple.test`;
  const request = { ...aRequest(traits), email };
  const outcome = await register(db, VISITOR, event, request, { now });
  if (!outcome.ok) throw new Error(outcome.reason);
  const link = await getRegistrationLink(db, outcome.registration);
  return { email, token: link.slice('/ma-place/'.length) };
}

describe('the list of who comes', () => {
  test('names those who agreed, without address nor need, and counts the others', async () => {
    const { event, id } = await anEdition();
    const said = { professionLabel: 'Infirmière', structureLabel: 'Cabinet', meal: 'Sans gluten' };
    const named = await registered(id, { ...said, firstName: 'Noa', listConsent: true });
    const discreet = await registered(id, { firstName: 'Dana', lastName: 'Discrète' });
    const { participants, others } = await listParticipants(db, VISITOR, event, named);
    expect(participants).toEqual([
      { name: 'Noa Essai', profession: 'Infirmière', structure: 'Cabinet', commune: '' }
    ]);
    expect(others).toBe(1);
    const text = JSON.stringify(await listParticipants(db, VISITOR, event, discreet));
    for (const secret of [named.email, discreet.email, 'Discrète', 'gluten', '@'])
      expect(text).not.toContain(secret);
  });

  test('is refused to whoever does not come, and to all but the team when it is not shared', async () => {
    const { event, id } = await anEdition();
    const elsewhere = await anEdition();
    const mine = await registered(id);
    const theirs = await registered(elsewhere.id);
    await expect(listParticipants(db, VISITOR, event, { token: '' })).rejects.toThrow('inscrites');
    await expect(listParticipants(db, VISITOR, event, theirs)).rejects.toThrow('inscrites');
    const member = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
    await expect(listParticipants(db, member, event, { token: '' })).rejects.toThrow('inscrites');
    await db
      .updateTable('registration_desk')
      .set({ list_shared: false })
      .where('event_id', '=', id)
      .execute();
    await expect(listParticipants(db, VISITOR, event, mine)).rejects.toThrow('ne partage pas');
    const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
    await listParticipants(db, animator, event, { token: '' });
  });
});

describe('a link', () => {
  test('leads to one’s place with one’s needs; a wrong or replaced one leads nowhere', async () => {
    const { id } = await anEdition();
    const { token } = await registered(id, { meal: 'Sans gluten', access: 'Rampe' });
    expect(await findPlace(db, token)).toMatchObject({
      registration: { status: 'confirmed' },
      needs: { meal: 'Sans gluten', access: 'Rampe' },
      event: { id }
    });
    expect(await findPlace(db, `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).toBe(
      null
    );
    await db
      .updateTable('registration')
      .set({ link_version: 2 })
      .where('event_id', '=', id)
      .execute();
    expect(await findPlace(db, token)).toBe(null);
  });

  test('is sent again to an address that is registered, three times an hour, and to no other', async () => {
    const { event, id } = await anEdition();
    const { email, token } = await registered(id);
    const count = async (address: string) => {
      const rows = await db
        .selectFrom('mail_message')
        .select('text_body')
        .where('recipient', '=', address)
        .where('kind', '=', 'registration-already')
        .execute();
      for (const row of rows) expect(row.text_body).toContain(token);
      return rows.length;
    };
    for (let time = 0; time < 5; time++)
      await sendLinkAgain(db, event, ` ${email.toUpperCase()} `, '192.0.2.7');
    expect(await count(email)).toBe(3);
    await sendLinkAgain(db, event, 'inconnue@exemple.test', '192.0.2.7');
    await sendLinkAgain(db, event, 'pas une adresse', '192.0.2.7');
    expect(await count('inconnue@exemple.test')).toBe(0);
  });
});

describe('somebody who has an account', () => {
  test('finds what she is registered to, with her account or with her address, and nothing of others', async () => {
    const { id } = await anEdition();
    const second = await anEdition();
    const actor = await person(db, { name: 'Ada Compte', email: 'ada.compte@exemple.test' });
    const own = aRequest({ email: 'ada.compte@exemple.test' });
    await register(db, VISITOR, id, own, { now });
    await register(db, actor, second.id, own, { now });
    await registered(id);
    const list = await listOwnRegistrations(db, actor, now);
    expect(list).toHaveLength(2);
    expect(list.every(({ status }) => status === 'confirmed')).toBe(true);
    expect(await listOwnRegistrations(db, VISITOR, now)).toEqual([]);
    const linked = await db
      .selectFrom('registration')
      .select('event_id')
      .where('person_id', '=', actor.id)
      .execute();
    expect(linked).toEqual([{ event_id: second.id }]);
  });

  test('does not type again what is known of her', async () => {
    const actor = await person(db, { name: 'Ada Prévue', email: 'ada.prevue@exemple.test' });
    expect(await findAcquaintance(db, actor)).toMatchObject({
      ...{ email: 'ada.prevue@exemple.test', firstName: 'Ada', lastName: 'Prévue' }
    });
    expect(await findAcquaintance(db, VISITOR)).toBe(null);
  });
});
