import { beforeAll, beforeEach, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId, StructureId, TerritoryId } from '#shared/ids.ts';
import { aNeighbourhood, anAskedWave } from '../../../../../tests/factories/acquaintances.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { comesIn } from '../../../../../tests/factories/presences.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import type { PersonActor } from '#domain/identity/model.ts';
import type { RegistrationId } from '#shared/ids.ts';
import { erasePerson } from '../personal/commands.ts';
import { exportPerson } from '../personal/queries.ts';
import {
  dismissIntroduction,
  markMade,
  noteIntroduction,
  planIntroduction,
  undoIntroduction
} from './commands.ts';
import { listEpcisOf, listIntroductions, listPlannedIntroductions } from './queries.ts';

const db = await testDatabase();
const NOW = new Date('2026-11-22T09:00:00Z');
const ALL = { type: null, audience: null, epci: null, page: 1, perPage: 25 } as const;

let territory: TerritoryId;
let ids: StructureId[];
let animator: PersonActor;
let member: PersonActor;
let event: EventId;

const pairOf = (a: number, b: number) => ({
  territory,
  structures: [ids[a]!, ids[b]!] as const
});
const list = (standing: Parameters<typeof listIntroductions>[3]['standing'], more = {}) =>
  listIntroductions(db, animator, territory, { ...ALL, standing, ...more });
const names = (found: Awaited<ReturnType<typeof list>>) =>
  found.items.map(({ a, b }) => `${a.name} ${b.name}`);

beforeAll(async () => {
  const types = ['MSP', 'CLIC', 'MSP', 'MSP', 'MSP'];
  ({ territory, ids } = await aNeighbourhood(db, ['Un', 'Deux', 'Trois', 'Quatre', 'Cinq'], {
    types
  }));
  animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  member = await person(db, { roles: [{ territory, role: 'member' }], referentOf: ids });
  await anAskedWave(db, territory, ids, [
    [0, 1, 0],
    [1, 0, 0],
    [0, 2, 1],
    [3, 0, 3],
    [0, 3, 0]
  ]);
  event = (await anEvent(db, territory, { slug: 'a-venir', title: 'Rencontre d’hiver' })).id;
});

beforeEach(async () => {
  await db.deleteFrom('introduction').execute();
});

test('only whoever leads the territory reads and decides', async () => {
  const stranger = await person(db);
  for (const actor of [VISITOR, stranger, member]) {
    await expect(
      listIntroductions(db, actor, territory, { ...ALL, standing: 'suggested' })
    ).rejects.toThrow(Forbidden);
    await expect(planIntroduction(db, actor, pairOf(0, 1), event, NOW)).rejects.toThrow(Forbidden);
    await expect(markMade(db, actor, pairOf(0, 1), NOW)).rejects.toThrow(Forbidden);
    await expect(dismissIntroduction(db, actor, pairOf(0, 1), NOW)).rejects.toThrow(Forbidden);
    await expect(undoIntroduction(db, actor, pairOf(0, 1))).rejects.toThrow(Forbidden);
  }
  expect(await db.selectFrom('introduction').selectAll().execute()).toEqual([]);
});

test('pairs that do not know each other are ranked; those that know each other are not there; silence is apart', async () => {
  const suggested = await list('suggested');
  expect(names(suggested)).toEqual(['Un Deux', 'Un Trois']);
  expect(suggested.items[0]!.reason).toBe(
    '3 communes et les personnes âgées en commun, jamais rencontrés'
  );
  expect(suggested.items[1]!.reason).toMatch(/de nom selon l’une des deux$/);
  const unheard = await list('unheard');
  // Of ten pairs, two to introduce, one that knows each other.
  expect(unheard.total).toBe(7);
  expect(names(unheard)).not.toContain('Un Quatre');
});

test('filters by type and by EPCI, and pages', async () => {
  expect(names(await list('suggested', { type: 'CLIC' }))).toEqual(['Un Deux']);
  expect((await list('suggested', { audience: 'enfants' })).total).toBe(0);
  const [epci] = await listEpcisOf(db, territory);
  expect(epci!.code).toBe('E1');
  expect((await list('suggested', { epci: 'E1' })).total).toBe(2);
  expect(await list('suggested', { epci: 'E2' })).toMatchObject({ total: 0, isAsked: true });
  expect(names(await list('suggested', { page: 2, perPage: 1 }))).toEqual(['Un Trois']);
});

test('what is planned is read by the edition, until it is undone', async () => {
  expect(await planIntroduction(db, animator, pairOf(1, 0), event, NOW)).toEqual({ ok: true });
  expect(await listPlannedIntroductions(db, event)).toEqual([{ a: ids[0], b: ids[1] }]);
  expect((await list('planned')).items[0]!.decision).toMatchObject({
    status: 'planned',
    event: { title: 'Rencontre d’hiver' }
  });
  expect(names(await list('suggested'))).toEqual(['Un Trois']);
  await undoIntroduction(db, animator, pairOf(0, 1));
  await undoIntroduction(db, animator, pairOf(0, 1));
  expect(await listPlannedIntroductions(db, event)).toEqual([]);
  expect(names(await list('suggested'))).toEqual(['Un Deux', 'Un Trois']);
});

