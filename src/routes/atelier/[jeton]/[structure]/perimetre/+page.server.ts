import { fail, redirect } from '@sveltejs/kit';
import { drawCommunes } from '#app/maps.ts';
import { getStructure } from '#domain/directory/server/queries.ts';
import { readReach } from '#domain/directory/server/reach/queries.ts';
import { findDrawnPerimeter, readSeat } from '#domain/events/server/workshop/queries.ts';
import { drawPerimeter } from '#domain/events/server/workshop/room/commands.ts';
import { getAtlas } from '#domain/territory/server/atlas/queries.ts';
import { readChange } from '../../../../annuaire/[slug]/modifier/perimetre/changing.ts';
import { handOf, REFUSALS, structureOf, text } from '../hand.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, params }) => {
  const { room, own } = await readSeat(db, params.jeton, structureOf(params));
  const fiche = await getStructure(db, own.slug);
  const drawn = await findDrawnPerimeter(db, own.id);
  const perimeter = drawn ?? fiche.perimeter;
  const reach = await readReach(db, perimeter, fiche.perimeter, [room.territory.id]);
  const shown = reach.board?.flatMap((one) => one.communes);
  return {
    ...{ room, own: { id: own.id, slug: own.slug, name: own.name, version: own.version } },
    ...{ token: params.jeton, reach, certainty: perimeter.certainty, isDrawn: drawn !== null },
    mayWrite: room.status === 'open' && !own.readyAt,
    drawing: shown ? await drawCommunes(db, shown) : null
  };
};

/** What says the whole of what was seen, and would take back what a colleague has just drawn. */
const WHOLE = ['cocher', 'etendue'];

export const actions: Actions = {
  changer: async ({ locals: { db, address }, params, request }) => {
    const { room, own } = await readSeat(db, params.jeton, structureOf(params));
    const fiche = await getStructure(db, own.slug);
    const form = await request.formData();
    const { change, unsettled } = await readChange(db, await getAtlas(db), form, room.territory.id);
    const asked = text(form, 'faire');
    const done = await drawPerimeter(db, handOf(params, address), {
      version: Number(form.get('version')),
      isWhole: WHOLE.includes(asked),
      from: fiche.perimeter,
      // Its note is prose: it is written in the fiche alone.
      apply: (now) => ({ ...change(now), note: now.note ?? '' })
    });
    const here = `/atelier/${params.jeton}/${own.id}`;
    if (!done.ok) {
      const stale =
        'Quelqu’un de votre structure vient de dessiner aussi. Voici son dessin : refaites votre geste.';
      return fail(409, { message: done.reason === 'stale' ? stale : REFUSALS[done.reason] });
    }
    if (asked === 'garder') redirect(303, `${here}?fait=dit#ou`);
    if (unsettled.ambiguous.length + unsettled.unknown.length > 0) return { unsettled, asked };
    redirect(303, `${here}/perimetre`);
  }
};
