import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadActor } from '#app/actor.ts';
import { operator, type PersonActor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import {
  askMembership,
  changeRole,
  endMembership
} from '#domain/territory/server/memberships/commands.ts';
import { findMembership } from '#domain/territory/server/memberships/queries.ts';
import { newToken } from '#server/tokens.ts';
import { Forbidden, Invalid, NotFound } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { createStructure, saveVocabulary } from '../commands.ts';
import { defaultVocabulary } from '#app/demo-files.ts';
import { findAffiliation } from '../affiliations/queries.ts';
import { leaveNetwork } from '../leaving/commands.ts';
import { searchMembers, EVERY_MEMBER } from '../members/queries.ts';
import { exportMembers } from '../members/documents.ts';
import { approveRequest, cancelRequest, refuseRequest, requestToJoin } from './commands.ts';
import { confirmJoining, startJoining, sweepJoinRequests } from './confirmation/commands.ts';
import { findStructureMeant, findWaitingRequest, listJoinRequests } from './queries.ts';

const db = await testDatabase();
let here: Territory;
let elsewhere: Territory;
let structure: StructureId;
let foreign: StructureId;

beforeAll(async () => {
  here = await aTerritory(db, 'ici');
  elsewhere = await aTerritory(db, 'ailleurs');
  await saveVocabulary(db, operator('test'), defaultVocabulary());
  const made = (name: string, territory: string) =>
    createStructure(
      db,
      operator('test'),
      aStructure({ name, territories: [territory], website: 'https://clic.test' })
    );
  structure = await made('CLIC d’ici', 'ici');
  foreign = await made('CLIC d’ailleurs', 'ailleurs');
});

beforeEach(async () => {
  await sql`truncate person, mail_message, join_request, throttle, audit_entry cascade`.execute(db);
});

const MOTIVE = 'Connaître mes voisins de territoire.';
const request = (rest = {}) => ({
  territory: here,
  profession: 'Infirmière',
  motive: MOTIVE,
  structure,
  referent: true,
  reread: false,
  ...rest
});
const newcomer = (email: string) => ({ ...request(), name: 'Lou Essai', email, from: '192.0.2.1' });
const animator = () => person(db, { roles: [{ territory: here.id, role: 'animator' }] });
const again = async (actor: PersonActor) => (await loadActor(db, actor.id)) as PersonActor;

async function mails(kind?: string) {
  const rows = await db
    .selectFrom('mail_message')
    .select(['kind', 'recipient', 'subject', 'text_body'])
    .orderBy('id')
    .execute();
  return kind ? rows.filter((row) => row.kind === kind) : rows;
}

async function ask(traits: Parameters<typeof person>[1] = {}) {
  const actor = await person(db, traits);
  expect(await requestToJoin(db, actor, request())).toEqual({ ok: true });
  const { id } = (await findMembership(db, actor.id, here.id))!;
  return { actor, key: { territory: here.id, membership: id, place: here } };
}

describe('asking to join', () => {
  test('waits for those who lead the territory, who are told without what was written', async () => {
    const leads = await animator();
    await ask({ name: 'Lou Essai', email: 'lou@clic.test' });
    const [mail, ...others] = await mails();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ kind: 'join-request' });
    expect(mail!.text_body).not.toContain(MOTIVE);
    const [waiting] = await listJoinRequests(db, await again(leads), here.id);
    expect(waiting).toMatchObject({
      name: 'Lou Essai',
      motive: MOTIVE,
      wantsReferent: true,
      sharesDomain: true,
      structure: { name: 'CLIC d’ici', referents: [] }
    });
  });

  test('tells whoever runs the instance when nobody leads the territory', async () => {
    const boss = await person(db, { administrator: true });
    const suspended = await animator();
    await db
      .updateTable('person')
      .set({ suspended_at: new Date() })
      .where('id', '=', suspended.id)
      .execute();
    await ask();
    expect((await mails()).map(({ recipient }) => recipient)).toEqual([`${boss.id}@exemple.test`]);
  });

  test('gives no right before the answer', async () => {
    const { actor } = await ask();
    expect(await again(actor)).toMatchObject({ memberships: [], referentOf: [] });
  });

  test('is refused twice, to a member, for a structure of another directory, for a text to read again', async () => {
    const { actor } = await ask();
    expect(await requestToJoin(db, actor, request())).toEqual({ ok: false, reason: 'pending' });
    const member = await person(db, { roles: [{ territory: here.id, role: 'member' }] });
    expect(await requestToJoin(db, member, request())).toEqual({ ok: false, reason: 'member' });
    const other = await person(db);
    await expect(requestToJoin(db, other, request({ structure: foreign }))).rejects.toThrow(
      Invalid
    );
    const unread = request({ motive: 'Pour suivre Mme Martin, née le 12/03/1941.' });
    expect(await requestToJoin(db, other, unread)).toMatchObject({ reason: 'second-reading' });
    expect(await findMembership(db, other.id, here.id)).toBeNull();
    expect(await requestToJoin(db, other, { ...unread, reread: true })).toEqual({ ok: true });
  });

  test('can be taken back, and leaves nothing', async () => {
    const { actor } = await ask();
    expect(await cancelRequest(db, actor, here.id)).toBe(true);
    expect(await cancelRequest(db, actor, here.id)).toBe(false);
    expect(await findMembership(db, actor.id, here.id)).toBeNull();
    expect(await findAffiliation(db, actor.id, structure)).toBeNull();
  });

  test('finds the structure meant: chosen, written in full, or several to choose from', async () => {
    const meant = (slug: string, text: string) => findStructureMeant(db, here, { slug, text });
    expect(await meant('', '')).toEqual({ kind: 'none' });
    expect(await meant('', 'clic d ici')).toMatchObject({
      kind: 'one',
      structure: { id: structure }
    });
    expect(await meant('', 'clic')).toMatchObject({
      kind: 'several',
      choices: [{ id: structure }]
    });
    expect(await meant('clic-d-ailleurs', '')).toEqual({ kind: 'unknown' });
  });
});

