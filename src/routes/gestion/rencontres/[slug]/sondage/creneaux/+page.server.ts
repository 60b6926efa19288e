import { fail } from '@sveltejs/kit';
import { MOST_SLOTS } from '#domain/events/poll.ts';
import { lastKnownSchoolDay, schoolSources, schoolZone } from '#domain/events/holidays.ts';
import { zoneName } from '#domain/events/poll/days.ts';
import { readBoard } from '#domain/events/server/poll/board/queries.ts';
import { addSlots, removeSlot } from '#domain/events/server/poll/slots/commands.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { civilTime } from '#shared/dates.ts';
import type { PollSlotId } from '#shared/ids.ts';
import { plural } from '#shared/text.ts';
import { preview, readTicked, readTyped } from './choosing.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const now = new Date();
  const { event, poll, state, departement, notes } = await readBoard(db, actor, params.slug, now);
  const typed = readTyped(url.searchParams);
  const place = { timeZone: event.timeZone, departement: departement?.code ?? null };
  const today = civilTime(now, event.timeZone).slice(0, 10);
  const found = preview(typed, place, now, today);
  const zone = schoolZone(place.departement);
  const days = [
    ...(found.preview?.slots ?? []).map(({ when }) => when.start.slice(0, 10)),
    ...(poll?.slots ?? []).map(({ startsAt }) => civilTime(startsAt, event.timeZone).slice(0, 10))
  ];
  return {
    ...{ typed, today, state, departement, notes },
    ...found,
    slots: poll?.slots ?? [],
    calendar: zone && {
      zone: zoneName(zone),
      until: lastKnownSchoolDay(zone),
      sources: schoolSources(days, zone)
    }
  };
};

export const actions: Actions = {
  ajouter: async ({ locals: { db, actor }, params, request }) => {
    const ticked = readTicked(await request.formData());
    if (ticked.length === 0) return fail(400, { refused: 'Cochez au moins une date.' });
    const { id } = await getManagedEvent(db, actor, params.slug);
    const done = await addSlots(db, actor, id, ticked, new Date());
    if (!done.ok) return fail(409, { refused: REFUSALS[done.reason] });
    const added = plural(done.added, 'date ajoutée', 'dates ajoutées');
    const already =
      done.already > 0 ? `, ${plural(done.already, 'était déjà là', 'étaient déjà là')}` : '';
    return { done: `${added}${already}.` };
  },
  retirer: async ({ locals: { db, actor }, params, request }) => {
    const slot = (Number((await request.formData()).get('creneau')) || 0) as PollSlotId;
    const { id } = await getManagedEvent(db, actor, params.slug);
    const done = await removeSlot(db, actor, id, slot);
    if (!done.ok) return fail(409, { refused: REFUSALS[done.reason] });
    return { done: 'La date est retirée.' };
  }
};

const REFUSALS = {
  closed: 'La date est déjà choisie : le sondage ne change plus.',
  'too-many': `${MOST_SLOTS} dates au plus : au-delà, personne ne répond jusqu’au bout. Rien n’a été ajouté.`,
  last: 'Des personnes répondent : il faut garder au moins une date.'
};
