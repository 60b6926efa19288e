import { sql } from 'kysely';
import type { Actor, PersonActor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { stillTypingSince, type Editor, type Presence } from '../../editor/draft.ts';
import { asInput, type Structure } from '../../model.ts';
import { canEditStructure, type StructurePlace } from '../../rules.ts';
import { findDraft, listOtherDrafts } from '../drafts/queries.ts';
import { findLastChange } from '../history/queries.ts';
import { getStructure, listTerritoryIdsOf } from '../queries.ts';

/** @throws NotFound, Forbidden. */
export async function getEditor(
  db: Executor,
  actor: Actor,
  slug: string,
  now: Date
): Promise<Editor> {
  const { structure, person } = await getEditable(db, actor, slug);
  const draft = await findDraft(db, person, structure.id);
  const version = draft?.baseVersion ?? structure.version;
  return {
    structure,
    typed: draft?.content ?? asInput(structure),
    version,
    draft,
    presence: await findPresence(db, person, structure, version, now)
  };
}

/** A fiche, for somebody who may change it. @throws NotFound, Forbidden. */
export async function getEditable(
  db: Executor,
  actor: Actor,
  slug: string
): Promise<{ structure: Structure; person: PersonActor }> {
  const structure = await getStructure(db, slug);
  const territories = await listTerritoryIdsOf(db, structure.id);
  if (actor.kind !== 'person' || !canEditStructure(actor, { id: structure.id, territories }))
    throw new Forbidden(
      'Seules les personnes qui répondent de cette fiche, ou qui animent son territoire, la modifient. Vous pouvez leur proposer une modification depuis la fiche.'
    );
  return { structure, person: actor };
}

/** Those of several structures that an actor may change: one statement, however many. */
export async function listEditable(
  db: Executor,
  actor: Actor,
  ids: readonly StructureId[]
): Promise<Set<StructureId>> {
  const { rows } = await sql<StructurePlace>`
    select asked.id, coalesce((select json_agg(st.territory_id) from structure_territory st
      where st.structure_id = asked.id), '[]') as territories
    from unnest(${[...ids]}::bigint[]) as asked (id)`.execute(db);
  return new Set(rows.filter((place) => canEditStructure(actor, place)).map(({ id }) => id));
}

/** @param version - the one the person reads or changes. */
export async function findPresence(
  db: Executor,
  person: PersonActor,
  structure: Structure,
  version: number,
  now: Date
): Promise<Presence> {
  const others = await listOtherDrafts(db, person, structure.id, stillTypingSince(now));
  const changed = version < structure.version ? await findLastChange(db, structure.id) : null;
  return { others, changed: changed && { by: changed.by, at: changed.at } };
}
