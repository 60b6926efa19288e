import { beforeAll, expect, test } from 'vitest';
import { VISITOR, type Actor } from '#domain/identity/model.ts';
import type { SharingMeasureCode } from '#domain/sharing/measures.ts';
import { pageOf } from '#domain/sharing/model.ts';
import { listSharedFacts } from '#domain/sharing/server/measures/queries.ts';
import { createContribution, writeContribution } from '#domain/sharing/server/writing/commands.ts';
import { dayOf } from '#domain/network/rules.ts';
import type { ContributionId, IndicatorId, PersonId } from '#shared/ids.ts';
import { aContribution } from '../../../../../../tests/factories/contributions.ts';
import { aFollowedPlan, CLOCK } from '../../../../../../tests/factories/followed-plans.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { freezeValues } from '../freezing/commands.ts';
import { getFollowed, listFollowed } from '../queries.ts';
import { nameShared } from './queries.ts';

const db = await testDatabase();
const { territory, animator, member, plan, follow, valuesOf } = await aFollowedPlan(db);
const elsewhere = (await aTerritory(db, 'ailleurs')).id;
const stranger = await person(db, { roles: [{ territory: elsewhere, role: 'animator' }] });

/** In Paris, an hour before and half an hour after the year has changed. */
const LAST_OF_2026 = new Date('2026-12-31T22:30:00Z');
const FIRST_OF_2027 = new Date('2026-12-31T23:30:00Z');
const IN_2025 = new Date('2025-05-05T08:00:00Z');
const IN_2027 = new Date('2027-03-03T08:00:00Z');

const MEASURES = ['projectsPublished', 'projectsDone', 'experiencesPublished', 'reuses'] as const;
const indicators = new Map<SharingMeasureCode, IndicatorId>();

type Traits = Parameters<typeof aContribution<'project' | 'experience'>>[1];

/** Four that nobody counts: hidden, taken off, a draft, of another territory. Otherwise as `traits` say. */
async function fourNotCounted(traits: Omit<Traits, 'territory'>): Promise<ContributionId[]> {
  const one = (more: Partial<Traits>) =>
    aContribution(db, { territory, visibility: 'public', ...traits, ...more });
  const hidden = await one({ title: 'Masqué' });
  const content = { content_kind: 'contribution', content_id: String(hidden.id) };
  await db
    .insertInto('withholding')
    .values({ ...content, territory_id: territory })
    .execute();
  const removed = await one({ title: 'Retiré' });
  await db
    .updateTable('contribution')
    .set({ removed_at: IN_2027 })
    .where('id', '=', removed.id)
    .execute();
  const draft = await one({ title: 'Brouillon', status: 'draft' });
  const foreign = await one({ title: 'Venu d’ailleurs', territory: elsewhere });
  return [hidden, removed, draft, foreign].map(({ id }) => id);
}

/** A project of 2025 that is over, with what its versions said of it. */
async function aDoneProject(
  endsOn: string | null,
  versions: readonly (readonly [stage: string, at: Date])[] = [],
  stage: 'done' | 'ongoing' = 'done'
): Promise<void> {
  const details = { stage, startsOn: null, endsOn };
  const { id } = await aContribution(db, { territory, publishedAt: IN_2025, details });
  for (const [at, [said, written_at]] of versions.entries())
    await db
      .insertInto('contribution_version')
      .values({
        ...{ contribution_id: id, version: at + 2, written_at, change: 'étape' },
        document: JSON.stringify({ 'details.stage': said })
      })
      .execute();
}

const reuse = (id: ContributionId, created_at: Date, who: PersonId | null, status = 'planned') =>
  db
    .insertInto('experience_reuse')
    .values({ contribution_id: id, person_id: who, status, created_at, updated_at: created_at })
    .execute();

/** What each measure is worth in 2026 and 2027, for somebody. */
async function figuresFor(actor: Actor) {
  const read = async (measure: SharingMeasureCode) => {
    const values = await valuesOf(indicators.get(measure)!, actor);
    return [measure, [values.get(2026)?.value, values.get(2027)?.value]] as const;
  };
  return Object.fromEntries(await Promise.all(MEASURES.map(read)));
}

