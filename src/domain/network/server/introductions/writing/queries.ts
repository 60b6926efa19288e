import { findStructureRoute, type Route } from '#domain/directory/server/relay/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import { commonGround, sharedAudiences } from '../../../introductions/reasons.ts';
import { canLeadWaves } from '../../../rules.ts';
import { readCandidates, readCommunes } from '../candidates/queries.ts';
import { nameAudiences } from '../queries.ts';

/** One of the two that are to be written to. Its addresses stay on the server. */
export interface LetterSide {
  readonly id: StructureId;
  readonly slug: string;
  readonly name: string;
  readonly route: Route;
}

/**
 * Two structures to write to, and what they have in common as their fiches say it.
 * @throws Forbidden unless the actor leads the territory; NotFound when one is not in its directory.
 */
export async function getLetterSides(
  db: Executor,
  actor: Actor,
  territory: TerritoryId,
  structures: readonly [StructureId, StructureId]
): Promise<{ sides: readonly [LetterSide, LetterSide]; common: string }> {
  if (!canLeadWaves(actor, territory))
    throw new Forbidden(
      'Les mises en relation sont préparées par les personnes qui animent le territoire.'
    );
  const found = await readCandidates(db, territory, structures);
  const [a, b] = structures.map((id) => found.get(id));
  if (!a || !b || a.id === b.id)
    throw new NotFound(
      'L’une de ces structures n’est pas, ou n’est plus, dans l’annuaire du territoire.'
    );
  const shared = sharedAudiences(a.audiences, b.audiences) ?? [];
  const communes = await readCommunes(db, territory, [a.id, b.id]);
  return {
    sides: [
      { ...pick(a), route: await findStructureRoute(db, a.slug) },
      { ...pick(b), route: await findStructureRoute(db, b.slug) }
    ],
    common: commonGround(communes, shared, await nameAudiences(db))
  };
}

function pick({ id, slug, name }: { id: StructureId; slug: string; name: string }) {
  return { id, slug, name };
}
