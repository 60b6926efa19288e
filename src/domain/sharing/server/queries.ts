import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type {
  CommuneCode,
  ContributionId,
  EventId,
  PersonId,
  StructureId,
  TerritoryId
} from '#shared/ids.ts';
import type {
  Contribution,
  ContributionKind,
  ContributionPlace,
  ContributionSummary
} from '../model.ts';
import { canRead, canWrite } from '../rules.ts';
import { draftsOf, listedFor, SUMMARY, TABLES, WHOLE } from './columns/queries.ts';

const NO_SUCH = 'Cette page n’existe pas, ou vous ne pouvez pas la lire.';
const NOT_YOURS = 'Seules les personnes qui l’ont écrit peuvent le modifier.';

type Which<Kind extends ContributionKind> =
  { readonly kind: Kind; readonly slug: string } | { readonly id: ContributionId };

/** A contribution as an actor may read it. @throws NotFound when there is none, or none she may read. */
export async function getContribution<Kind extends ContributionKind>(
  db: Executor,
  actor: Actor,
  which: Which<Kind>
): Promise<Contribution<Kind>> {
  const row = await findRow(db, which);
  const found = row && asWhole<Kind>(row);
  if (!found || !canRead(actor, found.place)) throw new NotFound(NO_SUCH);
  if (readsNames(actor, found)) return found;
  return { ...nameless(found), replyCount: row.openReplyCount, writers: [], reviewers: [] };
}

/**
 * A contribution for whoever writes it: commands and pages of its writing begin with this one.
 * @throws NotFound when she may not read it. @throws Forbidden when she may read it and no more.
 */
export async function getWritten<Kind extends ContributionKind>(
  db: Executor,
  actor: Actor,
  which: Which<Kind>
): Promise<Contribution<Kind>> {
  const found = await getContribution(db, actor, which);
  if (!canWrite(actor, found.place)) throw new Forbidden(NOT_YOURS);
  return found;
}

/** A contribution whoever asks: for what has already been decided (a job, a version, a link). */
export async function findContribution<Kind extends ContributionKind>(
  db: Executor,
  which: Which<Kind>
): Promise<Contribution<Kind> | null> {
  const row = await findRow(db, which);
  return row ? asWhole(row) : null;
}

async function findRow<Kind extends ContributionKind>(
  db: Executor,
  which: Which<Kind>
): Promise<WholeRow | undefined> {
  const where =
    'id' in which
      ? sql`c.id = ${which.id}`
      : sql`c.kind = ${which.kind} and c.slug = ${which.slug}`;
  const [row] = await read<WholeRow>(db, WHOLE, where, sql`limit 1`);
  return row;
}

const asWhole = <Kind extends ContributionKind>(row: WholeRow) =>
  asContribution({ ...row, createdAt: new Date(row.createdAt) }) as Contribution<Kind>;

/** What a list is narrowed to; what is not given narrows nothing. */
export interface ContributionFilter {
  readonly kinds?: readonly ContributionKind[];
  readonly territory?: TerritoryId | undefined;
  /** Codes: one of them at least. */
  readonly themes?: readonly string[] | undefined;
  readonly audiences?: readonly string[] | undefined;
  /** Those whose place holds it; what is of a whole territory holds its communes. */
  readonly commune?: CommuneCode | undefined;
  /** Carried by it, or with it. */
  readonly structure?: StructureId | undefined;
  readonly author?: PersonId | undefined;
  readonly event?: EventId | undefined;
  readonly ids?: readonly ContributionId[] | undefined;
  /** Published from then on. */
  readonly since?: Date | undefined;
  /** With the drafts that she writes or reviews. */
  readonly drafts?: boolean | undefined;
  /** More conditions, of one kind: `c` is the contribution. */
  readonly also?: RawBuilder<boolean> | undefined;
}

export interface Page {
  /** From 1. */
  readonly page: number;
  readonly size: number;
}

export interface ContributionList<Kind extends ContributionKind> {
  readonly items: readonly ContributionSummary<Kind>[];
  readonly total: number;
}

/**
 * What is published and an actor may read, the latest first. Two statements for one as for ten thousand.
 * @param order - in SQL, instead of the latest first.
 */
export async function listContributions<Kind extends ContributionKind = ContributionKind>(
  db: Executor,
  actor: Actor,
  filter: ContributionFilter & { readonly kinds?: readonly Kind[] },
  { page, size }: Page = { page: 1, size: 20 },
  order: RawBuilder<unknown> = sql`c.published_at desc, c.id desc`
): Promise<ContributionList<Kind>> {
  const listed = filter.drafts
    ? sql`(${listedFor(actor)} or ${draftsOf(actor)})`
    : listedFor(actor);
  const where = sql`${listed} and ${matching(filter)}`;
  const counted = await sql<{ total: number }>`
    select count(*)::int as total from ${TABLES} where ${where}`.execute(db);
  const total = counted.rows[0]!.total;
  if (total === 0) return { items: [], total };
  const rows = await read<SummaryRow>(
    db,
    SUMMARY,
    where,
    sql`order by ${order} limit ${size} offset ${(page - 1) * size}`
  );
  const items = rows.map((row) => asListed(actor, row)) as unknown as ContributionSummary<Kind>[];
  return { items, total };
}

