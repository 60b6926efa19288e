import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { oneself } from '#domain/identity/server/profile/queries.ts';
import { dayOf, nextDraw } from '#domain/sharing/pairing/calendar.ts';
import { listPairsOf } from '#domain/sharing/server/pairing/links/queries.ts';
import {
  joinPairing,
  leavePairing,
  pausePairing
} from '#domain/sharing/server/pairing/members/commands.ts';
import { listOwnPlaces } from '#domain/sharing/server/pairing/queries.ts';
import { Invalid } from '#shared/errors.ts';
import type { TerritoryId } from '#shared/ids.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { actor, db }, url }) => {
  const { id } = oneself(actor);
  const now = new Date();
  return {
    places: await listOwnPlaces(db, id, now),
    pairs: await listPairsOf(db, id),
    today: dayOf(now),
    nextDraw: nextDraw(dayOf(now)),
    done: url.searchParams.get('fait')
  };
};

export const actions: Actions = {
  rejoindre: async ({ locals: { db, actor }, request }) => {
    await joinPairing(db, actor, territoryOf(await request.formData()));
    redirect(303, '?fait=rejoint');
  },
  pause: async ({ locals: { db, actor }, request }) => {
    const form = await request.formData();
    const [until, territory] = [text(form, 'jusquau'), territoryOf(form)];
    try {
      await pausePairing(db, actor, territory, { until, now: new Date() });
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      return fail(400, { until, territory, message: error.issues[0]!.message });
    }
    redirect(303, '?fait=pause');
  },
  quitter: async ({ locals: { db, actor }, request }) => {
    await leavePairing(db, actor, territoryOf(await request.formData()));
    redirect(303, '?fait=quitte');
  }
};

type Form = Awaited<ReturnType<RequestEvent['request']['formData']>>;

function text(form: Form, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

function territoryOf(form: Form): TerritoryId {
  const id = Number(text(form, 'territoire'));
  if (!Number.isSafeInteger(id) || id < 1)
    throw new Invalid([{ path: 'territoire', message: 'dites dans quel réseau' }]);
  return id as TerritoryId;
}
