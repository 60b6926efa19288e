import { fail } from '@sveltejs/kit';
import { joinRequestInput, newcomerInput } from '#domain/directory/joining.ts';
import { cancelRequest, requestToJoin } from '#domain/directory/server/joining/commands.ts';
import { startJoining } from '#domain/directory/server/joining/confirmation/commands.ts';
import { findStructureMeant } from '#domain/directory/server/joining/queries.ts';
import { findCorrespondent } from '#domain/identity/server/accounts/queries.ts';
import { findMembership, listAnimatorNames } from '#domain/territory/server/memberships/queries.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { StructureId } from '#shared/ids.ts';
import { errorsOf, readTyped, refused, structureRefusal, type Typed } from './answers.ts';
import type { Actions, PageServerLoad } from './$types';

const TOO_MANY =
  'Trop de demandes en peu de temps. Attendez une heure, ou écrivez à une personne qui anime le réseau.';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const territory = await getTerritory(db, params.territoire);
  const person = actor.kind === 'person' ? await findCorrespondent(db, actor.id) : null;
  return {
    territory,
    person: person && { name: person.name, profession: person.profession },
    membership: person ? await findMembership(db, person.id, territory.id) : null,
    animators: await listAnimatorNames(db, territory.id)
  };
};

export const actions: Actions = {
  demander: async ({ locals, params, request }) => {
    const { db, actor } = locals;
    const territory = await getTerritory(db, params.territoire);
    const form = await request.formData();
    const typed = readTyped(form);
    const meant = await findStructureMeant(db, territory, {
      slug: typed.choix,
      text: typed.structure
    });
    const wrong = structureRefusal(meant, typed);
    const structure = meant.kind === 'one' ? meant.structure.id : null;
    const schema = actor.kind === 'person' ? joinRequestInput : newcomerInput;
    const parsed = schema.safeParse(asInput(typed, structure));
    if (!parsed.success || wrong) {
      const errors = { ...(parsed.success ? {} : errorsOf(parsed.error)), ...wrong?.errors };
      return fail(400, refused(typed, { errors, choices: wrong?.choices ?? [] }));
    }
    const input = { ...parsed.data, structure, territory, reread: form.has('relu') };
    if (actor.kind === 'person') {
      const outcome = await requestToJoin(db, actor, input);
      if (!outcome.ok && outcome.reason === 'second-reading')
        return fail(400, refused(typed, { readings: outcome.readings }));
      return { sent: 'request' as const, email: '' };
    }
    const newcomer = newcomerInput.parse(asInput(typed, structure));
    const outcome = await startJoining(db, {
      ...input,
      ...newcomer,
      structure,
      from: locals.address
    });
    if (outcome.ok) return { sent: 'check' as const, email: newcomer.email };
    if (outcome.reason === 'too-many') return fail(429, refused(typed, { message: TOO_MANY }));
    return fail(400, refused(typed, { readings: outcome.readings }));
  },

  annuler: async ({ locals: { db, actor }, params }) => {
    const territory = await getTerritory(db, params.territoire);
    if (actor.kind === 'person') await cancelRequest(db, actor, territory.id);
    return { sent: 'cancelled' as const, email: '' };
  }
};

function asInput(typed: Typed, structure: StructureId | null) {
  return {
    name: typed.nom,
    email: typed.courriel,
    profession: typed.profession,
    motive: typed.motif,
    referent: typed.referent,
    structure
  };
}
