import { fail, redirect } from '@sveltejs/kit';
import { cancelInput } from '#domain/events/forms.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { describeCancellation } from '#domain/registrations/messages.ts';
import { cancelEdition } from '#domain/registrations/server/messages/commands.ts';
import { previewCancellation } from '#domain/registrations/server/messages/queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const told = url.searchParams.get('prevenus');
  return {
    concerned: await previewCancellation(db, actor, event.id),
    message: describeCancellation(event, ''),
    told: told === null ? null : Number(told)
  };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request, url }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const data = await request.formData();
    const reason = String(data.get('reason') ?? '');
    const back = (rest: object) => fail(400, { reason, error: '', readings: null, ...rest });
    const read = cancelInput.safeParse({ reason });
    if (!read.success) return back({ error: read.error.issues[0]!.message });
    if (!data.has('sure')) return back({ error: 'cochez la case pour confirmer' });
    const input = { reason: read.data.reason, reread: data.has('relu') };
    const outcome = await cancelEdition(db, actor, event.id, input, new Date());
    if (outcome.ok) redirect(303, `${url.pathname}?prevenus=${outcome.told}`);
    if (outcome.reason === 'second-reading') return back({ readings: outcome.readings });
    redirect(303, url.pathname);
  }
};