/** Of some contributions, those an actor may read in lists, in the order they are asked. */
export async function listAmong(
  db: Executor,
  actor: Actor,
  ids: readonly ContributionId[]
): Promise<ContributionSummary[]> {
  if (ids.length === 0) return [];
  const rows = await read<SummaryRow>(
    db,
    SUMMARY,
    sql`${listedFor(actor)} and c.id = any(${ids}::bigint[])`,
    sql`order by array_position(${ids}::bigint[], c.id)`
  );
  return rows.map((row) => asListed(actor, row));
}

/** What somebody writes, drafts and what was taken off included, the last written first. */
export async function listOwn(db: Executor, person: PersonId): Promise<ContributionSummary[]> {
  const rows = await read<SummaryRow>(
    db,
    SUMMARY,
    sql`c.author_id = ${person} or exists (select from contribution_person x
      where x.contribution_id = c.id and x.person_id = ${person})`,
    sql`order by c.updated_at desc, c.id desc limit 200`
  );
  return rows.map(asContribution);
}

/** Who wrote it, and what is said among members, is told to the network: to others, the structures that carry it are enough. */
function readsNames(actor: Actor, { territory }: Pick<ContributionSummary, 'territory'>): boolean {
  return isMemberOf(actor, territory.id);
}

function asListed(actor: Actor, row: SummaryRow): ContributionSummary {
  const one = asContribution(row);
  return readsNames(actor, one) ? one : nameless({ ...one, replyCount: row.openReplyCount });
}

/** Identifiers go with names: from page to page, they would tell that one person wrote both. Rules ask them of members only. */
function nameless<T extends ContributionSummary>(one: T): T {
  return { ...one, author: null, place: { ...one.place, writers: [], reviewers: [] } };
}

function matching(filter: ContributionFilter): RawBuilder<boolean> {
  const conditions: RawBuilder<boolean>[] = [sql<boolean>`true`];
  const add = <T>(given: T | undefined, condition: (value: T) => RawBuilder<boolean>) => {
    if (given !== undefined) conditions.push(condition(given));
  };
  add(filter.kinds, (kinds) => sql`c.kind = any(${kinds}::text[])`);
  add(filter.territory, (territory) => sql`c.territory_id = ${territory}`);
  add(filter.author, (person) => sql`c.author_id = ${person}`);
  add(filter.ids, (ids) => sql`c.id = any(${ids}::bigint[])`);
  add(filter.since, (since) => sql`c.published_at >= ${since}`);
  add(filter.also, (condition) => condition);
  add(
    filter.themes,
    (codes) => sql`exists (select from contribution_theme x
      where x.contribution_id = c.id and x.theme = any(${codes}::text[]))`
  );
  add(
    filter.audiences,
    (codes) => sql`exists (select from contribution_audience x
      where x.contribution_id = c.id and x.audience = any(${codes}::text[]))`
  );
  add(
    filter.structure,
    (
      structure
    ) => sql`exists (select from contribution_structure x join structure s on s.id = x.structure_id
      where x.contribution_id = c.id and coalesce(s.merged_into, s.id) = ${structure})`
  );
  add(
    filter.event,
    (event) => sql`exists (select from contribution_event x
      where x.contribution_id = c.id and x.event_id = ${event})`
  );
  add(
    filter.commune,
    (commune) => sql`exists (select from perimeter_commune x
      where x.perimeter_id = coalesce(c.perimeter_id, t.perimeter_id) and x.commune_code = ${commune})`
  );
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

type Raw = Omit<ContributionSummary, 'place' | 'publishedAt' | 'updatedAt'> & {
  readonly publishedAt: Date | null;
  readonly updatedAt: Date;
  readonly removedAt: Date | null;
  readonly hidden: boolean;
  /** Of `replyCount`, those that are not among members. */
  readonly openReplyCount: number;
  readonly writerIds: PersonId[];
  readonly reviewerIds: PersonId[];
};
type SummaryRow = Raw;
type WholeRow = Raw & Omit<Contribution, keyof Raw | 'place'>;

function asContribution<T extends Raw>({
  hidden,
  writerIds,
  reviewerIds,
  openReplyCount: _,
  ...row
}: T) {
  const { id, status, visibility, territory, carriers } = row;
  const place: ContributionPlace = {
    ...{ id, territory: territory.id, status, visibility, hidden },
    removed: row.removedAt !== null,
    ...{ writers: writerIds, reviewers: reviewerIds },
    carriers: carriers.flatMap(({ structure }) => (structure ? [structure.id] : []))
  };
  return { ...row, place };
}

async function read<T>(
  db: Executor,
  columns: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
  rest: RawBuilder<unknown>
): Promise<T[]> {
  const { rows } = await sql<T>`select ${columns} from ${TABLES} where ${where} ${rest}`.execute(
    db
  );
  return rows;
}
