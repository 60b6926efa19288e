import { fail, redirect } from '@sveltejs/kit';
import { canManageEvent } from '#domain/events/rules.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { markPresence } from '#domain/registrations/server/attendance/commands.ts';
import { getWelcomedEvent } from '#domain/registrations/server/attendance/queries.ts';
import {
  openCheckinLink,
  renewCheckinLink,
  revokeCheckinLink
} from '#domain/registrations/server/checkin/links/commands.ts';
import type { CheckinLinkId, RegistrationId } from '#shared/ids.ts';
import { readAsking, readDoor, writeAsking } from './reading.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url, setHeaders }) => {
  // The addresses of the links open the list: nobody keeps this page.
  setHeaders({ 'cache-control': 'private, no-store' });
  const event = await getWelcomedEvent(db, actor, params.slug);
  return {
    ...(await readDoor(db, event, readAsking(url.searchParams), new Date())),
    manages: canManageEvent(actor, event.place),
    said: url.searchParams.get('fait') ?? ''
  };
};

const REFUSALS = {
  'other-day': 'Choisissez un jour de la rencontre.',
  'too-many': 'Il y a déjà quarante liens : retirez-en avant d’en faire d’autres.',
  'no-place': 'Cette personne n’a pas de place : donnez-lui-en une depuis son inscription.',
  'not-begun': 'L’accueil n’a pas commencé : personne n’est encore là.'
} as const;

export const actions: Actions = {
  ouvrir: async ({ locals: { db, actor }, params, request }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const typed = { day: String(form.get('jour') ?? ''), label: String(form.get('nom') ?? '') };
    const outcome = await openCheckinLink(db, actor, event.id, typed);
    if (!outcome.ok) return fail(409, { typed, message: REFUSALS[outcome.reason] });
    redirect(303, `/gestion/rencontres/${event.slug}/accueil?fait=ouvert#lien-${outcome.link}`);
  },

  retirer: async ({ locals: { db, actor }, params, request }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const link = Number((await request.formData()).get('lien')) as CheckinLinkId;
    await revokeCheckinLink(db, actor, event.id, link, new Date());
    redirect(303, `/gestion/rencontres/${event.slug}/accueil?fait=retire#lien-${link}`);
  },

  refaire: async ({ locals: { db, actor }, params, request }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const link = Number((await request.formData()).get('lien')) as CheckinLinkId;
    await renewCheckinLink(db, actor, event.id, link);
    redirect(303, `/gestion/rencontres/${event.slug}/accueil?fait=refait#lien-${link}`);
  },

  presence: async ({ locals: { db, actor }, params, request, url }) => {
    const event = await getWelcomedEvent(db, actor, params.slug);
    const form = await request.formData();
    const mark = {
      registration: Number(form.get('inscription')) as RegistrationId,
      entrance: String(form.get('entree') ?? ''),
      kind: form.get('sens') === 'sortie' ? ('out' as const) : ('in' as const)
    };
    const outcome = await markPresence(db, actor, event.id, mark, new Date());
    if (!outcome.ok) return fail(409, { message: REFUSALS[outcome.reason] });
    const asking = writeAsking({ ...readAsking(url.searchParams), entrance: mark.entrance });
    redirect(303, `/gestion/rencontres/${event.slug}/accueil?${asking}#presents`);
  }
};
