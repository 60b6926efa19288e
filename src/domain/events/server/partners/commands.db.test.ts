import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadActor } from '#app/actor.ts';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import { createStructure } from '#domain/directory/server/commands.ts';
import type { Territory } from '#domain/territory/model.ts';
import type { Database } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId, PartnerId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aPng } from '../../../../../tests/factories/images.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { untilWaiting } from '../../../../../tests/support/waiting.ts';
import { without } from '../../../../../tests/support/without.ts';
import { loadDefaultVocabulary } from '../../../../app/demo.ts';
import { partnerInput } from '../../partners.ts';
import { getEvent } from '../queries.ts';
import { removeTeamMember } from '../team/commands.ts';
import { createPartner, updatePartner, updatePartnerWords } from './commands.ts';
import { erasePartner, movePartner, removePartner, restorePartner } from './listing/commands.ts';
import { removeLogo, setLogo } from './logos/commands.ts';
import { getLogo } from './logos/queries.ts';
import { getPartner, listOwnPartners, listPartners, listShownPartners } from './queries.ts';

const db = await testDatabase();
await loadDefaultVocabulary(db);
const NOW = new Date('2027-01-10T10:00:00Z');
let territory: Territory;
let animator: PersonActor;
let member: PersonActor;

beforeAll(async () => {
  territory = await aTerritory(db);
  animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
  member = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
});

const options = { structure: '', reread: false };
const input = (traits: Record<string, unknown> = {}) => ({
  ...partnerInput.parse({ name: 'Département', role: 'funder', shown: true, ...traits }),
  ...options
});

async function aPartner(name = 'Département') {
  const { id: event, slug } = await anEvent(db, territory.id);
  const partner = await createPartner(db, animator, event, { name, role: 'funder', structure: '' });
  return { event, slug, partner, key: { event, partner, version: 1 } };
}

/** Somebody who works for a partner, and nothing else. */
async function itsPerson(event: EventId, partner: PartnerId): Promise<PersonActor> {
  const she = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
  await db
    .insertInto('event_team_member')
    .values({ event_id: event, person_id: she.id, role: 'partner', partner_id: partner })
    .execute();
  return she;
}

describe('who helps an edition', () => {
  test('is a structure of the directory chosen in the list, or by its very name, or just a name', async () => {
    const { id: event } = await anEvent(db, territory.id);
    await createStructure(db, operator('test'), aStructure({ name: 'Maison du Fleuve' }));
    const { slug } = await db
      .selectFrom('structure')
      .select('slug')
      .where('name', '=', 'Maison du Fleuve')
      .executeTakeFirstOrThrow();
    const add = (name: string, structure: string) =>
      createPartner(db, animator, event, { name, role: 'partner', structure });
    await add('La Maison', slug);
    await add('maison du fleuve', '');
    await add('Une association', '');
    const { partners } = await listPartners(db, animator, event);
    expect(partners.map((one) => one.structure?.slug)).toEqual([slug, slug, undefined]);
  });

  test('keeps its structure when its name does not change, and loses it when it does', async () => {
    const { id: event } = await anEvent(db, territory.id);
    await createStructure(db, operator('test'), aStructure({ name: 'Maison du Pont' }));
    const add = { name: 'Maison du Pont', role: 'partner' as const, structure: '' };
    const partner = await createPartner(db, animator, event, add);
    const key = { event, partner, version: 1 };
    await updatePartner(db, animator, key, input({ name: 'Maison du Pont' }));
    const read = async () => (await listPartners(db, animator, event)).partners[0]!.structure?.name;
    expect(await read()).toBe('Maison du Pont');
    await updatePartner(db, animator, { ...key, version: 2 }, input({ name: 'Une autre' }));
    expect(await read()).toBeUndefined();
  });

  test('is written by those who manage the edition; a draft does not even tell others it exists', async () => {
    const { event, partner, key } = await aPartner();
    const elsewhere = await person(db);
    for (const actor of [VISITOR, member, elsewhere]) {
      const add = { name: 'X', role: 'partner' as const, structure: '' };
      await expect(createPartner(db, actor, event, add)).rejects.toThrow(Forbidden);
      await expect(updatePartner(db, actor, key, input())).rejects.toThrow(Forbidden);
      await expect(updatePartnerWords(db, actor, key, input())).rejects.toThrow(Forbidden);
      await expect(movePartner(db, actor, key, 'up')).rejects.toThrow(Forbidden);
      await expect(removePartner(db, actor, key, NOW)).rejects.toThrow(Forbidden);
      await expect(restorePartner(db, actor, key)).rejects.toThrow(Forbidden);
      await expect(erasePartner(db, actor, key)).rejects.toThrow(Forbidden);
      await expect(setLogo(db, actor, key, aPng())).rejects.toThrow(Forbidden);
      await expect(removeLogo(db, actor, key)).rejects.toThrow(Forbidden);
      await expect(listPartners(db, actor, event)).rejects.toThrow(Forbidden);
    }
    const draft = await anEvent(db, territory.id, { status: 'draft' });
    const hidden = { event: draft.id, partner, version: 1 };
    await expect(updatePartner(db, member, hidden, input())).rejects.toThrow(NotFound);
    // The partner of another edition is not reached through one’s own.
    const own = await aPartner();
    const crossed = { event: own.event, partner, version: 1 };
    expect(await updatePartner(db, animator, crossed, input())).toEqual({
      ok: false,
      reason: 'gone'
    });
    expect(await removePartner(db, animator, crossed, NOW)).toBeNull();
  });
});

