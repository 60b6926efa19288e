/** The rows of a contribution: who writes them has checked them, and that she may. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import {
  createPerimeters,
  deletePerimeters,
  replacePerimeter
} from '#domain/territory/server/commands.ts';
import type { Tx } from '#server/db/connection.ts';
import { freeSlug } from '#server/db/free-slug.ts';
import type {
  ContributionId,
  EventId,
  PerimeterId,
  StructureId,
  TerritoryId
} from '#shared/ids.ts';
import type { Content } from '../../../content.ts';
import { DETAIL_COLUMNS } from '../../../details.ts';
import type { Contribution, ContributionKind, Where } from '../../../model.ts';

export interface Opened {
  readonly ok: true;
  readonly id: ContributionId;
  readonly slug: string;
  /** False when the same sending had opened it already: it is answered as the first time, and nothing is added to it. */
  readonly isNew: boolean;
}

interface Head {
  readonly kind: ContributionKind;
  readonly territory: TerritoryId;
  readonly title: string;
  readonly nonce: string | null;
}

/** The first row of a contribution, or the one that the same sending wrote: of two at once, the second waits for it. */
export async function insertHead(
  tx: Tx,
  actor: Actor,
  { kind, territory, title, nonce }: Head
): Promise<Opened> {
  const slug = await slugFor(tx, kind, title);
  const author = actor.kind === 'person' ? actor.id : null;
  const { rows } = await sql<{ id: ContributionId }>`
    insert into contribution (territory_id, kind, slug, title, version, author_id, nonce)
    values (${territory}, ${kind}, ${slug}, ${title}, 0, ${author}, ${author && nonce}::uuid)
    on conflict (author_id, nonce) where nonce is not null do nothing returning id`.execute(tx);
  if (rows[0]) return { ok: true, id: rows[0].id, slug, isNew: true };
  const first = await tx
    .selectFrom('contribution')
    .select(['id', 'slug'])
    .where('author_id', '=', author)
    .where('nonce', '=', nonce)
    .executeTakeFirstOrThrow();
  return { ok: true, id: first.id as ContributionId, slug: first.slug, isNew: false };
}

type Target = Pick<Contribution, 'id' | 'kind' | 'perimeter'>;

/** Writes some fields of a contribution, as `fieldsOf` names them; what is not among them is not touched. */
export async function writeRows(tx: Tx, target: Target, fields: Content): Promise<void> {
  const { id } = target;
  await writeHead(tx, id, fields);
  if ('themes' in fields) await writeWords(tx, id, 'theme', fields['themes'] as string[]);
  if ('audiences' in fields) await writeWords(tx, id, 'audience', fields['audiences'] as string[]);
  if ('carriers' in fields) await writeStructures(tx, id, 'carrier', fields['carriers'] as Row[]);
  if ('partners' in fields) await writeStructures(tx, id, 'partner', fields['partners'] as Row[]);
  if ('events' in fields) await writeEvents(tx, id, fields['events'] as EventId[]);
  if ('related' in fields) await writeRelations(tx, id, fields['related'] as ContributionId[]);
  if ('where' in fields) await writeWhere(tx, target, fields['where'] as Where | null);
  await writeDetails(tx, target, fields);
}

async function writeHead(tx: Tx, id: ContributionId, fields: Content): Promise<void> {
  const texts = Object.entries(fields).flatMap(([field, value]) =>
    field.startsWith('texts.') ? [[field.slice('texts.'.length), value] as const] : []
  );
  const kept = Object.fromEntries(texts.filter(([, text]) => text !== ''));
  const emptied = texts.filter(([, text]) => text === '').map(([key]) => key);
  const pick = (name: 'title' | 'summary' | 'visibility') =>
    (fields[name] as string | undefined) ?? null;
  await sql`
    update contribution set title = coalesce(${pick('title')}, title), summary = coalesce(${pick('summary')}, summary),
      visibility = coalesce(${pick('visibility')}, visibility),
      texts = (texts || ${JSON.stringify(kept)}::jsonb) - ${emptied}::text[]
    where id = ${id}`.execute(tx);
}

async function writeWords(
  tx: Tx,
  id: ContributionId,
  list: 'theme' | 'audience',
  codes: readonly string[]
): Promise<void> {
  // Codes that are of no word any more are left out: a list may have changed since the form was opened.
  if (list === 'theme') {
    await tx.deleteFrom('contribution_theme').where('contribution_id', '=', id).execute();
    await sql`insert into contribution_theme (contribution_id, theme)
      select ${id}, code from theme where code = any(${codes}::text[])`.execute(tx);
  } else {
    await tx.deleteFrom('contribution_audience').where('contribution_id', '=', id).execute();
    await sql`insert into contribution_audience (contribution_id, audience)
      select ${id}, code from audience where code = any(${codes}::text[])`.execute(tx);
  }
}

