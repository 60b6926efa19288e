import { fail, redirect } from '@sveltejs/kit';
import { carpoolInput } from '#domain/registrations/carpool.ts';
import { saveCarpool, withdrawCarpool } from '#domain/registrations/server/carpool/commands.ts';
import { findCarpool } from '#domain/registrations/server/carpool/queries.ts';
import { resolveCommune } from '#domain/territory/server/places/queries.ts';
import { text } from '../../../gestion/rencontres/reading.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const link = `/ma-place/${params.jeton}`;
  const carpool = await findCarpool(db, params.jeton, new Date());
  if (!carpool) return { carpool: null, link, just: null };
  const { event, holder, state, mine, entries } = carpool;
  const { place: _, ...shown } = event;
  // The address is shown to its own holder, so that she knows which one the others would see.
  const own = { commune: holder.commune, mailbox: holder.mailbox };
  const just = ['annonce', 'retire'].find((one) => url.searchParams.has(one)) ?? null;
  return { carpool: { event: shown, own, state, mine, entries }, link, just };
};

const ERRORS: Readonly<Record<string, string>> = { kind: 'annonce', seats: 'places', note: 'note' };
const CLOSED = { message: 'Le covoiturage ne vous est pas ouvert en ce moment.' };

export const actions: Actions = {
  annoncer: async ({ locals: { db }, params, request }) => {
    const form = await request.formData();
    const typed = {
      ...{ annonce: text(form, 'annonce'), commune: text(form, 'commune') },
      ...{ code: text(form, 'code'), places: text(form, 'places'), note: text(form, 'note') }
    };
    const place = await resolveCommune(db, typed.code || typed.commune);
    const read = carpoolInput.safeParse({
      ...{ kind: typed.annonce, seats: typed.places || undefined, note: typed.note }
    });
    const errors: Record<string, string> = {};
    if (place.kind !== 'one') errors['commune'] = communeRefusal(place);
    for (const { path, message } of read.error?.issues ?? [])
      errors[ERRORS[String(path[0])] ?? 'annonce'] ??= message;
    if (!read.success || place.kind !== 'one') return fail(400, { typed, errors });
    const input = { ...read.data, commune: place.commune.code };
    const options = { reread: form.get('relu') === 'oui', now: new Date() };
    const outcome = await saveCarpool(db, params.jeton, input, options);
    if (outcome.ok) redirect(303, `/ma-place/${params.jeton}/covoiturage?annonce`);
    if (outcome.reason === 'second-reading')
      return fail(422, { typed, readings: outcome.readings });
    return fail(409, CLOSED);
  },
  retirer: async ({ locals: { db }, params }) => {
    await withdrawCarpool(db, params.jeton, new Date());
    redirect(303, `/ma-place/${params.jeton}/covoiturage?retire`);
  }
};

function communeRefusal(place: Awaited<ReturnType<typeof resolveCommune>>): string {
  if (place.kind !== 'several') return 'commune non reconnue : son nom, ou son code INSEE';
  const names = place.communes.slice(0, 4).map(({ name, code }) => `${name} (${code})`);
  return `plusieurs communes portent ce nom : tapez le code de la vôtre, ${names.join(', ')}`;
}