describe('amounts', () => {
  test('are told to the public only where it is wished: what was given, or else what is planned', async () => {
    const { event, key } = await aPartner();
    const secret = { plannedCents: '7 777', paysFor: 'le secret', paidTo: 'des secrets' };
    await updatePartner(db, animator, key, input(secret));
    const told = async () => JSON.stringify(await listShownPartners(db, event));
    expect(await told()).toContain('Département');
    expect(await told()).not.toMatch(/7777|secret/);
    const version = (n: number) => ({ ...key, version: n });
    await updatePartner(db, animator, version(2), input({ ...secret, amountShown: true }));
    expect((await listShownPartners(db, event))[0]!.amount).toEqual({
      cents: 777_700,
      isPlanned: true
    });
    await updatePartner(
      db,
      animator,
      version(3),
      input({ plannedCents: '7 777', actualCents: '5 000', amountShown: true, shown: false })
    );
    expect(await told()).toBe('[]');
  });

  test('what the industry pays, and for whom, is told with its flag', async () => {
    const { event, key } = await aPartner('Laboratoire Inventé');
    const traits = { name: 'Laboratoire Inventé', industry: true, paysFor: 'le déjeuner' };
    await updatePartner(db, animator, key, input({ ...traits, paidTo: 'les internes' }));
    expect((await listShownPartners(db, event))[0]).toMatchObject({
      ...{ industry: true, paysFor: 'le déjeuner', paidTo: 'les internes', amount: null }
    });
  });

  test('are neither read nor written by the partner itself, whatever it sends', async () => {
    const { event, slug, partner, key } = await aPartner();
    const other = await createPartner(db, animator, event, {
      ...{ name: 'Autre', role: 'partner' as const, structure: '' }
    });
    const hidden = { plannedCents: '8 888', paysFor: 'le silence', shown: false, industry: true };
    await updatePartner(db, animator, key, input(hidden));
    const she = await itsPerson(event, partner);
    const whole = await getEvent(db, she, slug);
    const read = await getPartner(db, she, whole, partner);
    expect(read.manages).toBe(false);
    const seen = [read, await listOwnPartners(db, she, whole)];
    expect(JSON.stringify(seen)).not.toMatch(/888800|silence|Autre|Cents|industry/);
    await expect(getPartner(db, she, whole, other)).rejects.toThrow(Forbidden);
    await expect(updatePartner(db, she, { ...key, version: 2 }, input())).rejects.toThrow(
      Forbidden
    );
    const sent = { ...input({ name: 'Nous', means: 'Une salle', plannedCents: '1' }), shown: true };
    expect(await updatePartnerWords(db, she, { ...key, version: 2 }, sent)).toMatchObject({
      ok: true
    });
    expect(await setLogo(db, she, key, aPng())).toEqual({ ok: true });
    const [kept] = (await listPartners(db, animator, event)).partners;
    expect(kept).toMatchObject({
      ...{ name: 'Nous', means: 'Une salle', plannedCents: 888_800, role: 'funder' },
      ...{ shown: false, industry: true, hasLogo: true }
    });
    await expect(setLogo(db, she, { event, partner: other }, aPng())).rejects.toThrow(Forbidden);
  });
});

