import { redirect } from '@sveltejs/kit';
import { blankContribution } from '#domain/sharing/forms/fields.ts';
import { environment } from '#server/env.ts';
import { Forbidden } from '#shared/errors.ts';
import { fieldChoices } from '../../choosing.ts';
import { deposit } from '../depositing.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  if (actor.kind !== 'person')
    redirect(303, `/connexion?suite=${encodeURIComponent(url.pathname + url.search)}`);
  const choices = await fieldChoices(db, actor);
  if (choices.territories.length === 0)
    throw new Forbidden('Déposer un document est réservé aux membres d’un réseau.');
  return {
    choices,
    typed: blankContribution(choices.territories[0]!.value),
    largest: environment().largestFile
  };
};

export const actions: Actions = {
  default: async (asked) => {
    const deposited = await deposit(asked);
    if (!deposited.ok) return deposited.failure;
    redirect(303, `/partage/documents/${deposited.slug}?fait=depose`);
  }
};
