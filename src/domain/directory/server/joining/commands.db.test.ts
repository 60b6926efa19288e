import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { findMembership } from '#domain/territory/server/memberships/queries.ts';
import { Forbidden, Invalid, NotFound } from '#shared/errors.ts';
import { twoNetworks } from '../../../../../tests/factories/networks.ts';
import { person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { RACED } from '../../../../../tests/support/raced.ts';
import { findAffiliation } from '../affiliations/queries.ts';
import { approveRequest, cancelRequest, refuseRequest, requestToJoin } from './commands.ts';
import { findStructureMeant, listJoinRequests } from './queries.ts';

const db = await testDatabase();
const { here, elsewhere, structure, foreign, animator, again, mails, empty } =
  await twoNetworks(db);

beforeEach(() => empty());

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

  test(
    'negative control: reading that it waits, then writing, lets both decide',
    RACED,
    async () => {
      const { key } = await ask();
      const decide = async (status: string) => {
        const { rows } = await sql<{
          status: string;
        }>`select status from membership where id = ${key.membership}`.execute(db);
        await new Promise((resolve) => setTimeout(resolve, 50));
        if (rows[0]!.status !== 'asked') return false;
        await sql`update membership set status = ${status} where id = ${key.membership}`.execute(
          db
        );
        return true;
      };
      expect(await Promise.all([decide('active'), decide('refused')])).toEqual([true, true]);
    }
  );

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
