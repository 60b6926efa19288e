import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import { changeRole, endMembership } from '#domain/territory/server/memberships/commands.ts';
import { findMembership } from '#domain/territory/server/memberships/queries.ts';
import { Forbidden } from '#shared/errors.ts';
import { twoNetworks } from '../../../../../tests/factories/networks.ts';
import { person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { RACED } from '../../../../../tests/support/raced.ts';
import { leaveNetwork } from './commands.ts';

const db = await testDatabase();
const { here, structure, animator, again, mails, empty } = await twoNetworks(db);

beforeEach(() => empty());

describe('the last who leads a territory', () => {
  const keyOf = async (actor: PersonActor) => ({
    territory: here.id,
    membership: (await findMembership(db, actor.id, here.id))!.id,
    place: here
  });
  const LAST = { ok: false, reason: 'last-animator' };

  test('neither leaves nor is demoted, but by whoever runs the instance', async () => {
    const leads = await animator();
    const key = await keyOf(leads);
    expect(await changeRole(db, leads, { ...key, role: 'member' })).toEqual(LAST);
    expect(await leaveNetwork(db, leads, key)).toEqual(LAST);
    const boss = await person(db, { administrator: true });
    expect(await changeRole(db, boss, { ...key, role: 'member' })).toEqual({ ok: true });
  });

  test('a suspended animator does not count', async () => {
    const [leads, gone] = [await animator(), await animator()];
    await db
      .updateTable('person')
      .set({ suspended_at: new Date() })
      .where('id', '=', gone.id)
      .execute();
    expect(await endMembership(db, leads, await keyOf(leads))).toEqual(LAST);
  });

  test('two leaving at once: one stays', async () => {
    const both = [await animator(), await animator()];
    const keys = await Promise.all(both.map(keyOf));
    const outcomes = await Promise.all(
      both.map((actor, at) => endMembership(db, actor, keys[at]!))
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('negative control: without the lock, both leave', RACED, async () => {
    const both = [await animator(), await animator()];
    const leave = async (actor: PersonActor) => {
      const { rows } = await sql`select from membership where territory_id = ${here.id}
        and role = 'animator' and status = 'active' and person_id <> ${actor.id}`.execute(db);
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (rows.length === 0) return false;
      await sql`update membership set status = 'left' where person_id = ${actor.id}`.execute(db);
      return true;
    };
    expect(await Promise.all(both.map(leave))).toEqual([true, true]);
  });

  test('leaving takes the fiches away, and tells the animators of those left with nobody', async () => {
    await animator();
    const leaves = await person(db, {
      roles: [{ territory: here.id, role: 'member' }],
      referentOf: [structure]
    });
    const outcome = await leaveNetwork(db, leaves, await keyOf(leaves));
    expect(outcome).toMatchObject({ ok: true, alone: [{ name: 'CLIC d’ici' }] });
    expect(await again(leaves)).toMatchObject({ memberships: [], referentOf: [] });
    expect(await mails('left-alone')).toHaveLength(1);
  });

  test('nobody ends the membership of another but an animator', async () => {
    const victim = await person(db, { roles: [{ territory: here.id, role: 'member' }] });
    const member = await person(db, { roles: [{ territory: here.id, role: 'member' }] });
    await expect(endMembership(db, member, await keyOf(victim))).rejects.toThrow(Forbidden);
  });
});
