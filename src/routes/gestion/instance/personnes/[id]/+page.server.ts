import { fail } from '@sveltejs/kit';
import { wordsInput } from '#domain/directory/joining.ts';
import { listAffiliationsOf } from '#domain/directory/server/affiliations/queries.ts';
import {
  reactivatePeople,
  setAdministrator,
  suspendPeople
} from '#domain/identity/server/accounts/commands.ts';
import { getAccount } from '#domain/identity/server/accounts/queries.ts';
import { listMembershipsOf } from '#domain/territory/server/memberships/queries.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import type { PersonId } from '#shared/ids.ts';
import { REFUSALS } from '../choice.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const account = await getAccount(db, actor, params.id as PersonId);
  const territories = await listTerritories(db);
  const memberships = await listMembershipsOf(db, account.id);
  return {
    account,
    affiliations: await listAffiliationsOf(db, account.id),
    memberships: memberships.map(({ id, territory, role, status }) => {
      const { slug, name } = territories.find((one) => one.id === territory)!;
      return { id, slug, name, role, status };
    })
  };
};

export const actions: Actions = {
  fermer: async ({ locals: { db, actor }, params, request }) => {
    const { id } = await getAccount(db, actor, params.id as PersonId);
    const form = await request.formData();
    const reason = wordsInput.safeParse(form.get('raison') ?? '');
    if (!reason.success || reason.data === '')
      return fail(400, { message: 'Dites pourquoi : la raison est gardée au journal.' });
    const outcome = await suspendPeople(db, actor, { people: [id], reason: reason.data });
    return outcome.ok
      ? { done: 'Le compte est fermé.' }
      : fail(409, { message: REFUSALS[outcome.reason] });
  },

  rouvrir: async ({ locals: { db, actor }, params }) => {
    const { id } = await getAccount(db, actor, params.id as PersonId);
    await reactivatePeople(db, actor, [id]);
    return { done: 'Le compte est rouvert.' };
  },

  administration: async ({ locals: { db, actor }, params, request }) => {
    const { id } = await getAccount(db, actor, params.id as PersonId);
    const administrator = (await request.formData()).get('administre') === 'oui';
    const outcome = await setAdministrator(db, actor, { person: id, administrator });
    if (!outcome.ok) return fail(409, { message: REFUSALS[outcome.reason] });
    return {
      done: administrator
        ? 'Cette personne administre l’instance.'
        : 'Cette personne n’administre plus l’instance.'
    };
  }
};
