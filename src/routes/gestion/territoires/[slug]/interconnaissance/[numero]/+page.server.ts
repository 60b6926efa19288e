import { fail, redirect } from '@sveltejs/kit';
import { canRemind, dayOf, findObstacle, waveState } from '#domain/network/rules.ts';
import { deleteWave } from '#domain/network/server/waves/commands.ts';
import { listFollowed, listWaveEvents } from '#domain/network/server/waves/followup/queries.ts';
import { closeWave, openWave, reopenWave } from '#domain/network/server/waves/opening/commands.ts';
import { readScope } from '#domain/network/server/waves/scope/queries.ts';
import { remindWave } from '#domain/network/server/waves/sending/commands.ts';
import { addDays, isCivilDay } from '#shared/dates.ts';
import { text } from '../../../../rencontres/reading.ts';
import { ledWave } from '../led-wave.ts';
import { DONE, OBSTACLES, REFUSALS } from './wording.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { db, actor } = locals;
  const { territory, wave, path } = await ledWave(locals, params);
  const now = new Date();
  const isDraft = wave.status === 'draft';
  const obstacle = isDraft ? findObstacle(wave, now) : null;
  const events = await listWaveEvents(db, actor, territory.id);
  return {
    ...{ territory, wave, path, state: waveState(wave, now) },
    around: events.find(({ id }) => id === wave.event) ?? null,
    obstacle: obstacle && OBSTACLES[obstacle],
    scope: isDraft ? await readScope(db, territory.id) : null,
    followed: isDraft ? [] : await listFollowed(db, actor, wave),
    ...{ remindable: canRemind(wave, now), nextWeek: addDays(dayOf(now), 7), today: dayOf(now) },
    done: DONE[Object.keys(DONE).find((name) => url.searchParams.has(name)) ?? ''] ?? null,
    sent: Number(url.searchParams.get('envoyes')) || 0
  };
};

const refuse = (message: string) => fail(409, { message });

export const actions: Actions = {
  ouvrir: async ({ locals, params }) => {
    const { wave } = await ledWave(locals, params);
    const done = await openWave(locals.db, locals.actor, wave.id, new Date());
    if (!done.ok) return refuse(OBSTACLES[done.reason]);
    redirect(303, `?ouverte&envoyes=${done.sent}`);
  },
  rappeler: async ({ locals, params }) => {
    const { wave } = await ledWave(locals, params);
    const done = await remindWave(locals.db, locals.actor, wave.id, new Date());
    if (!done.ok) return refuse(REFUSALS[done.reason]);
    redirect(303, `?rappelee&envoyes=${done.sent}`);
  },
  clore: async ({ locals, params }) => {
    const { wave } = await ledWave(locals, params);
    const done = await closeWave(locals.db, locals.actor, wave.id, new Date());
    if (!done.ok) return refuse(REFUSALS[done.reason]);
    redirect(303, '?close');
  },
  rouvrir: async ({ locals, params, request }) => {
    const { wave } = await ledWave(locals, params);
    const day = text(await request.formData(), 'jusquau-jour');
    if (!isCivilDay(day)) return refuse(REFUSALS['past-closing']);
    const done = await reopenWave(locals.db, locals.actor, wave.id, day, new Date());
    if (!done.ok) return refuse(REFUSALS[done.reason]);
    redirect(303, '?rouverte');
  },
  supprimer: async ({ locals, params }) => {
    const { wave, territory } = await ledWave(locals, params);
    const done = await deleteWave(locals.db, locals.actor, wave.id);
    if (!done.ok) return refuse(REFUSALS[done.reason]);
    const title = encodeURIComponent(wave.title);
    redirect(303, `/gestion/territoires/${territory.slug}/interconnaissance?supprimee=${title}`);
  }
};
