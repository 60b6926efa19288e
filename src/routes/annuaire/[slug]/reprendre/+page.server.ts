import { fail, redirect } from '@sveltejs/kit';
import { wordsInput } from '#domain/directory/joining.ts';
import {
  claimStructure,
  leaveStructure,
  withdrawClaim
} from '#domain/directory/server/affiliations/commands.ts';
import { findAffiliation, listReferents } from '#domain/directory/server/affiliations/queries.ts';
import { getStructure, listTerritoryIdsOf } from '#domain/directory/server/queries.ts';
import { isMemberOfAny } from '#domain/identity/rules.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  if (actor.kind !== 'person')
    redirect(303, `/connexion?suite=${encodeURIComponent(url.pathname)}`);
  const structure = await getStructure(db, params.slug);
  const ids = await listTerritoryIdsOf(db, structure.id);
  const territories = (await listTerritories(db)).filter(({ id }) => ids.includes(id));
  return {
    structure: { slug: structure.slug, name: structure.name },
    affiliation: await findAffiliation(db, actor.id, structure.id),
    isMember: isMemberOfAny(actor, ids),
    answered: (await listReferents(db, structure.id)).length,
    territories: territories.map(({ slug, name }) => ({ slug, name })),
    sent: url.searchParams.has('envoye')
  };
};

const REFUSALS = {
  'not-member': 'Rejoignez d’abord le réseau de cette structure.',
  already: 'Vous répondez déjà de cette fiche.',
  asked: 'Votre demande est déjà partie.'
};

export const actions: Actions = {
  demander: async ({ locals: { db, actor }, params, request, url }) => {
    if (actor.kind !== 'person')
      redirect(303, `/connexion?suite=${encodeURIComponent(url.pathname)}`);
    const form = await request.formData();
    const note = String(form.get('note') ?? '');
    const words = wordsInput.safeParse(note);
    const no = (message: string) => fail(400, { note, message, readings: null });
    if (!words.success) return no(words.error.issues[0]!.message);
    const { id } = await getStructure(db, params.slug);
    const reread = form.has('relu');
    const outcome = await claimStructure(db, actor, { structure: id, note: words.data, reread });
    if (outcome.ok) redirect(303, '?envoye');
    if (outcome.reason === 'second-reading')
      return fail(400, { note, message: '', readings: outcome.readings });
    return no(REFUSALS[outcome.reason]);
  },

  retirer: async ({ locals: { db, actor }, params, url }) => {
    if (actor.kind !== 'person')
      redirect(303, `/connexion?suite=${encodeURIComponent(url.pathname)}`);
    const { id } = await getStructure(db, params.slug);
    await withdrawClaim(db, actor, id);
    redirect(303, `/annuaire/${params.slug}`);
  },
  quitter: async ({ locals: { db, actor }, params, url }) => {
    if (actor.kind !== 'person')
      redirect(303, `/connexion?suite=${encodeURIComponent(url.pathname)}`);
    const { id } = await getStructure(db, params.slug);
    await leaveStructure(db, actor, id);
    redirect(303, '/mon-espace');
  }
};
