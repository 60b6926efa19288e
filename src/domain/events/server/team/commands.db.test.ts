import { beforeEach, describe, expect, test } from 'vitest';
import { loadActor } from '#app/actor.ts';
import { Forbidden } from '#shared/errors.ts';
import type { EventId, PartnerId, ProgrammeSessionId } from '#shared/ids.ts';
import { aSession, anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import {
  canEditPartner,
  canEditSession,
  canManageEvent,
  canWelcome,
  isInTeam
} from '../../rules.ts';
import { findEventById, getManagedEventById } from '../queries.ts';
import { addTeamMember, removeTeamMember } from './commands.ts';
import { listEntrustable, listTeam } from './queries.ts';

const db = await testDatabase();
const territory = await aTerritory(db);
const roles = [{ territory: territory.id, role: 'animator' }] as const;
const animator = await person(db, { name: 'Ana', roles });
const lucie = await person(db, { name: 'Lucie Esquisse', email: 'lucie@exemple.test' });
let event: EventId;

beforeEach(async () => {
  event = (await anEvent(db, territory.id, { status: 'draft' })).id;
});

const NOTHING = { session: null, partner: null };
const add = (role: 'organiser' | 'reception' | 'partner', more: object = {}) =>
  addTeamMember(db, animator, event, { email: 'lucie@exemple.test', role, ...NOTHING, ...more });
const place = async () => (await findEventById(db, event))!.place;

async function aPartner(of: EventId): Promise<PartnerId> {
  const values = { event_id: of, name: 'Mutuelle', role: 'partner' as const };
  const row = await db
    .insertInto('event_partner')
    .values(values)
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id as PartnerId;
}

describe('each role is limited to this edition', () => {
  test('an organiser prepares all of it, and nothing of the others', async () => {
    await add('organiser');
    expect(canManageEvent(lucie, await place())).toBe(true);
    await expect(getManagedEventById(db, lucie, event)).resolves.toMatchObject({ id: event });
    const { id: other } = await anEvent(db, territory.id);
    await expect(getManagedEventById(db, lucie, other)).rejects.toThrow(Forbidden);
  });

  test('the reception welcomes, and manages nothing', async () => {
    await add('reception');
    expect(canWelcome(lucie, await place())).toBe(true);
    expect(canManageEvent(lucie, await place())).toBe(false);
    await expect(listTeam(db, lucie, event)).rejects.toThrow(Forbidden);
  });

  test('a partner writes of its session, not of another', async () => {
    const session = await aSession(db, event);
    const other = await aSession(db, event);
    await add('partner', { session });
    expect(canEditSession(lucie, await place(), session)).toBe(true);
    expect(canEditSession(lucie, await place(), other)).toBe(false);
    expect(canManageEvent(lucie, await place())).toBe(false);
  });

  test('a partner writes of itself, not of another', async () => {
    const partner = await aPartner(event);
    await add('partner', { partner });
    expect(canEditPartner(lucie, await place(), partner)).toBe(true);
    expect(canEditPartner(lucie, await place(), await aPartner(event))).toBe(false);
  });
});

describe('joining a team', () => {
  test('is told by a message, and seen by those who manage', async () => {
    expect(await add('reception')).toEqual({ ok: true, name: 'Lucie Esquisse' });
    expect(await listTeam(db, animator, event)).toMatchObject([
      { role: 'reception', person: { name: 'Lucie Esquisse' } }
    ]);
    const mails = await db
      .selectFrom('mail_message')
      .select(['recipient', 'kind', 'text_body'])
      .where('kind', '=', 'event-team')
      .execute();
    expect(mails.at(-1)).toMatchObject({ recipient: 'lucie@exemple.test' });
    expect(mails.at(-1)?.text_body).toContain('Accueille le jour même');
  });

  test('needs an account, whatever the case of the address', async () => {
    expect(await add('reception', { email: 'inconnue@exemple.test' })).toEqual({
      ...{ ok: false, reason: 'no-account' }
    });
    expect(await add('reception', { email: ' LUCIE@exemple.test' })).toMatchObject({ ok: true });
    await person(db, { email: 'partie@exemple.test' });
    await db
      .updateTable('person')
      .set({ suspended_at: new Date() })
      .where('email', '=', 'partie@exemple.test')
      .execute();
    expect(await add('reception', { email: 'partie@exemple.test' })).toMatchObject({ ok: false });
  });

  test('happens once a role, even of two people at once', async () => {
    const outcomes = await Promise.all([add('organiser'), add('organiser')]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await add('organiser')).toEqual({ ok: false, reason: 'already' });
    expect(await add('reception')).toMatchObject({ ok: true });
  });

  test('a partner is given something of this very edition', async () => {
    const { id: other } = await anEvent(db, territory.id);
    const theirs = { session: await aSession(db, other), partner: await aPartner(other) };
    const refused = { ok: false, reason: 'nothing-entrusted' };
    expect(await add('partner')).toEqual(refused);
    expect(await add('partner', { session: theirs.session })).toEqual(refused);
    expect(await add('partner', { partner: theirs.partner })).toEqual(refused);
    expect(await listEntrustable(db, event)).toEqual({ sessions: [], partners: [] });
  });
});

test('who leaves the team sees the draft no more; another edition’s team is out of reach', async () => {
  await add('organiser');
  const [entry] = await listTeam(db, animator, event);
  const { id: other } = await anEvent(db, territory.id);
  await removeTeamMember(db, animator, other, entry!.id);
  expect(await listTeam(db, animator, event)).toHaveLength(1);
  await removeTeamMember(db, animator, event, entry!.id);
  const actor = await loadActor(db, lucie.id);
  expect(isInTeam(actor, await place())).toBe(false);
  await expect(removeTeamMember(db, lucie, other, 0)).rejects.toThrow(Forbidden);
});

test('a session that goes takes its partner’s role with it', async () => {
  const session: ProgrammeSessionId = await aSession(db, event);
  await add('partner', { session });
  await db.deleteFrom('programme_session').where('id', '=', session).execute();
  expect(await listTeam(db, animator, event)).toEqual([]);
});
