import { sql } from 'kysely';
import { listThemes } from '#domain/directory/server/queries.ts';
import { listFindable } from '#domain/events/server/listing/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { listPlans } from '#domain/plans/server/queries.ts';
import { pageOf } from '#domain/sharing/model.ts';
import { listAmong } from '#domain/sharing/server/queries.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ContributionId, EventId, PersonId } from '#shared/ids.ts';
import {
  stateOf,
  type Follow,
  type Followable,
  type FollowState,
  type NamedFollow
} from '../../follows.ts';

/** All that somebody follows or has muted, the last first. */
export async function listFollows(db: Executor, person: PersonId): Promise<Follow[]> {
  const { rows } = await sql<Follow>`
    select target, target_key as key, muted from follow where person_id = ${person} order by id desc`.execute(
    db
  );
  return rows;
}

/** Whether an actor follows something: what `FollowButton` shows. Null for whoever has no account. */
export async function findFollow(
  db: Executor,
  actor: Actor,
  what: Followable
): Promise<FollowState | null> {
  if (actor.kind !== 'person') return null;
  const { rows } = await sql<Follow>`
    select target, target_key as key, muted from follow
    where person_id = ${actor.id} and target = ${what.target} and target_key = ${what.key}`.execute(
    db
  );
  return stateOf(rows, what);
}

type Named = Pick<NamedFollow, 'name' | 'href'>;

/** One's own follows with what they are about; what she may read no more is said without its name. */
export async function listNamedFollows(db: Executor, actor: Actor): Promise<NamedFollow[]> {
  if (actor.kind !== 'person') return [];
  const follows = await listFollows(db, actor.id);
  const names = await nameAll(db, actor, follows);
  return follows.map((follow) => ({
    ...follow,
    ...(names.get(`${follow.target}:${follow.key}`) ?? GONE)
  }));
}

const GONE: Named = { name: 'Ce qui n’est plus lisible pour vous', href: null };

/** What a follow is about, for whoever is about to follow it. @returns null when she may not read it. */
export async function findNamed(
  db: Executor,
  actor: Actor,
  what: Followable
): Promise<Named | null> {
  return (await nameAll(db, actor, [what])).get(`${what.target}:${what.key}`) ?? null;
}

/** By target: six readings at most, whatever the number of follows. */
async function nameAll(
  db: Executor,
  actor: Actor,
  all: readonly Followable[]
): Promise<Map<string, Named>> {
  const keys = (target: Followable['target']) =>
    all.filter((one) => one.target === target).map(({ key }) => key);
  const ids = (target: Followable['target']) => keys(target).map(Number);
  const names = new Map<string, Named>();
  const put = (target: Followable['target'], key: string | number, named: Named) =>
    names.set(`${target}:${key}`, named);
  if (keys('theme').length > 0)
    for (const { code, name } of await listThemes(db)) put('theme', code, { name, href: null });
  if (keys('territory').length > 0)
    for (const { id, name, slug } of await listTerritories(db))
      put('territory', id, { name, href: `/territoires/${slug}` });
  for (const { id, name, slug } of await listStructures(db, ids('structure')))
    put('structure', id, { name, href: `/annuaire/${slug}` });
  for (const one of await listAmong(db, actor, ids('contribution') as ContributionId[]))
    put('contribution', one.id, { name: one.title, href: pageOf(one) });
  const events = ids('event') as EventId[];
  for (const { id, title, slug } of await listFindable(db, actor, { events, series: [] }))
    put('event', id, { name: title, href: `/rencontres/${slug}` });
  if (keys('plan').length > 0)
    for (const { place, title, slug } of await listPlans(db, actor))
      put('plan', place.id, { name: title, href: `/plans/${slug}` });
  return names;
}

async function listStructures(db: Executor, ids: readonly number[]) {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: number; name: string; slug: string }>`
    select s.id, o.name, o.slug from structure s join structure o on o.id = coalesce(s.merged_into, s.id)
    where s.id = any(${ids}::bigint[])`.execute(db);
  return rows;
}
