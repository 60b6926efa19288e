import { createStructure } from '#domain/directory/server/commands.ts';
import { operator, type PersonActor } from '#domain/identity/model.ts';
import type { PerimeterInput, Territory } from '#domain/territory/model.ts';
import type { Database } from '#server/db/connection.ts';
import { aStructure } from '../factories/structures.ts';

export const NOW = new Date('2026-11-22T10:00:00Z');

export const WHOLE: PerimeterInput = {
  certainty: 'declared',
  include: [{ level: 'departement', code: 'D1' }],
  exclude: []
};

/** Where forms are sent. */
export interface Here {
  readonly db: Database;
  /** An animator of the territory. */
  readonly actor: PersonActor;
  readonly territory: Territory;
  /** What is typed in the field that is tried. */
  readonly text: string;
}

interface Outcome {
  ok: boolean;
  reason?: string;
}

/** How a form is sent with the text in one of its fields: prepared, then sent once or twice. */
type Send = (field: string) => Promise<(reread: boolean) => Promise<Outcome>>;

/** By the name of the form. */
export type Senders = Record<string, Send>;

let turn = 0;

/** A fiche of its own, each time, with a service and perimeters. */
export async function aFiche({ db, territory }: Here) {
  const number = ++turn;
  const input = aStructure({
    name: `Maison ${number}`,
    email: 'maison@exemple.test',
    territories: [territory.slug],
    perimeter: WHOLE,
    services: [{ name: 'Accueil', perimeter: WHOLE }]
  });
  const id = await createStructure(db, operator('test'), input);
  const { slug } = await db
    .selectFrom('structure')
    .select('slug')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { id, slug, input, number };
}