async function namesFor(actor: Actor, measure: SharingMeasureCode, year: number) {
  const asked = { plan, ...CLOCK };
  const indicator = await getFollowed(db, actor, indicators.get(measure)!, asked);
  const found = (await nameShared(db, actor, territory, indicator)).get(year);
  return found && { ...found, named: found.named.map(({ title }) => title) };
}

beforeAll(async () => {
  for (const measure of MEASURES)
    indicators.set(measure, await follow(measure, { source: 'sharing' }));
  const project = { territory, kind: 'project' } as const;
  await aContribution(db, { ...project, title: 'Entre nous', publishedAt: LAST_OF_2026 });
  const all = { ...project, visibility: 'public' } as const;
  await aContribution(db, { ...all, title: 'Pour tous', publishedAt: FIRST_OF_2027 });
  await aContribution(db, { ...project, title: 'Pour les membres', publishedAt: IN_2027 });
  await aContribution(db, { ...all, title: 'De 2025', publishedAt: IN_2025 });
  await fourNotCounted({ publishedAt: IN_2027 });

  const ended = { stage: 'done', startsOn: null, endsOn: '2027-02-02' } as const;
  await fourNotCounted({ publishedAt: IN_2025, details: ended });
  const [then, after] = [new Date('2026-02-02T08:00:00Z'), new Date('2026-03-03T08:00:00Z')];
  await aDoneProject('2026-05-01', [
    ['ongoing', then],
    ['done', FIRST_OF_2027]
  ]);
  await aDoneProject('2026-12-31');
  await aDoneProject(null);
  await aDoneProject(null, [
    ['ongoing', IN_2025],
    ['done', then],
    ['setup', after],
    ['done', IN_2027]
  ]);
  await aDoneProject('2026-06-30', [['done', IN_2027]]);
  await aDoneProject(
    '2026-06-30',
    [
      ['ongoing', IN_2025],
      ['done', then],
      ['ongoing', after]
    ],
    'ongoing'
  );

  const experience = { territory, kind: 'experience' } as const;
  const inside = { ...experience, title: 'Repris entre nous', publishedAt: LAST_OF_2026 };
  const open = { ...experience, visibility: 'public', title: 'Repris de tous' } as const;
  const ours = (await aContribution(db, inside)).id;
  const theirs = (await aContribution(db, { ...open, publishedAt: FIRST_OF_2027 })).id;
  const off = await fourNotCounted({ kind: 'experience', publishedAt: IN_2027, details: {} });
  await reuse(ours, LAST_OF_2026, animator.id);
  await reuse(ours, FIRST_OF_2027, member.id);
  await reuse(theirs, IN_2027, null, 'dropped');
  await reuse(theirs, IN_2025, member.id);
  for (const id of off) await reuse(id, IN_2027, member.id);
});

test('what is shared is counted by hand, by year of Paris, and is the same for whoever reads it', async () => {
  const counted = {
    ...{ projectsPublished: [1, 2], projectsDone: [2, 2] },
    ...{ experiencesPublished: [1, 1], reuses: [1, 2] }
  };
  for (const actor of [animator, member, stranger, VISITOR])
    expect(await figuresFor(actor)).toEqual(counted);
});

test('a project that is over says from which day: noted, or its end; without either it is of no year', async () => {
  const values = await valuesOf(indicators.get('projectsDone')!, VISITOR);
  expect(values.get(2027)!.source).toMatch(/: 2 d’après le jour .*, 0 d’après leur date de fin/);
  expect(values.get(2026)!.source).toMatch(/: 0 d’après le jour .*, 2 d’après leur date de fin/);
  expect(values.get(2026)!.source).toContain('1 projet terminé sans l’un ni l’autre');
  expect(values.get(2027)!.source).toContain('2027, à ce jour');
});

test('the day a project becomes done is that of the version its writers make', async () => {
  const input = {
    territory: elsewhere,
    title: 'Un vrai projet',
    details: { stage: 'ongoing', startsOn: null, endsOn: null } as const
  };
  const made = await createContribution(db, stranger, 'project', input);
  if (!made.ok) throw new Error(made.reason);
  const published = { status: 'published', published_at: IN_2025 };
  await db.updateTable('contribution').set(published).where('id', '=', made.id).execute();
  const dayOfIt = async () =>
    (await listSharedFacts(db, elsewhere)).find(
      ({ id, measure }) => id === made.id && measure === 'projectsDone'
    );
  expect(await dayOfIt()).toBeUndefined();
  const before = dayOf(new Date());
  await writeContribution<'project'>(db, stranger, made.id, { details: { stage: 'done' } });
  const found = await dayOfIt();
  expect(found).toMatchObject({ noted: true });
  expect([before, dayOf(new Date())]).toContain(found!.day);
});