describe('asking without an account', () => {
  const tokenOf = async () =>
    /confirmer\/([\w-]+)/.exec((await mails('join-check')).at(-1)!.text_body!)![1]!;

  test('answers and writes the same to an address that is known and to one that is not', async () => {
    await person(db, {
      email: 'known@exemple.test',
      roles: [{ territory: here.id, role: 'member' }]
    });
    const answers = [
      await startJoining(db, newcomer('known@exemple.test')),
      await startJoining(db, newcomer('unknown@exemple.test'))
    ];
    expect(answers[0]).toEqual(answers[1]);
    const [a, b] = (await mails()).map(({ subject, text_body }) => [
      subject,
      text_body!.replace(/confirmer\/\S+/, '')
    ]);
    expect(a).toEqual(b);
  });

  test('opens the account at the button and not before, once', async () => {
    await animator();
    await startJoining(db, newcomer('lou@exemple.test'));
    const token = await tokenOf();
    expect(await findWaitingRequest(db, token, new Date())).toMatchObject({ state: 'waiting' });
    const before = await db
      .selectFrom('person')
      .select('id')
      .where('email', '=', 'lou@exemple.test')
      .execute();
    expect(before).toEqual([]);
    const first = await confirmJoining(db, token);
    expect(first).toMatchObject({ ok: true, territory: 'ici', outcome: { ok: true } });
    expect(await confirmJoining(db, token)).toEqual({ ok: false, reason: 'gone' });
    expect(await mails('join-request')).toHaveLength(1);
    const kept = await db.selectFrom('join_request').selectAll().executeTakeFirstOrThrow();
    expect([kept.name, kept.profession, kept.motive]).toEqual(['', '', '']);
  });

  test('two clicks at once make one request', async () => {
    await animator();
    await startJoining(db, newcomer('lou@exemple.test'));
    const token = await tokenOf();
    const outcomes = await Promise.all([1, 2, 3].map(() => confirmJoining(db, token)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await mails('join-request')).toHaveLength(1);
  });

  test('a link too old, made up, or of a closed account opens nothing', async () => {
    expect(await confirmJoining(db, newToken().token)).toEqual({ ok: false, reason: 'gone' });
    await startJoining(db, newcomer('old@exemple.test'));
    const old = await tokenOf();
    await sql`update join_request set expires_at = now() - interval '1 second'`.execute(db);
    expect(await confirmJoining(db, old)).toEqual({ ok: false, reason: 'gone' });
    expect(await sweepJoinRequests(db, new Date())).toBe(1);
    const closed = await person(db, { email: 'closed@exemple.test' });
    await db
      .updateTable('person')
      .set({ suspended_at: new Date() })
      .where('id', '=', closed.id)
      .execute();
    await startJoining(db, newcomer('closed@exemple.test'));
    expect(await confirmJoining(db, await tokenOf())).toEqual({ ok: false, reason: 'suspended' });
  });

  test('is slowed down for one mailbox', async () => {
    const outcomes = [];
    for (let at = 0; at < 6; at++)
      outcomes.push(await startJoining(db, newcomer('lou@exemple.test')));
    expect(outcomes.at(4)).toEqual({ ok: true });
    expect(outcomes.at(5)).toEqual({ ok: false, reason: 'too-many' });
  });
});

describe('answering a request', () => {
  test('lets in, gives the fiche asked for, forgets what was written, welcomes', async () => {
    const leads = await animator();
    const { actor, key } = await ask({ name: 'Lou Essai' });
    expect(await approveRequest(db, leads, { ...key, referent: true })).toMatchObject({ ok: true });
    expect(await again(actor)).toMatchObject({
      memberships: [{ territory: here.id, role: 'member' }],
      referentOf: [structure]
    });
    expect(await mails('welcome')).toHaveLength(1);
    const row = await db
      .selectFrom('membership')
      .select('motive')
      .where('id', '=', key.membership)
      .executeTakeFirstOrThrow();
    expect(row.motive).toBe('');
  });

  test('may let in without the fiche', async () => {
    const leads = await animator();
    const { actor, key } = await ask();
    await approveRequest(db, leads, { ...key, referent: false });
    expect((await again(actor)).referentOf).toEqual([]);
    expect(await findAffiliation(db, actor.id, structure)).toMatchObject({ status: 'active' });
  });

  test('refuses with a reason that the person receives, and she may ask again', async () => {
    const leads = await animator();
    const { actor, key } = await ask();
    const refuse = (words: string, reread = false) =>
      refuseRequest(db, leads, { ...key, reason: 'other', words, reread });
    expect(await refuse('')).toEqual({ ok: false, reason: 'no-words' });
    expect(await refuse('Comme pour Mme Martin, 84 ans.')).toMatchObject({
      reason: 'second-reading'
    });
    expect(await refuse('Revenez avec votre structure.')).toMatchObject({ ok: true });
    const [mail] = await mails('join-refusal');
    expect(mail!.text_body).toContain('Revenez avec votre structure.');
    expect(await findAffiliation(db, actor.id, structure)).toBeNull();
    expect(await requestToJoin(db, actor, request())).toEqual({ ok: true });
  });

  test('of two animators answering at once, the second is told what the first decided', async () => {
    const [a, b] = [await animator(), await animator()];
    const { key } = await ask();
    const outcomes = await Promise.all([
      approveRequest(db, a, { ...key, referent: true }),
      refuseRequest(db, b, { ...key, reason: 'elsewhere', words: '', reread: false })
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.find(({ ok }) => !ok)).toMatchObject({
      reason: 'decided',
      by: 'Camille Exemple'
    });
    expect((await mails()).filter(({ kind }) => kind !== 'join-request')).toHaveLength(1);
  });

  test('negative control: reading that it waits, then writing, lets both decide', async () => {
    const { key } = await ask();
    const decide = async (status: string) => {
      const { rows } = await sql<{
        status: string;
      }>`select status from membership where id = ${key.membership}`.execute(db);
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (rows[0]!.status !== 'asked') return false;
      await sql`update membership set status = ${status} where id = ${key.membership}`.execute(db);
      return true;
    };
    expect(await Promise.all([decide('active'), decide('refused')])).toEqual([true, true]);
  });

  test('belongs to those who lead this very territory', async () => {
    const { key } = await ask();
    const foreigner = await person(db, { roles: [{ territory: elsewhere.id, role: 'animator' }] });
    const member = await person(db, { roles: [{ territory: here.id, role: 'member' }] });
    for (const actor of [foreigner, member]) {
      await expect(approveRequest(db, actor, { ...key, referent: true })).rejects.toThrow(
        Forbidden
      );
      await expect(listJoinRequests(db, actor, here.id)).rejects.toThrow(Forbidden);
    }
    const astray = { ...key, territory: elsewhere.id, place: elsewhere, referent: true };
    await expect(approveRequest(db, foreigner, astray)).rejects.toThrow(NotFound);
  });
});

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

  test('negative control: without the lock, both leave', async () => {
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

describe('the list of members', () => {
  test('is for members, holds no address, and hides those who only welcome', async () => {
    const member = await person(db, {
      name: 'Membre Un',
      roles: [{ territory: here.id, role: 'member' }]
    });
    await person(db, { name: 'Accueil Deux', roles: [{ territory: here.id, role: 'reception' }] });
    const { members, total } = await searchMembers(db, member, here.id, EVERY_MEMBER);
    expect([members.map(({ name }) => name), total]).toEqual([['Membre Un'], 1]);
    expect(JSON.stringify(members)).not.toContain('@');
    const outsiders = [
      { kind: 'visitor' } as const,
      await person(db),
      await person(db, { roles: [{ territory: elsewhere.id, role: 'animator' }] }),
      await person(db, { roles: [{ territory: here.id, role: 'reception' }] })
    ];
    for (const actor of outsiders) {
      await expect(searchMembers(db, actor, here.id, EVERY_MEMBER)).rejects.toThrow(Forbidden);
      await expect(exportMembers(db, actor, here.id)).rejects.toThrow(Forbidden);
    }
    await expect(exportMembers(db, member, here.id)).rejects.toThrow(Forbidden);
  });

  test('is searched by name, profession and structure; percent signs are letters', async () => {
    const member = await person(db, {
      name: 'Lou Essai',
      roles: [{ territory: here.id, role: 'member' }],
      referentOf: [structure]
    });
    const found = async (q: string) =>
      (await searchMembers(db, member, here.id, { ...EVERY_MEMBER, q })).members.length;
    expect([
      await found('essai'),
      await found('clic d’ici'),
      await found('%'),
      await found('zz')
    ]).toEqual([1, 1, 0, 0]);
  });

  test('takes as many queries for three as for one', async () => {
    let queries = 0;
    const counting = db.withPlugin({
      transformQuery: ({ node }) => {
        queries++;
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result)
    });
    const leads = await animator();
    const counts = [];
    for (const wanted of [1, 3]) {
      while ((await searchMembers(db, leads, here.id, EVERY_MEMBER)).total < wanted)
        await person(db, {
          roles: [{ territory: here.id, role: 'member' }],
          referentOf: [structure]
        });
      const asked = await person(db);
      await askMembership(db, { person: asked.id, territory: here.id, motive: '' });
      queries = 0;
      await searchMembers(counting, leads, here.id, EVERY_MEMBER);
      await listJoinRequests(counting, leads, here.id);
      counts.push(queries);
    }
    expect(counts).toEqual([2, 2]);
  });

  test('is exported without a formula', async () => {
    const leads = await animator();
    await person(db, { name: '=HYPERLINK("x")', roles: [{ territory: here.id, role: 'member' }] });
    const { csv, count } = await exportMembers(db, leads, here.id);
    expect(count).toBe(2);
    expect(csv).toContain(`'=HYPERLINK`);
  });
});
