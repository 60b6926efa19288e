/** What somebody who gives moments does: says what she offers, adds hours, takes moments back. */
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
  offerOwnSlots,
  removeOwnSlot,
  saveHosting,
  stopHosting
} from '#domain/registrations/server/interviews/hosting/commands.ts';
import { readCard, readRange, readSlot, readTyped } from './reading.ts';
import { at, explainHosting } from './wording.ts';

type Asked = RequestEvent<{ jeton: string }>;

export const hostingActions = {
  accueillir: async ({ locals: { db }, params, request }: Asked) => {
    const form = await request.formData();
    const typed = readTyped(form);
    const card = readCard(typed);
    const range = form.has('de') ? readRange(typed) : null;
    const errors = { ...card.errors, ...range?.errors };
    if (!card.ok || range?.ok === false) return fail(400, { typed, errors });
    const options = { reread: form.get('relu') === 'oui', now: new Date() };
    const asked = { card: card.value, range: range?.value ?? null };
    const outcome = await saveHosting(db, params.jeton, asked, options);
    if (outcome.ok) redirect(303, at(params.jeton, added(outcome) ?? 'enregistre'));
    if (outcome.reason === 'second-reading')
      return fail(422, { typed, readings: outcome.readings });
    return fail(409, refuse(typed, outcome.reason));
  },
  proposer: async ({ locals: { db }, params, request }: Asked) => {
    const typed = readTyped(await request.formData());
    const range = readRange(typed);
    if (!range.ok) return fail(400, { typed, errors: range.errors });
    const outcome = await offerOwnSlots(db, params.jeton, range.value, { now: new Date() });
    if (outcome.ok) redirect(303, at(params.jeton, added(outcome) ?? 'enregistre'));
    return fail(409, refuse(typed, outcome.reason));
  },
  retirer: async ({ locals: { db }, params, request }: Asked) => {
    const form = await request.formData();
    const asked = { slot: readSlot(form), evenTaken: form.get('meme') === 'oui' };
    const outcome = await removeOwnSlot(db, params.jeton, asked, { now: new Date() });
    if (outcome.ok) redirect(303, at(params.jeton, 'retire'));
    return fail(409, { message: explainHosting(outcome.reason).message });
  },
  renoncer: async ({ locals: { db }, params }: Asked) => {
    await stopHosting(db, params.jeton, { now: new Date() });
    redirect(303, at(params.jeton, 'fini'));
  }
};

function added({ added, known }: { added: number; known: number }): string | null {
  return added > 0 ? `ajoutes=${added}&deja=${known}` : null;
}

function refuse(typed: ReturnType<typeof readTyped>, reason: string) {
  const { message, hours } = explainHosting(reason);
  return hours ? { typed, errors: { a: `Heures\u00a0: ${hours}` } } : { typed, message };
}