interface Row {
  readonly label: string;
  readonly structure: StructureId | null;
}

async function writeStructures(
  tx: Tx,
  id: ContributionId,
  role: 'carrier' | 'partner',
  rows: readonly Row[]
): Promise<void> {
  await tx
    .deleteFrom('contribution_structure')
    .where('contribution_id', '=', id)
    .where('role', '=', role)
    .execute();
  await sql`insert into contribution_structure (contribution_id, role, position, label, structure_id)
    select ${id}, ${role}, g.position, coalesce(s.name, g.label), s.id
    from unnest(${rows.map(({ label }) => label)}::text[], ${rows.map(({ structure }) => structure)}::bigint[])
      with ordinality as g (label, structure, position) left join structure s on s.id = g.structure`.execute(
    tx
  );
}

async function writeEvents(tx: Tx, id: ContributionId, events: readonly EventId[]): Promise<void> {
  await tx.deleteFrom('contribution_event').where('contribution_id', '=', id).execute();
  await sql`insert into contribution_event (contribution_id, event_id)
    select ${id}, e.id from event e where e.id = any(${events}::bigint[])`.execute(tx);
}

async function writeRelations(
  tx: Tx,
  id: ContributionId,
  others: readonly ContributionId[]
): Promise<void> {
  await tx
    .deleteFrom('contribution_relation')
    .where((where) => where.or([where('a_id', '=', id), where('b_id', '=', id)]))
    .execute();
  await sql`insert into contribution_relation (a_id, b_id)
    select least(c.id, ${id}::bigint), greatest(c.id, ${id}::bigint) from contribution c
    where c.id = any(${others}::bigint[]) and c.id <> ${id} order by c.id on conflict do nothing`.execute(
    tx
  );
}

async function writeWhere(tx: Tx, { id, perimeter }: Target, where: Where | null): Promise<void> {
  const set = (to: PerimeterId | null) =>
    tx.updateTable('contribution').set({ perimeter_id: to }).where('id', '=', id).execute();
  const zones = where && { include: [...where.include], exclude: [...where.exclude] };
  if (!zones || zones.include.length === 0) {
    await set(null);
    if (perimeter !== null) await deletePerimeters(tx, [perimeter]);
  } else if (perimeter !== null) {
    await replacePerimeter(tx, perimeter, { certainty: 'declared', ...zones });
  } else {
    const [created] = await createPerimeters(tx, [{ certainty: 'declared', ...zones }]);
    await set(created!);
  }
}

async function writeDetails(tx: Tx, { id, kind }: Target, fields: Content): Promise<void> {
  const columns: Readonly<Record<string, string>> = DETAIL_COLUMNS[kind];
  const given = Object.entries(fields).flatMap(([field, value]) => {
    const column = field.startsWith('details.')
      ? columns[field.slice('details.'.length)]
      : undefined;
    return column ? [[column, value] as const] : [];
  });
  if (given.length === 0) return;
  const names = given.map(([column]) => sql.ref(column));
  const values = given.map(([, value]) => sql`${value}`);
  const pairs = sql.join(names.map((name, at) => sql`${name} = ${values[at]}`));
  const { numAffectedRows } =
    await sql`${UPDATE[kind]} set ${pairs} where contribution_id = ${id}`.execute(tx);
  if (numAffectedRows === 0n)
    await sql`${INSERT[kind]} (contribution_id, ${sql.join(names)}) values (${id}, ${sql.join(values)})`.execute(
      tx
    );
}

const INSERT = {
  project: sql`insert into project`,
  experience: sql`insert into experience`,
  question: sql`insert into question`,
  opportunity: sql`insert into opportunity`,
  document: sql`insert into document`
};

const UPDATE = {
  project: sql`update project`,
  experience: sql`update experience`,
  question: sql`update question`,
  opportunity: sql`update opportunity`,
  document: sql`update document`
};

/** Addresses that a page of Maillage has already. */
const RESERVED = ['nouveau', 'nouvelle'];

function slugFor(tx: Tx, kind: ContributionKind, title: string): Promise<string> {
  return freeSlug(tx, title, {
    ...{ name: `contribution ${kind}`, fallback: kind },
    listTaken: async (base) => {
      const rows = await tx
        .selectFrom('contribution')
        .select('slug')
        .where('kind', '=', kind)
        .where((where) => where.or([where('slug', '=', base), where('slug', 'like', `${base}-%`)]))
        .execute();
      return [...RESERVED, ...rows.map(({ slug }) => slug)];
    }
  });
}
