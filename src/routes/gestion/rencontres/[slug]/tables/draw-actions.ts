/** What the organiser does with a draw: asks for one, stops it, undoes it, takes up what it found aside. */
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import {
  startDraw,
  stopDraw,
  takeUpDraw,
  undoDraw
} from '#domain/seating/server/drawing/commands.ts';
import { listGoneGuests, listPlanGuests } from '#domain/seating/server/plan/queries.ts';
import { explain } from '#domain/seating/wording.ts';
import { text } from '../../reading.ts';

type Asked = RequestEvent<{ slug: string }>;

const REFUSED = {
  running: 'Une composition est déjà en cours pour cette rencontre.',
  busy: 'D’autres plans sont en cours de composition. Réessayez dans une minute.',
  'no-plan': 'Dites d’abord combien de personnes par table et combien de tours.',
  'all-done': 'Tous les tours ont eu lieu : il n’y a plus rien à composer.'
} as const;
const STALE = 'Le plan a changé entre-temps : ce n’est plus possible.';
/** The choices of the form, in seconds. */
const SECONDS = ['5', '10', '30', '60', '120'];

export const drawActions = {
  composer: async ({ locals: { db, actor }, params, request }: Asked) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const asked = text(await request.formData(), 'secondes');
    const seconds = Number(SECONDS.includes(asked) ? asked : '10');
    const started = await startDraw(db, actor, { event: event.id, seconds });
    if (started.ok) redirect(303, '?');
    if (started.reason !== 'contradictory') return fail(409, { message: REFUSED[started.reason] });
    const people = [
      ...(await listPlanGuests(db, event.id)),
      ...(await listGoneGuests(db, event.id))
    ];
    const names = new Map(people.map((one) => [one.registration, one.name]));
    return fail(409, {
      message: 'Aucun plan ne peut respecter tout ce qui est demandé',
      reasons: started.contradictions.map((one) =>
        explain(one, (registration) => names.get(registration) ?? 'quelqu’un')
      )
    });
  },
  arreter: async ({ locals: { db, actor }, params }: Asked) => {
    const event = await getManagedEvent(db, actor, params.slug);
    await stopDraw(db, actor, event.id);
    redirect(303, '?');
  },
  annuler: async ({ locals: { db, actor }, params }: Asked) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const done = await undoDraw(db, actor, event.id);
    if (!done.ok) return fail(409, { message: STALE });
    redirect(303, '?fait=annule');
  },
  reprendre: async ({ locals: { db, actor }, params }: Asked) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const done = await takeUpDraw(db, actor, event.id);
    if (!done.ok) return fail(409, { message: STALE });
    redirect(303, '?fait=repris');
  }
};
