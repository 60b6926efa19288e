import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { connect } from '#server/db/connection.ts';
import type { ContributionId, StructureId } from '#shared/ids.ts';
import { aContribution } from '../../../../../../tests/factories/contributions.ts';
import { anEvent, aSession } from '../../../../../../tests/factories/events.ts';
import { twoNetworks } from '../../../../../../tests/factories/networks.ts';
import { person } from '../../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../../tests/factories/plans.ts';
import { testDatabaseUrl } from '../../../../../../tests/support/database.ts';
import { searchEverything } from '../queries.ts';
import { indexEverything, indexStale } from './commands.ts';

const url = await testDatabaseUrl();
const db = connect(url);
const NOW = new Date('2026-11-22T10:00:00Z');
let place: Awaited<ReturnType<typeof twoNetworks>>;

beforeAll(async () => {
  place = await twoNetworks(db);
  return () => db.destroy();
});

const administrator = () => person(db, { administrator: true });
let admin: Awaited<ReturnType<typeof administrator>>;
beforeAll(async () => {
  admin = await administrator();
});

const count = async (q: string, actor: Parameters<typeof searchEverything>[1] = admin) => {
  const { groups } = await searchEverything(db, actor, { q, page: 1, size: 3, now: NOW });
  return groups.reduce((sum, { total }) => sum + total, 0);
};
const stale = async () => {
  const { rows } = await sql<{ source: string; id: number }>`
    select distinct source, source_id as id from content_stale order by 1, 2`.execute(db);
  return rows;
};
/** What is marked by some work, once all that came before it is indexed. */
const marked = async (work: () => Promise<unknown>) => {
  await indexStale(db);
  await work();
  return stale();
};

test('what is written is found at once, then from the index', async () => {
  await aContribution(db, {
    ...{ territory: place.here.id, title: 'Une plaquette parabole', visibility: 'public' }
  });
  expect(await count('parabole', VISITOR)).toBe(1);

  expect(await indexStale(db)).toBeGreaterThan(0);
  expect(await stale()).toEqual([]);
  expect(await count('parabole', VISITOR)).toBe(1);
});

test('what is hidden is found no more at once, and again once it is shown', async () => {
  const { id } = await aContribution(db, {
    ...{ territory: place.here.id, title: 'Une fiche kaléidoscope', visibility: 'public' }
  });
  await indexStale(db);
  await db
    .insertInto('withholding')
    .values({ content_kind: 'contribution', content_id: String(id) })
    .execute();
  expect(await count('kaléidoscope', VISITOR)).toBe(0);

  await indexStale(db);
  await db
    .updateTable('withholding')
    .set({ status: 'restored' })
    .where('content_id', '=', String(id))
    .execute();
  expect(await count('kaléidoscope', VISITOR)).toBe(1);
});

test('beyond what is read again before a search, what changed is not proposed as it was', async () => {
  const { id } = await aContribution(db, {
    ...{ territory: place.here.id, texts: { description: 'girouette' }, visibility: 'public' }
  });
  await indexStale(db);
  // Two hundred changes that came before.
  await sql`insert into content_stale (source, source_id, changed_by)
    select 'event', -n, '3'::xid8 from generate_series(1, 200) n`.execute(db);
  await db.updateTable('contribution').set({ texts: '{}' }).where('id', '=', id).execute();
  expect(await count('girouette', VISITOR)).toBe(0);
});

test('whatever is changed of a content marks it', async () => {
  const { here } = place;
  const { id } = await aContribution(db, { territory: here.id, kind: 'document' });
  const { id: event } = await anEvent(db, here.id);
  const { plan } = await aPlan(db, { territory: here.id });
  const sheet = await aSheet(db, { plan });
  const contribution = [{ source: 'contribution', id }];
  const edition = [{ source: 'event', id: event }];
  const changes: [string, () => Promise<unknown>, readonly object[]][] = [
    ['a reply', () => answer(id), contribution],
    ['a file', () => file(id), contribution],
    ['a session', () => aSession(db, event), edition],
    [
      'a hidden reply',
      async () => {
        const { rows } = await sql<{ id: number }>`select id from reply limit 1`.execute(db);
        await hide('reply', rows[0]!.id);
      },
      contribution
    ],
    ['a hidden edition', () => hide('event', event), edition],
    ['a hidden sheet', () => hide('action-sheet', sheet), [{ source: 'sheet', id: sheet }]],
    [
      'a plan that is closed to others',
      () => sql`update plan set visibility = 'members' where id = ${plan}`.execute(db),
      [
        { source: 'plan', id: plan },
        { source: 'sheet', id: sheet }
      ]
    ],
    [
      'a hidden heading',
      () =>
        sql`insert into plan_heading (plan_id, key, label, hidden, position)
          values (${plan}, 'brakes', 'Freins', true, 1)`.execute(db),
      [{ source: 'sheet', id: sheet }]
    ]
  ];
  for (const [what, work, expected] of changes)
    expect({ what, marked: await marked(work) }).toEqual({ what, marked: expected });
});

