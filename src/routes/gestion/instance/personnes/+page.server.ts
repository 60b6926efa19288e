import { fail } from '@sveltejs/kit';
import { wordsInput } from '#domain/directory/joining.ts';
import { invitePeople } from '#domain/directory/server/invitations/commands.ts';
import { reactivatePeople, suspendPeople } from '#domain/identity/server/accounts/commands.ts';
import {
  ACCOUNT_STATES,
  listAccounts,
  searchAccounts
} from '#domain/identity/server/accounts/queries.ts';
import { getTerritory, listTerritories } from '#domain/territory/server/queries.ts';
import { plural } from '#shared/text.ts';
import { chosenPeople, REFUSALS } from './choice.ts';
import type { Actions, PageServerLoad } from './$types';

const PER_PAGE = 50;

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => {
  const q = url.searchParams.get('q') ?? '';
  const asked = url.searchParams.get('etat');
  const state = ACCOUNT_STATES.find((known) => known === asked) ?? 'all';
  const page = Math.max(1, Number(url.searchParams.get('page')) || 1);
  const found = await searchAccounts(db, actor, { q, state, page, perPage: PER_PAGE });
  const territories = (await listTerritories(db)).map(({ slug, name }) => ({ slug, name }));
  return { ...found, q, state, page, perPage: PER_PAGE, territories };
};

export const actions: Actions = {
  apercu: async ({ locals: { db, actor }, request }) => {
    const people = await listAccounts(db, actor, chosenPeople(await request.formData()));
    if (people.length === 0) return fail(400, { message: 'Cochez au moins une personne.' });
    return { preview: people };
  },

  suspendre: async ({ locals: { db, actor }, request }) => {
    const form = await request.formData();
    const people = chosenPeople(form);
    const reason = wordsInput.safeParse(form.get('raison') ?? '');
    if (!reason.success || reason.data === '')
      return fail(400, {
        preview: await listAccounts(db, actor, people),
        message: 'Dites pourquoi : la raison est gardée au journal.'
      });
    const outcome = await suspendPeople(db, actor, { people, reason: reason.data });
    if (!outcome.ok) return fail(409, { message: REFUSALS[outcome.reason] });
    return { done: `${plural(outcome.count, 'compte fermé', 'comptes fermés')}.` };
  },

  rouvrir: async ({ locals: { db, actor }, request }) => {
    const count = await reactivatePeople(db, actor, chosenPeople(await request.formData()));
    return { done: `${plural(count, 'compte rouvert', 'comptes rouverts')}.` };
  },

  inviter: async ({ locals: { db, actor }, request }) => {
    const form = await request.formData();
    const guests = await listAccounts(db, actor, chosenPeople(form));
    const place = await getTerritory(db, String(form.get('territoire') ?? ''));
    const common = { role: 'member', structure: null, message: '', reread: false } as const;
    const outcome = await invitePeople(db, actor, { ...common, place, guests });
    if (!outcome.ok) return fail(400, { message: 'Rien n’est parti.' });
    const sent = plural(outcome.sent.length, 'invitation envoyée', 'invitations envoyées');
    const left = outcome.skipped.length;
    return {
      done: left > 0 ? `${sent} ; ${plural(left, 'personne')} déjà membre ou invitée.` : `${sent}.`
    };
  }
};
