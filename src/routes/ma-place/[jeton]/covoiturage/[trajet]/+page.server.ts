import { fail, redirect } from '@sveltejs/kit';
import { carpoolMessageInput } from '#domain/registrations/carpool.ts';
import { writeToCarpooler } from '#domain/registrations/server/carpool/commands.ts';
import { findCarpool } from '#domain/registrations/server/carpool/queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const link = `/ma-place/${params.jeton}`;
  const carpool = await findCarpool(db, params.jeton, new Date());
  if (!carpool) return { found: false as const, link };
  return {
    ...{ found: true as const, link, title: carpool.event.title },
    mailbox: carpool.holder.mailbox,
    entry: carpool.entries.find(({ id }) => String(id) === params.trajet) ?? null,
    sent: url.searchParams.has('envoye')
  };
};

const REFUSALS: Readonly<Record<string, string>> = {
  'too-many': 'Trop de messages sont partis aujourd’hui : réessayez demain.',
  gone: 'Cette annonce vient d’être retirée.'
};
const CLOSED = 'Le covoiturage ne vous est pas ouvert en ce moment.';

export const actions: Actions = {
  default: async ({ locals: { db, address }, params, request }) => {
    const form = await request.formData();
    const message = String(form.get('message') ?? '');
    const read = carpoolMessageInput.safeParse({ message });
    if (!read.success)
      return fail(400, {
        message,
        errors: { message: read.error.issues[0]?.message ?? 'écrivez votre message' }
      });
    const input = { entry: Number(params.trajet), message: read.data.message };
    const reread = form.get('relu') === 'oui';
    const options = { reread, address, now: new Date() };
    const outcome = await writeToCarpooler(db, params.jeton, input, options);
    if (outcome.ok) redirect(303, '?envoye');
    if (outcome.reason === 'second-reading')
      return fail(422, { message, readings: outcome.readings });
    const status = outcome.reason === 'too-many' ? 429 : 409;
    return fail(status, { message, refused: REFUSALS[outcome.reason] ?? CLOSED });
  }
};
