/** What the organiser does with seats: pins, places those who have none, shows the plan to everyone. */
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { pinSeat, placeMissing, publishPlan } from '#domain/seating/server/seats/commands.ts';
import type { RegistrationId } from '#shared/ids.ts';
import { numberOf, text } from '../../reading.ts';

type Asked = RequestEvent<{ slug: string }>;

export const seatActions = {
  epingler: async ({ locals: { db, actor }, params, request }: Asked) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const round = numberOf(form.get('tour'));
    const pinned = form.has('epingler');
    const registration = numberOf(form.get(pinned ? 'epingler' : 'liberer')) as RegistrationId;
    await pinSeat(db, actor, event.id, { round, registration, pinned });
    redirect(303, `?tour=${round}&page=${numberOf(form.get('page')) || 1}#p${registration}`);
  },
  liberer: async ({ locals: { db, actor }, params }: Asked) => {
    const event = await getManagedEvent(db, actor, params.slug);
    await pinSeat(db, actor, event.id, null);
    redirect(303, '?fait=libere');
  },
  placer: async ({ locals: { db, actor }, params }: Asked) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const changed = await placeMissing(db, actor, event.id);
    redirect(303, `?fait=place&change=${changed}`);
  },
  publier: async ({ locals: { db, actor }, params, request }: Asked) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const published = text(await request.formData(), 'vers') === 'publier';
    await publishPlan(db, actor, event.id, { published, now: new Date() });
    redirect(303, `?fait=${published ? 'publie' : 'repris-en-main'}`);
  }
};
