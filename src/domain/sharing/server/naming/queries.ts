/** What is offered while one types the name of what is shared, and what codes and identifiers are called. */
import { sql } from 'kysely';
import { isInTeam } from '#domain/events/rules.ts';
import { listFindable } from '#domain/events/server/listing/queries.ts';
import { findEventById } from '#domain/events/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { getAtlas } from '#domain/territory/server/atlas/queries.ts';
import { findZone } from '#domain/territory/atlas.ts';
import type { ZoneRef } from '#domain/territory/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ContributionId, EventId } from '#shared/ids.ts';
import type { Names } from '../../comparison.ts';
import type { Content } from '../../content.ts';
import {
  CONTRIBUTION_KINDS,
  CONTRIBUTION_LABELS,
  type ContributionKind,
  type ContributionSummary,
  type Where
} from '../../model.ts';
import { listAmong, listContributions } from '../queries.ts';
import { sayingAll } from '../words/queries.ts';

const MOST = 8;

/** One line of a list that opens while one types; `value` is an identifier. */
export interface Offered {
  readonly value: string;
  readonly label: string;
  readonly detail: string;
}

/** What an actor may read whose title holds these words, the latest first. */
export async function offerContributions(
  db: Executor,
  actor: Actor,
  text: string,
  kinds: readonly ContributionKind[] = CONTRIBUTION_KINDS
): Promise<Offered[]> {
  const { items } = await listContributions(
    db,
    actor,
    { kinds, also: sayingAll(sql`c.title`, text) ?? sql<boolean>`false` },
    { page: 1, size: MOST }
  );
  return items.map(asOffered);
}

function asOffered({ id, kind, title }: ContributionSummary): Offered {
  return { value: String(id), label: title, detail: CONTRIBUTION_LABELS[kind] };
}

/** What the codes and identifiers of some contents are called, for who reads them. */
export async function listNamesOf(
  db: Executor,
  actor: Actor,
  contents: readonly Content[]
): Promise<Names> {
  const gather = <T>(field: string) =>
    contents.flatMap((content) => (content[field] as readonly T[] | undefined) ?? []);
  const zones = contents.flatMap((content) => {
    const where = content['where'] as Where | null | undefined;
    return where ? [...where.include, ...where.exclude] : [];
  });
  const related = await listAmong(db, actor, gather<ContributionId>('related'));
  const [words, events] = [
    await listWords(db),
    await listEvents(db, actor, gather<EventId>('events'))
  ];
  return {
    words,
    events,
    zones: await nameZones(db, zones),
    contributions: new Map(related.map(({ id, title }) => [id, title]))
  };
}

/** By « commune 82112 », the names of some zones; one that is no more is left out. */
export async function nameZones(
  db: Executor,
  zones: readonly ZoneRef[]
): Promise<Map<string, string>> {
  if (zones.length === 0) return new Map();
  const atlas = await getAtlas(db);
  return new Map(
    zones.flatMap((zone): [string, string][] => {
      const found = findZone(atlas, zone);
      return found ? [[`${zone.level} ${zone.code}`, found.name]] : [];
    })
  );
}

async function listWords(db: Executor): Promise<Map<string, string>> {
  const { rows } = await sql<{ code: string; name: string }>`
    select code, name from theme union all select code, name from audience
    union all select code, name from structure_type`.execute(db);
  return new Map(rows.map(({ code, name }) => [code, name]));
}

/** Those the actor may find, or works on: the title of an edition that nothing lists is not given to who names its number. */
async function listEvents(
  db: Executor,
  actor: Actor,
  ids: readonly EventId[]
): Promise<Map<number, string>> {
  const found = await listFindable(db, actor, { events: ids, series: [] });
  const titles = new Map<number, string>(found.map(({ id, title }) => [id, title]));
  for (const id of new Set(ids)) {
    if (titles.has(id)) continue;
    const event = await findEventById(db, id);
    if (event && isInTeam(actor, event.place)) titles.set(id, event.title);
  }
  return titles;
}
