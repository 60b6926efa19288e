import { error, fail, redirect } from '@sveltejs/kit';
import { removeLogo, setLogo } from '#domain/events/server/partners/logos/commands.ts';
import { updatePartner, updatePartnerWords } from '#domain/events/server/partners/commands.ts';
import { getPartner } from '#domain/events/server/partners/queries.ts';
import { getEvent } from '#domain/events/server/queries.ts';
import { LOGO_REFUSALS } from './logo-refusals.ts';
import { differences, readPartner, readTyped, typedOf } from './partner-form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getEvent(db, actor, params.slug);
  const { manages, partner } = await getPartner(db, actor, event, Number(params.id));
  return {
    ...{ manages, partner, typed: typedOf(partner) },
    added: url.searchParams.has('ajoute'),
    saved: url.searchParams.has('enregistre'),
    logo: url.searchParams.get('logo')
  };
};

/** The edition and the partner, for whoever may write of it. */
async function entrusted({ locals: { db, actor }, params, request }: RequestEvent) {
  const event = await getEvent(db, actor, params.slug);
  const { manages, partner } = await getPartner(db, actor, event, Number(params.id));
  const which = { event: event.id, partner: partner.id };
  return { db, actor, manages, partner, which, form: await request.formData() };
}

export const actions: Actions = {
  enregistrer: async (event) => {
    const { db, actor, manages, partner, which, form } = await entrusted(event);
    const typed = readTyped(form);
    const parsed = readPartner(typed, manages);
    if (!parsed.ok) return fail(400, { typed, errors: parsed.errors });
    const key = { ...which, version: Number(form.get('version')) };
    const options = { structure: typed.structure, reread: form.get('relu') === 'oui' };
    const outcome = parsed.whole
      ? await updatePartner(db, actor, key, { ...parsed.whole, ...options })
      : await updatePartnerWords(db, actor, key, { ...parsed.words, ...options });
    if (outcome.ok) redirect(303, '?enregistre');
    if (outcome.reason === 'second-reading')
      return fail(422, { typed, readings: outcome.readings });
    if (outcome.reason === 'gone') error(404, 'Ce partenaire vient d’être retiré de la liste.');
    // Read again: what stands there now is shown beside what was typed, and saving again is a choice.
    const now = typedOf(partner);
    return fail(409, { typed, version: partner.version, differences: differences(typed, now) });
  },
  logo: async (event) => {
    const { db, actor, which, form } = await entrusted(event);
    const file = form.get('logo');
    if (!(file instanceof File) || file.size === 0)
      return fail(400, { logoError: 'Choisissez une image.' });
    const outcome = await setLogo(db, actor, which, new Uint8Array(await file.arrayBuffer()));
    if (!outcome.ok) return fail(422, { logoError: LOGO_REFUSALS[outcome.reason] });
    redirect(303, '?logo=mis#logo');
  },
  'sans-logo': async (event) => {
    const { db, actor, which } = await entrusted(event);
    await removeLogo(db, actor, which);
    redirect(303, '?logo=retire#logo');
  }
};