describe('two people at once', () => {
  test('of two who save what they read together, one is told, and nothing of the first is lost', async () => {
    const { event, key } = await aPartner();
    const save = (means: string) => updatePartner(db, animator, key, input({ means }));
    const outcomes = await Promise.all([save('Une salle'), save('Deux salles')]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'stale' });
    const [kept] = (await listPartners(db, animator, event)).partners;
    expect(kept!.version).toBe(2);
  });

  test('ten gestures on the order at once leave each partner once, in an order', async () => {
    const { event, partner } = await aPartner();
    for (const name of ['B', 'C', 'D'])
      await createPartner(db, animator, event, { name, role: 'partner', structure: '' });
    await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        movePartner(db, animator, { event, partner }, at % 2 ? 'up' : 'down')
      )
    );
    const rows = await db
      .selectFrom('event_partner')
      .select(['id', 'position'])
      .where('event_id', '=', event)
      .execute();
    expect(new Set(rows.map(({ position }) => position)).size).toBe(4);
  });

  test('a partner taken off while it is written is said gone', async () => {
    const { key } = await aPartner();
    await removePartner(db, animator, key, NOW);
    expect(await updatePartner(db, animator, key, input())).toEqual({ ok: false, reason: 'gone' });
    expect(await setLogo(db, animator, key, aPng())).toEqual({ ok: false, reason: 'gone' });
  });
});

describe('somebody taken off the team while she writes', () => {
  /** Her words wait for the row of the partner, her rights being read; then she is taken off. */
  async function aRace(hers: (db_: Database) => { db: Database; missed?: () => void }) {
    const { event, partner, key } = await aPartner();
    const she = await itsPerson(event, partner);
    const { id: entry } = await db
      .selectFrom('event_team_member')
      .select('id')
      .where('person_id', '=', she.id)
      .executeTakeFirstOrThrow();
    const actor = (await loadActor(db, she.id)) as PersonActor;
    const order: string[] = [];
    const note = (what: string) => () => order.push(what);
    const sender = hers(db);
    const { both } = await db.transaction().execute(async (hold) => {
      await sql`select from event_partner where id = ${partner} for update`.execute(hold);
      const words = { ...input({ means: 'Écrit sans droit' }), ...options };
      const writing = updatePartnerWords(sender.db, actor, key, words).then(note('written'));
      await untilWaiting(db, 1);
      const removing = removeTeamMember(db, animator, event, entry).then(note('removed'));
      await Promise.race([removing, untilWaiting(db, 2)]);
      return { both: Promise.all([writing, removing]) };
    });
    await both;
    sender.missed?.();
    return order;
  }

  test('is taken off after her words, never before: once the animator is told, nothing more is written', async () => {
    expect(await aRace((db_) => ({ db: db_ }))).toEqual(['written', 'removed']);
  });

  test('without the edition being held, her words are written after she was taken off', async () => {
    expect(await aRace((db_) => without(db_, ' for no key update'))).toEqual([
      'removed',
      'written'
    ]);
  });

  test('already taken off, is refused, though she had opened the page before', async () => {
    const { event, partner, key } = await aPartner();
    const she = await itsPerson(event, partner);
    await db.deleteFrom('event_team_member').where('person_id', '=', she.id).execute();
    const words = { ...input({ means: 'Trop tard' }), ...options };
    await expect(updatePartnerWords(db, she, key, words)).rejects.toThrow(Forbidden);
  });
});

