import { randomUUID } from 'node:crypto';
import { loadActor } from '#app/actor.ts';
import { operator, type PersonActor, type Role } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { createTerritory, loadGeography } from '#domain/territory/server/commands.ts';
import type { Database, Executor } from '#server/db/connection.ts';
import type { PersonId, StructureId, TerritoryId } from '#shared/ids.ts';
import { smallGeography } from './atlas.ts';

/**
 * Opens a territory. On a database without geography, first loads a tiny one: the communes A and B of the EPCI E1,
 * C of the département D1, D of the département D2.
 */
export async function aTerritory(db: Database, slug = 'essai'): Promise<Territory> {
  const known = await db
    .selectFrom('departement')
    .select('code')
    .orderBy('code')
    .executeTakeFirst();
  if (!known) {
    const paths = ['R1/D1/E1/A', 'R1/D1/E1/B', 'R1/D1/-/C', 'R1/D2/E2/D'];
    await loadGeography(db, smallGeography(paths));
  }
  return createTerritory(db, operator('test'), {
    slug,
    name: `Territoire ${slug}`,
    nameWithDe: `du Territoire ${slug}`,
    description: '',
    fictional: true,
    coveragePublic: false,
    frontDoorReason: '',
    perimeter: {
      certainty: 'declared',
      include: [{ level: 'departement', code: known?.code ?? 'D1' }],
      exclude: []
    }
  });
}

interface Traits {
  name?: string;
  email?: string;
  administrator?: boolean;
  /** Active memberships. */
  roles?: readonly { territory: TerritoryId; role: Role }[];
  referentOf?: readonly StructureId[];
}

/** Writes somebody with an account, and answers with her as an actor. */
export async function person(db: Executor, traits: Traits = {}): Promise<PersonActor> {
  const id = randomUUID() as PersonId;
  const name = traits.name ?? 'Camille Exemple';
  const email = traits.email ?? `${id}@exemple.test`;
  await db
    .insertInto('person')
    .values({ id, name, email, email_verified: true, administrator: traits.administrator ?? false })
    .execute();
  for (const { territory, role } of traits.roles ?? [])
    await db
      .insertInto('membership')
      .values({ territory_id: territory, person_id: id, role, status: 'active' })
      .execute();
  for (const structure of traits.referentOf ?? [])
    await db
      .insertInto('affiliation')
      .values({ structure_id: structure, person_id: id, referent: true })
      .execute();
  return (await loadActor(db, id)) as PersonActor;
}