test('those who met, and those of no use, leave the list; where they met is kept', async () => {
  await planIntroduction(db, animator, pairOf(0, 1), event, NOW);
  await markMade(db, animator, pairOf(0, 1), NOW);
  expect((await list('made')).items[0]!.decision?.event?.id).toBe(event);
  expect(await listPlannedIntroductions(db, event)).toEqual([]);
  await dismissIntroduction(db, animator, pairOf(0, 1), NOW);
  expect((await list('dismissed')).items[0]!.decision?.event).toBeNull();
  await noteIntroduction(db, animator, pairOf(0, 1), NOW);
  expect((await list('planned')).items[0]!.decision?.event).toBeNull();
  const actions = await db.selectFrom('audit_entry').select('action').orderBy('id').execute();
  expect(actions.map(({ action }) => action).slice(-4)).toEqual([
    ...['introduction.planned', 'introduction.made', 'introduction.dismissed'],
    'introduction.planned'
  ]);
});

test('nothing is planned at an edition that is over, cancelled, or of another territory', async () => {
  const elsewhere = await aTerritory(db, 'ailleurs');
  const over = { startsAt: '2026-03-18T08:00:00Z', endsAt: '2026-03-18T16:00:00Z' };
  const refused = [
    await anEvent(db, territory, over),
    await anEvent(db, territory, { status: 'cancelled' }),
    await anEvent(db, elsewhere.id)
  ];
  for (const { id } of refused)
    expect(await planIntroduction(db, animator, pairOf(0, 1), id, NOW)).toEqual({
      ok: false,
      reason: 'no-such-event'
    });
});

test('a structure that is not in the directory of the territory is not introduced, nor one to itself', async () => {
  const { ids: foreign } = await aNeighbourhood(db, ['Loin'], { slug: 'plus-loin' });
  const pair = { territory, structures: [ids[0]!, foreign[0]!] as const };
  await expect(markMade(db, animator, pair, NOW)).rejects.toThrow(NotFound);
  await expect(markMade(db, animator, pairOf(0, 0), NOW)).rejects.toThrow(NotFound);
});

test('two that came to the same edition are said to have', async () => {
  const past = await anEvent(db, territory, {
    ...{ title: 'Journée de mars', startsAt: '2026-03-18T08:00:00Z' },
    endsAt: '2026-03-18T16:00:00Z'
  });
  for (const structure of [ids[0]!, ids[1]!]) {
    const { id } = await db
      .insertInto('registration')
      .values({
        ...{ event_id: past.id, last_name: 'Essai', status: 'confirmed', origin: 'organiser' },
        structure_id: structure
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await comesIn(db, past.id, id as RegistrationId);
  }
  const found = (await list('suggested')).items.find(({ b }) => b.id === ids[1])!;
  expect(found.reason).toMatch(/ensemble à «\u00a0Journée de mars\u00a0»$/);
});

test('a structure that is merged is planned as the one it became', async () => {
  await planIntroduction(db, animator, pairOf(0, 3), event, NOW);
  await planIntroduction(db, animator, pairOf(3, 4), event, NOW);
  const merge = (into: StructureId | null) =>
    db.updateTable('structure').set({ merged_into: into }).where('id', '=', ids[3]!).execute();
  await merge(ids[4]!);
  expect(await listPlannedIntroductions(db, event)).toEqual([{ a: ids[0], b: ids[4] }]);
  await merge(null);
});

test('a decision stays when who took it is erased, and no more names her', async () => {
  const gone = await person(db, { roles: [{ territory, role: 'animator' }] });
  await markMade(db, gone, pairOf(0, 1), NOW);
  expect((await exportPerson(db, gone.id)).waves.introduced).toMatchObject([
    { one: 'Un', other: 'Deux', status: 'made' }
  ]);
  await db
    .transaction()
    .execute((tx) => erasePerson(tx, gone.id, { name: gone.name, email: 'partie@exemple.test' }));
  expect((await exportPerson(db, gone.id)).waves.introduced).toEqual([]);
  expect((await list('made')).total).toBe(1);
});

test('as many statements for one pair as for three', async () => {
  const measure = () =>
    countingStatements(db, (counted) =>
      listIntroductions(counted, animator, territory, { ...ALL, standing: 'planned' })
    );
  await planIntroduction(db, animator, pairOf(0, 1), event, NOW);
  const one = await measure();
  await planIntroduction(db, animator, pairOf(0, 2), event, NOW);
  await planIntroduction(db, animator, pairOf(3, 4), event, NOW);
  expect(await measure()).toBe(one);
});