test('by name, each reads what she may, and how many are for members', async () => {
  const both = ['Pour tous', 'Pour les membres'];
  for (const actor of [animator, member])
    expect(await namesFor(actor, 'projectsPublished', 2027)).toEqual({
      ...{ named: both, more: 0, others: 0 }
    });
  for (const actor of [stranger, VISITOR])
    expect(await namesFor(actor, 'projectsPublished', 2027)).toEqual({
      ...{ named: ['Pour tous'], more: 0, others: 1 }
    });
  expect(await namesFor(VISITOR, 'projectsPublished', 2026)).toEqual({
    ...{ named: [], more: 0, others: 1 }
  });
  expect(await namesFor(member, 'reuses', 2027)).toMatchObject({
    named: ['Repris entre nous', 'Repris de tous']
  });
  expect(await namesFor(VISITOR, 'reuses', 2027)).toMatchObject({
    ...{ named: ['Repris de tous'], others: 1 }
  });
});

test('what was re-used among members is not named once the page is opened to all', async () => {
  const traits = { territory, kind: 'experience', publishedAt: IN_2025 } as const;
  const { id } = await aContribution(db, { ...traits, title: 'Ouvert', visibility: 'public' });
  await reuse(id, new Date('2026-08-08T08:00:00Z'), null);
  const told = { named: ['Ouvert'], others: 1 };
  expect(await namesFor(VISITOR, 'reuses', 2026)).toMatchObject(told);
  await db
    .insertInto('contribution_version')
    .values(
      (['members', 'public'] as const).map((visibility, at) => ({
        ...{ contribution_id: id, version: at + 2, change: 'visibilité' },
        written_at: new Date(`2026-0${at + 7}-20T08:00:00Z`),
        document: JSON.stringify({ visibility })
      }))
    )
    .execute();
  expect(await namesFor(VISITOR, 'reuses', 2026)).toMatchObject({ named: [], others: 2 });
  expect((await namesFor(member, 'reuses', 2026))!.named).toContain('Ouvert');
  await db.deleteFrom('contribution').where('id', '=', id).execute();
});

test('a figure names nothing where it is kept, and a closed year neither moves nor names', async () => {
  const titles = /Entre nous|Pour tous|Pour les membres|Repris/;
  for (const actor of [animator, VISITOR])
    expect(JSON.stringify(await listFollowed(db, actor, { plan, ...CLOCK }))).not.toMatch(titles);
  await db.transaction().execute(async (tx) => {
    await freezeValues(tx, animator, plan, 2026, CLOCK.now);
    await tx.insertInto('plan_year').values({ plan_id: plan, year: 2026 }).execute();
  });
  await db
    .updateTable('contribution')
    .set({ removed_at: IN_2027 })
    .where('title', 'in', ['Entre nous', 'Pour tous'])
    .execute();
  for (const actor of [member, VISITOR])
    expect((await figuresFor(actor)).projectsPublished).toEqual([1, 1]);
  const kept = (await valuesOf(indicators.get('projectsPublished')!, VISITOR)).get(2026)!;
  expect(kept).toMatchObject({ frozen: true, origin: 'computed' });
  expect(kept.source).toContain('publiés en 2026');
  expect(await namesFor(member, 'projectsPublished', 2026)).toBeUndefined();
  expect(await namesFor(member, 'projectsPublished', 2027)).toMatchObject({
    named: ['Pour les membres']
  });
});

test('what is named has its address', async () => {
  const { id, slug } = await aContribution(db, { territory, publishedAt: IN_2027 });
  const indicator = await getFollowed(db, member, indicators.get('projectsPublished')!, {
    ...{ plan, ...CLOCK }
  });
  const names = (await nameShared(db, member, territory, indicator)).get(2027)!;
  expect(names.named.map(({ address }) => address)).toContain(pageOf({ kind: 'project', slug }));
  await db.deleteFrom('contribution').where('id', '=', id).execute();
});
