/** Taking a sheet, or some of its fields, back to what one of its versions said. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import type { ActionSheetId } from '#shared/ids.ts';
import {
  contentOf,
  fieldsOf,
  isRestorable,
  type SheetContent
} from '../../../comparison/content.ts';
import { holdSheet } from '../../holding/commands.ts';
import {
  holdLeaning,
  writeFields,
  type SheetWritten,
  type WriteOptions
} from '../../writing/fields/commands.ts';
import { findVersion } from '../queries.ts';

/** What is restored of a version: its number, and the paths of fields; steps, money and numbers have gestures of their own. */
export interface Restoring {
  readonly version: number;
  readonly paths: readonly string[];
}

export type Restored = SheetWritten & {
  /** What was tied to something that is no more: the words come back, the tie does not. */
  readonly untied?: number;
};

/**
 * Writes some fields again as a version said them; what it says becomes a version of its own, and can be undone alike.
 * @param options.version - as the sheet was read: what somebody changed since is asked about.
 * @throws NotFound when the sheet has no such version, or may not be read. @throws Forbidden
 */
export function restoreVersion(
  executor: Executor,
  actor: Actor,
  id: ActionSheetId,
  { version, paths }: Restoring,
  options: WriteOptions
): Promise<Restored> {
  return inTransaction(executor, async (tx) => {
    // Held before the version is read: texts that are being erased are not written back.
    if (paths.includes('resources')) await holdLeaning(tx);
    const { place } = await holdSheet(tx, actor, id);
    const kept = await findVersion(tx, id, version);
    if (!kept) throw new NotFound('Cette fiche n’a pas de version de ce numéro.');
    const was = contentOf(kept.document);
    const { content, untied } = await withoutGone(tx, was, place.plan.territory);
    const all = fieldsOf(content);
    const restorable = paths.filter((path) => isRestorable(path));
    const asked = restorable.map((path): [string, unknown] => [
      path,
      all.get(path) ?? emptyOf(path)
    ]);
    const fields = new Map(asked.filter(([, value]) => value !== undefined));
    const change = options.change ?? `version ${version} reprise`;
    const outcome = await writeFields(
      tx,
      actor,
      id,
      { action: 'sheet.restore', fields },
      { ...options, change }
    );
    return { ...outcome, untied };
  });
}

/** A heading that the version did not have yet comes back to nothing; null is a value. */
function emptyOf(path: string): unknown {
  if (path.startsWith('texts.')) return [];
  return ['priority', 'startsOn', 'endsOn', 'perimeter'].includes(path) ? null : undefined;
}

/** A content whose ties all lead somewhere: what was deleted since, or has left the network, is no longer tied. */
async function withoutGone(
  tx: Tx,
  was: SheetContent,
  territory: number
): Promise<{ content: SheetContent; untied: number }> {
  const there = await listThere(tx, was, territory);
  let untied = 0;
  const known = <T>(kind: keyof typeof there, id: T | null): T | null => {
    if (id === null || there[kind].has(String(id))) return id;
    untied += 1;
    return null;
  };
  const actors = (all: SheetContent['pilots']) =>
    all.map((one) => ({
      ...one,
      structure: known('structures', one.structure),
      person: known('persons', one.person)
    }));
  const links = was.links.filter((link) => {
    if (link.kind === 'structure') return known('structures', link.structure) !== null;
    if (link.kind === 'event') return known('events', link.id) !== null;
    if (link.kind === 'contribution') return known('contributions', link.id) !== null;
    return link.kind !== 'series' || known('series', link.id) !== null;
  });
  const resources = was.resources.map((one) => ({
    ...one,
    acronym: known('acronyms', one.acronym),
    targetPlan: known('plans', one.targetPlan),
    targetSheet: known('sheets', one.targetSheet)
  }));
  const themes = was.themes.filter((theme) => known('themes', theme) !== null);
  const perimeter = known('perimeters', was.perimeter);
  const pilots = actors(was.pilots);
  const partners = actors(was.partners);
  return { content: { ...was, pilots, partners, links, resources, themes, perimeter }, untied };
}

type Kind =
  | 'structures'
  | 'persons'
  | 'events'
  | 'series'
  | 'contributions'
  | 'plans'
  | 'sheets'
  | 'acronyms'
  | 'themes'
  | 'perimeters';

async function listThere(
  tx: Tx,
  { pilots, partners, links, resources, themes, perimeter }: SheetContent,
  territory: number
): Promise<Record<Kind, Set<string>>> {
  const actors = [...pilots, ...partners];
  const structures = [
    ...actors.map((one) => one.structure),
    ...links.map((link) => (link.kind === 'structure' ? link.structure : null))
  ];
  const { rows } = await sql<{ kind: Kind; id: string }>`
    select 'structures' as kind, id::text as id from structure
      where merged_into is null and id = any(${given(structures)}::bigint[])
    union all select 'persons', person_id::text from membership where status = 'active'
      and territory_id = ${territory} and person_id = any(${given(actors.map(({ person }) => person))}::uuid[])
    union all select 'events', id::text from event where id = any(${linkedTo(links, 'event')}::bigint[])
    union all select 'series', id::text from event_series where id = any(${linkedTo(links, 'series')}::bigint[])
    union all select 'contributions', id::text from contribution where id = any(${linkedTo(links, 'contribution')}::bigint[])
    union all select 'plans', id::text from plan
      where id = any(${given(resources.map(({ targetPlan }) => targetPlan))}::bigint[])
    union all select 'sheets', id::text from action_sheet where removed_at is null
      and id = any(${given(resources.map(({ targetSheet }) => targetSheet))}::bigint[])
    union all select 'acronyms', code from plan_acronym
      where code = any(${given(resources.map(({ acronym }) => acronym))}::text[])
    union all select 'themes', code from theme where code = any(${[...themes]}::text[])
    union all select 'perimeters', id::text from perimeter where id = any(${given([perimeter])}::bigint[])`.execute(
    tx
  );
  const of = (kind: Kind) => new Set(rows.filter((row) => row.kind === kind).map(({ id }) => id));
  return {
    ...{ structures: of('structures'), persons: of('persons'), events: of('events') },
    ...{
      series: of('series'),
      contributions: of('contributions'),
      plans: of('plans'),
      sheets: of('sheets')
    },
    ...{ acronyms: of('acronyms'), themes: of('themes'), perimeters: of('perimeters') }
  };
}

function linkedTo(links: SheetContent['links'], kind: 'event' | 'series' | 'contribution') {
  return links.flatMap((link) => (link.kind === kind && 'id' in link ? [link.id] : []));
}

function given<T>(all: readonly (T | null)[]): T[] {
  return all.filter((one) => one !== null);
}