test('a partner taken off is shown nowhere, comes back whole and where it stood, or is erased for good', async () => {
  const { event, slug, partner, key } = await aPartner('A');
  await createPartner(db, animator, event, { name: 'B', role: 'partner', structure: '' });
  await setLogo(db, animator, key, aPng());
  expect(await erasePartner(db, animator, key)).toBeNull();
  expect(await removePartner(db, animator, key, NOW)).toBe('A');
  expect(await removePartner(db, animator, key, NOW)).toBeNull();
  expect((await listShownPartners(db, event)).map(({ name }) => name)).toEqual(['B']);
  await expect(getLogo(db, animator, slug, partner)).rejects.toThrow(NotFound);
  expect(await listPartners(db, animator, event)).toMatchObject({
    ...{ partners: [{ name: 'B' }], removed: [{ name: 'A' }] }
  });
  expect(await restorePartner(db, animator, key)).toBe('A');
  const { partners } = await listPartners(db, animator, event);
  expect(partners.map(({ name, hasLogo }) => [name, hasLogo])).toEqual([
    ['A', true],
    ['B', false]
  ]);
  await removePartner(db, animator, key, NOW);
  expect(await erasePartner(db, animator, key)).toBe('A');
  expect(await restorePartner(db, animator, key)).toBeNull();
});

describe('a logo', () => {
  test('is refused when it is not an image, and the one before stays', async () => {
    const { event, slug, partner, key } = await aPartner();
    await setLogo(db, animator, key, aPng(200, 100));
    const page = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>');
    expect(await setLogo(db, animator, key, page)).toEqual({ ok: false, reason: 'not-an-image' });
    expect(await setLogo(db, animator, key, aPng(9, 9, 500_001))).toEqual({
      ...{ ok: false, reason: 'too-heavy' }
    });
    const logo = await getLogo(db, VISITOR, slug, partner);
    expect(logo.type).toBe('image/png');
    expect(Buffer.from(logo.bytes).equals(aPng(200, 100))).toBe(true);
    await removeLogo(db, animator, key);
    await expect(getLogo(db, VISITOR, slug, partner)).rejects.toThrow(NotFound);
    expect((await listPartners(db, animator, event)).partners[0]!.hasLogo).toBe(false);
  });

  test('of a partner that is not shown, or of a draft, is for its team alone', async () => {
    const { slug, partner, key } = await aPartner();
    await setLogo(db, animator, key, aPng());
    await updatePartner(db, animator, { ...key, version: 2 }, input({ shown: false }));
    await expect(getLogo(db, VISITOR, slug, partner)).rejects.toThrow(NotFound);
    await expect(getLogo(db, member, slug, partner)).rejects.toThrow(NotFound);
    expect((await getLogo(db, animator, slug, partner)).type).toBe('image/png');
    const other = await anEvent(db, territory.id);
    await expect(getLogo(db, animator, other.slug, partner)).rejects.toThrow(NotFound);
    await expect(getLogo(db, animator, slug, Number.NaN)).rejects.toThrow(NotFound);
  });
});

test('a text that may let somebody be recognised waits for a second reading', async () => {
  const { key } = await aPartner();
  const telling = input({ means: 'Pour Mme, NIR 2 42 03 82 112 005 71' });
  expect(await updatePartner(db, animator, key, telling)).toMatchObject({
    ...{ ok: false, reason: 'second-reading' }
  });
  expect(await updatePartner(db, animator, key, { ...telling, reread: true })).toMatchObject({
    ok: true
  });
});
