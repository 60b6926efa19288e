import { fail, redirect } from '@sveltejs/kit';
import { assignReferent } from '#domain/directory/server/affiliations/commands.ts';
import { leaveNetwork } from '#domain/directory/server/leaving/commands.ts';
import { getMember, listLeftAlone } from '#domain/directory/server/members/queries.ts';
import { ROLES } from '#domain/identity/model.ts';
import { changeRole } from '#domain/territory/server/memberships/commands.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { MembershipId, StructureId } from '#shared/ids.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const LAST =
  'C’est la dernière personne qui anime ce réseau. Confiez d’abord l’animation à quelqu’un d’autre, ou adressez-vous à l’administration de l’instance.';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const territory = await getTerritory(db, params.slug);
  const membership = Number(params.id) as MembershipId;
  const member = await getMember(db, actor, { territory: territory.id, membership });
  return {
    territory,
    member,
    alone: await listLeftAlone(db, member.id, territory.id),
    ending: url.searchParams.has('fin')
  };
};

async function keyOf({ locals: { db }, params }: RequestEvent) {
  const place = await getTerritory(db, params.slug);
  return { place, territory: place.id, membership: Number(params.id) as MembershipId };
}

export const actions: Actions = {
  role: async (event) => {
    const form = await event.request.formData();
    const role = ROLES.find((known) => known === form.get('role')) ?? 'member';
    const { db, actor } = event.locals;
    const outcome = await changeRole(db, actor, { ...(await keyOf(event)), role });
    return outcome.ok ? { done: 'Le rôle est changé.' } : fail(409, { message: LAST });
  },

  fiche: async (event) => {
    const { db, actor } = event.locals;
    const form = await event.request.formData();
    const { territory, membership } = await keyOf(event);
    const { id: person } = await getMember(db, actor, { territory, membership });
    const structure = Number(form.get('structure')) as StructureId;
    const referent = form.get('referent') === 'oui';
    await assignReferent(db, actor, { structure, person, referent });
    return { done: referent ? 'La fiche lui est confiée.' : 'Cette personne n’en répond plus.' };
  },

  terminer: async (event) => {
    const key = await keyOf(event);
    const outcome = await leaveNetwork(event.locals.db, event.locals.actor, key);
    if (!outcome.ok) return fail(409, { message: LAST });
    redirect(303, `/gestion/territoires/${key.place.slug}/membres`);
  }
};
