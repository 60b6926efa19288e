/** What somebody who is named does by her link: says what she offers, adds hours, takes moments back. */
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
  offerNamedSlots,
  removeNamedSlot,
  saveNamedCard,
  stopNamedHosting
} from '#domain/registrations/server/interviews/named/commands.ts';
import {
  readCard,
  readRange,
  readSlot,
  readTyped
} from '../../ma-place/[jeton]/entretiens/reading.ts';
import { explainHosting } from '../../ma-place/[jeton]/entretiens/wording.ts';

type Asked = RequestEvent<{ jeton: string }>;

const at = (jeton: string, just: string) => `/entretiens/${jeton}?${just}`;

export const namedActions = {
  accueillir: async ({ locals: { db }, params, request }: Asked) => {
    const form = await request.formData();
    const typed = readTyped(form);
    const card = readCard(typed);
    if (!card.ok) return fail(400, { typed, errors: card.errors });
    const options = { reread: form.get('relu') === 'oui', now: new Date() };
    const outcome = await saveNamedCard(db, params.jeton, card.value, options);
    if (outcome.ok) redirect(303, at(params.jeton, 'enregistre'));
    if (outcome.reason === 'second-reading')
      return fail(422, { typed, readings: outcome.readings });
    return fail(409, { typed, message: explainHosting(outcome.reason).message });
  },
  proposer: async ({ locals: { db }, params, request }: Asked) => {
    const typed = readTyped(await request.formData());
    const range = readRange(typed);
    if (!range.ok) return fail(400, { typed, errors: range.errors });
    const outcome = await offerNamedSlots(db, params.jeton, range.value, { now: new Date() });
    if (outcome.ok)
      redirect(303, at(params.jeton, `ajoutes=${outcome.added}&deja=${outcome.known}`));
    const { message, hours } = explainHosting(outcome.reason);
    return fail(
      409,
      hours ? { typed, errors: { a: `Heures\u00a0: ${hours}` } } : { typed, message }
    );
  },
  retirer: async ({ locals: { db }, params, request }: Asked) => {
    const form = await request.formData();
    const asked = { slot: readSlot(form), evenTaken: form.get('meme') === 'oui' };
    const outcome = await removeNamedSlot(db, params.jeton, asked, { now: new Date() });
    if (outcome.ok) redirect(303, at(params.jeton, 'retire'));
    return fail(409, { message: explainHosting(outcome.reason).message });
  },
  renoncer: async ({ locals: { db }, params }: Asked) => {
    await stopNamedHosting(db, params.jeton, { now: new Date() });
    redirect(303, at(params.jeton, 'fini'));
  }
};
