import { beforeAll, describe, expect, test } from 'vitest';
import { VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { readPdf } from '../../../../../tests/support/pdf.ts';
import { eventRelayInput } from '../../relays.ts';
import { getEvent } from '../queries.ts';
import { createRelay, deleteRelay, updateRelay } from './commands.ts';
import { composePoster, drawQr } from './documents.ts';
import { findRelayTarget, getRelay, listRelays } from './queries.ts';

const db = await testDatabase();
let territory: Territory;
let animator: PersonActor;

beforeAll(async () => {
  territory = await aTerritory(db);
  animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
});

const input = (name: string, more: { code?: string; message?: string } = {}) => ({
  ...eventRelayInput.parse({ name, ...more }),
  ...{ structure: '', reread: false }
});

async function aRelay(event: EventId, name: string, more = {}) {
  const outcome = await createRelay(db, animator, event, input(name, more));
  if (!outcome.ok) throw new Error(outcome.reason);
  return getRelay(db, animator, event, outcome.relay);
}

/** Somebody registered by a relay, or by none. */
function register(event: EventId, relay: number | null, email: string, status = 'confirmed') {
  return db
    .insertInto('registration')
    .values({
      ...{ event_id: event, email, last_name: 'Essai', status, relay_id: relay },
      ...(status === 'waitlisted' ? { waitlisted_at: new Date() } : {})
    })
    .execute();
}

describe('a relay', () => {
  test('has a word for its link, made of its name when none is given, never twice the same', async () => {
    const { id } = await anEvent(db, territory.id);
    const code = async (name: string) => (await aRelay(id, name)).code;
    expect(await code('Conseil de l’Ordre des médecins')).toBe('conseil-ordre-medecins');
    expect(await code('Conseil de l’Ordre des médecins')).toBe('conseil-ordre-medecins-2');
    expect(await createRelay(db, animator, id, input('X', { code: 'CDOM' }))).toMatchObject({
      ok: true
    });
    expect(await createRelay(db, animator, id, input('Y', { code: 'cdom' }))).toEqual({
      ...{ ok: false, reason: 'code-taken' }
    });
    const other = await anEvent(db, territory.id);
    expect((await aRelay(other.id, 'Y', { code: 'cdom' })).code).toBe('cdom');
    expect(eventRelayInput.safeParse({ name: 'X', code: 'à la fac' }).success).toBe(false);
  });

  test('is told with how many registered by it, and never who', async () => {
    const { id } = await anEvent(db, territory.id);
    const [one, two] = [await aRelay(id, 'CDOM'), await aRelay(id, 'Faculté')];
    await register(id, one.id, 'secrete@exemple.test');
    await register(id, one.id, 'discrete@exemple.test', 'waitlisted');
    await register(id, null, 'seule@exemple.test');
    const listed = await listRelays(db, animator, id);
    expect(listed.relays.map(({ registered, coming }) => [registered, coming])).toEqual([
      [2, 1],
      [0, 0]
    ]);
    expect(listed.withoutRelay).toEqual({ registered: 1, coming: 1 });
    const seen = [listed, await getRelay(db, animator, id, two.id)];
    expect(JSON.stringify(seen)).not.toMatch(/@exemple|Essai/);
  });

  test('keeps its word, and stays, once somebody has registered by it: its posters are out', async () => {
    const { id } = await anEvent(db, territory.id);
    const relay = await aRelay(id, 'CDOM', { code: 'cdom' });
    const key = { event: id, relay: relay.id, stamp: relay.stamp };
    await register(id, relay.id, 'a@exemple.test', 'cancelled');
    const refused = { ok: false, reason: 'link-used', registered: 1 };
    expect(await updateRelay(db, animator, key, input('CDOM', { code: 'ordre' }))).toEqual(refused);
    expect(await deleteRelay(db, animator, key)).toEqual(refused);
    expect(await updateRelay(db, animator, key, input('Ordre'))).toMatchObject({ ok: true });
    expect(await getRelay(db, animator, id, relay.id)).toMatchObject({
      ...{ name: 'Ordre', code: 'cdom' }
    });
  });

  test('changed by two people at once is written by one, and the other is told', async () => {
    const { id } = await anEvent(db, territory.id);
    const relay = await aRelay(id, 'CDOM');
    const key = { event: id, relay: relay.id, stamp: relay.stamp };
    const outcomes = await Promise.all([
      updateRelay(db, animator, key, input('Un')),
      updateRelay(db, animator, key, input('Deux'))
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'stale' });
  });

  test('is read and written by those who manage the edition alone', async () => {
    const { id } = await anEvent(db, territory.id);
    const relay = await aRelay(id, 'CDOM');
    const key = { event: id, relay: relay.id, stamp: relay.stamp };
    const member = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
    for (const actor of [VISITOR, member]) {
      await expect(listRelays(db, actor, id)).rejects.toThrow(Forbidden);
      await expect(getRelay(db, actor, id, relay.id)).rejects.toThrow(Forbidden);
      await expect(createRelay(db, actor, id, input('X'))).rejects.toThrow(Forbidden);
      await expect(updateRelay(db, actor, key, input('X'))).rejects.toThrow(Forbidden);
      await expect(deleteRelay(db, actor, key)).rejects.toThrow(Forbidden);
    }
    const other = await anEvent(db, territory.id);
    const crossed = { event: other.id, relay: relay.id };
    await expect(deleteRelay(db, animator, crossed)).rejects.toThrow(NotFound);
  });

  test('its text waits for a second reading when somebody may be recognised in it', async () => {
    const { id } = await anEvent(db, territory.id);
    const telling = input('CDOM', { message: 'NIR 2 42 03 82 112 005 71' });
    expect(await createRelay(db, animator, id, telling)).toMatchObject({
      ...{ ok: false, reason: 'second-reading' }
    });
  });
});

test('the short address leads to the registration by that relay, and an unknown one nowhere', async () => {
  const { id, slug } = await anEvent(db, territory.id);
  const relay = await aRelay(id, 'CDOM', { code: 'cdom' });
  expect(await findRelayTarget(db, relay.id)).toEqual({ event: slug, code: 'cdom' });
  expect(await findRelayTarget(db, 999_999)).toBeNull();
});

test('the poster is one page that says what, when, where and how to register, whatever the title', async () => {
  const titles = ['Bref', 'Journée départementale des coordinations', 'Un titre long '.repeat(11)];
  for (const title of titles) {
    const { id, slug } = await anEvent(db, territory.id, { title: title.trim() });
    const event = await getEvent(db, VISITOR, slug);
    const relay = await aRelay(id, 'Faculté de médecine #sys.inputs "é"');
    const pdf = readPdf(await composePoster(event, relay));
    expect(pdf.pages).toBe(1);
    expect(pdf.text.replaceAll(/\s+/g, ' ')).toContain('Jeudi 18 mars 2027');
    expect(pdf.text).toContain(`/r/${relay.id.toString(36)}`);
    expect(pdf.text.replaceAll(/\s+/g, ' ')).toContain('#sys.inputs');
  }
});

test('the code is a drawing without script nor style', async () => {
  const drawing = await drawQr({ id: 128 });
  expect(drawing).toMatch(/^<svg /);
  expect(drawing).not.toMatch(/style|script/);
});
