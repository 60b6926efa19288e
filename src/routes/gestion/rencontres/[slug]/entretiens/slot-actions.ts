/** The moments of the hosts, and hosts who give none any more. */
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import {
  offerSlotsFor,
  removeHost,
  removeSlotFor
} from '#domain/registrations/server/interviews/organiser/commands.ts';
import { readRange, readSlot, readTyped } from '../../../../ma-place/[jeton]/entretiens/reading.ts';
import { explainHosting } from '../../../../ma-place/[jeton]/entretiens/wording.ts';
import { readHost } from './reading.ts';

type Asked = RequestEvent<{ slug: string }>;

export const slotActions = {
  proposer: async ({ locals: { db, actor }, params, request }: Asked) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const [host, typed] = [readHost(form), readTyped(form)];
    const range = readRange(typed);
    if (!range.ok) return fail(400, { host, typed, errors: keyed(range.errors, host) });
    const asked = { host, range: range.value };
    const outcome = await offerSlotsFor(db, actor, id, asked, { now: new Date() });
    if (outcome.ok) redirect(303, `?ajoutes=${outcome.added}&deja=${outcome.known}`);
    const { message, hours } = explainHosting(outcome.reason);
    if (!hours) return fail(409, { message });
    return fail(409, { host, typed, errors: keyed({ a: `Heures\u00a0: ${hours}` }, host) });
  },
  retirer: async ({ locals: { db, actor }, params, request }: Asked) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const asked = {
      ...{ host: readHost(form), slot: readSlot(form) },
      evenTaken: form.get('meme') === 'oui'
    };
    const outcome = await removeSlotFor(db, actor, id, asked, { now: new Date() });
    if (outcome.ok) redirect(303, '?retire');
    return fail(409, { message: explainHosting(outcome.reason).message });
  },
  'retirer-hote': async ({ locals: { db, actor }, params, request }: Asked) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    const host = readHost(await request.formData());
    await removeHost(db, actor, id, host, { now: new Date() });
    redirect(303, '?retire');
  }
};

/** Each host has her own fields in the page. */
function keyed(errors: Record<string, string>, host: number): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([name, message]) => [`${name}-${host}`, message])
  );
}
