import { fail, redirect } from '@sveltejs/kit';
import { setFrontDoorOrder } from '#domain/directory/server/front-doors/commands.ts';
import {
  listFrontDoorInputs,
  listPossibleDoors
} from '#domain/directory/server/front-doors/queries.ts';
import { listAudiences, listThemes, listTypes } from '#domain/directory/server/queries.ts';
import { animates } from '#domain/identity/rules.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import { Forbidden } from '#shared/errors.ts';
import { doorsOf, EMPTY_ROW, readRows, rowOf } from './doors.ts';
import type { Actions, PageServerLoad } from './$types';

const LONGEST_REASON = 1000;

export const load: PageServerLoad = async ({ locals: { actor, db }, params, url }) => {
  const territory = await getTerritory(db, params.slug);
  if (!animates(actor, territory.id))
    throw new Forbidden('Seules les personnes qui animent ce territoire choisissent qui appeler.');
  const [doors, structures, audiences, themes, types] = await Promise.all([
    listFrontDoorInputs(db, territory.id),
    listPossibleDoors(db, territory.id),
    listAudiences(db),
    listThemes(db),
    listTypes(db)
  ]);
  return {
    territory,
    rows: [...doors.map(rowOf), EMPTY_ROW, EMPTY_ROW],
    structures,
    audiences,
    themes,
    types: types.filter((type) => type.action === 'call'),
    saved: url.searchParams.has('enregistre')
  };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request }) => {
    const form = await request.formData();
    const rows = readRows(form);
    const reason = String(form.get('raison') ?? '').trim();
    if (reason.length > LONGEST_REASON) {
      const message = `L’explication compte ${reason.length} caractères : ${LONGEST_REASON} au plus. Rien n’est perdu.`;
      return fail(400, { rows, reason, message });
    }
    const reread = form.get('relu') === 'oui';
    const order = { doors: doorsOf(rows), reason, reread };
    const outcome = await setFrontDoorOrder(db, actor, params.slug, order);
    if (!outcome.ok) return fail(422, { rows, reason, readings: outcome.readings });
    redirect(303, '?enregistre');
  }
};