test('a structure renamed, a person or her membership changed mark what names them', async () => {
  const { here, structure } = place;
  const { id } = await aContribution(db, { territory: here.id, carriers: [structure] });
  const actor = await person(db, { roles: [{ territory: here.id, role: 'member' }] });
  const { rows } = await sql<{ id: number }>`
    select id from membership where person_id = ${actor.id}`.execute(db);
  const member = [{ source: 'person', id: rows[0]!.id }];

  expect(await marked(() => rename(structure, 'Autre nom'))).toEqual([
    { source: 'contribution', id }
  ]);
  expect(
    await marked(() => sql`update person set name = 'Autre' where id = ${actor.id}`.execute(db))
  ).toEqual(member);
  expect(
    await marked(() =>
      sql`update membership set status = 'left' where person_id = ${actor.id}`.execute(db)
    )
  ).toEqual(member);
  expect(
    await marked(() =>
      sql`update person set last_seen_at = now() where id = ${actor.id}`.execute(db)
    )
  ).toEqual([]);
});

test('what is written while it is indexed keeps its mark, and two who write wait for nobody', async () => {
  const { id } = await aContribution(db, { territory: place.here.id, title: 'Une gazette' });
  await indexStale(db);
  const other = connect(url);
  try {
    const writing = await other.startTransaction().execute();
    await sql`update contribution set title = 'Une sarabande' where id = ${id}`.execute(writing);
    // Somebody else answers it, and all that is known is indexed, before the first has finished.
    await answer(id);
    await indexStale(db);
    await writing.commit().execute();
    expect(await stale()).toEqual([{ source: 'contribution', id }]);
    expect(await count('sarabande')).toBe(1);
    await indexStale(db);
    expect(await count('sarabande')).toBe(1);
    expect(await count('gazette')).toBe(0);
  } finally {
    await other.destroy();
  }
});

test('two who index at once leave what is last written', async () => {
  const { id } = await aContribution(db, { territory: place.here.id, title: 'Un titre' });
  for (let turn = 0; turn < 20; turn++) {
    await sql`update contribution set title = ${`Ritournelle${'abcdefghijklmnopqrst'[turn]}`}
      where id = ${id}`.execute(db);
    await Promise.all([indexStale(db), indexStale(db), indexStale(db)]);
  }
  expect(await stale()).toEqual([]);
  expect(await count('ritournellet')).toBe(1);
});

test('one indexes at a time: another waits, and would wait for nothing without that lock', async () => {
  await aContribution(db, { territory: place.here.id, title: 'Une barcarolle' });
  const other = connect(url);
  try {
    const holding = await other.startTransaction().execute();
    await sql`select pg_advisory_xact_lock(hashtext('content_search'))`.execute(holding);
    let isDone = false;
    const indexing = indexStale(db).then(() => (isDone = true));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(isDone).toBe(false);
    await holding.commit().execute();
    await indexing;
    expect(await stale()).toEqual([]);
  } finally {
    await other.destroy();
  }
});

test('each night all is read again, and words that nothing uses are forgotten', async () => {
  const { id } = await aContribution(db, { territory: place.here.id, title: 'Une mandoline' });
  await indexStale(db);
  await sql`delete from content_search where source_id = ${id}`.execute(db);
  await sql`insert into content_term values ('ornithorynque')`.execute(db);
  expect(await count('mandoline')).toBe(0);

  await indexEverything(db);

  expect(await count('mandoline')).toBe(1);
  const { rows } = await sql`select from content_term where term = 'ornithorynque'`.execute(db);
  expect(rows).toHaveLength(0);
});

function answer(contribution: ContributionId) {
  return db
    .insertInto('reply')
    .values({ contribution_id: contribution, kind: 'comment', body: 'Une réponse.' })
    .execute();
}

function file(contribution: ContributionId) {
  return db
    .insertInto('document_version')
    .values({
      ...{ contribution_id: contribution, number: 1, file_name: 'a.pdf', size: 1 },
      ...{ media_type: 'application/pdf', sha256: 'x', storage_key: 'k' }
    })
    .execute();
}

function hide(kind: string, id: number) {
  return db
    .insertInto('withholding')
    .values({ content_kind: kind, content_id: String(id) })
    .execute();
}

function rename(structure: StructureId, name: string) {
  return sql`update structure set name = ${name} where id = ${structure}`.execute(db);
}
