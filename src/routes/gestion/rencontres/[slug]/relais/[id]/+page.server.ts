import { fail, redirect } from '@sveltejs/kit';
import { relayPath, relayText, shortPath } from '#domain/events/relays.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { deleteRelay, updateRelay } from '#domain/events/server/relays/commands.ts';
import { getRelay } from '#domain/events/server/relays/queries.ts';
import { siteAddress } from '#server/http/address.ts';
import { CODE_TAKEN, readRelay, readTyped } from '../relay-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const relay = await getRelay(db, actor, event.id, Number(params.id));
  const address = siteAddress(relayPath(event.slug, relay.code));
  return {
    relay,
    address,
    short: siteAddress(shortPath(relay.id)),
    text: relayText(event, relay, address),
    isPublished: event.status === 'published',
    added: url.searchParams.has('ajoute'),
    saved: url.searchParams.has('enregistre')
  };
};

export const actions: Actions = {
  enregistrer: async ({ locals: { db, actor }, params, request }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const typed = readTyped(form);
    const read = readRelay(typed);
    if (!read.ok) return fail(400, { typed, errors: read.errors });
    const stamp = String(form.get('etat') ?? '');
    const key = { event: event.id, relay: Number(params.id), stamp };
    const reread = form.get('relu') === 'oui';
    const outcome = await updateRelay(db, actor, key, {
      ...{ ...read.input, structure: typed.structure, reread }
    });
    if (outcome.ok) redirect(303, '?enregistre');
    if (outcome.reason === 'second-reading')
      return fail(422, { typed, readings: outcome.readings });
    if (outcome.reason === 'code-taken') return fail(409, { typed, errors: CODE_TAKEN });
    return fail(409, { typed, refused: outcome.reason });
  },
  retirer: async ({ locals: { db, actor }, params }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const { name } = await getRelay(db, actor, event.id, Number(params.id));
    const outcome = await deleteRelay(db, actor, { event: event.id, relay: Number(params.id) });
    if (!outcome.ok) return fail(409, { refused: 'link-used' as const });
    redirect(303, `/gestion/rencontres/${event.slug}/relais?retire=${encodeURIComponent(name)}`);
  }
};
