import { fail, redirect } from '@sveltejs/kit';
import { civilWhen, isPast } from '#domain/events/edition.ts';
import { updateEvent } from '#domain/events/server/commands.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { text } from '../../reading.ts';
import { dateActions } from './date-actions.ts';
import { findMeant } from './meant.ts';
import { checkSettings, readSettings, typedFrom } from './settings.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const { place: _, ...event } = await getManagedEvent(db, actor, params.slug);
  const when = civilWhen(event);
  return {
    settings: typedFrom(event),
    communeCode: event.venue.commune?.code ?? '',
    version: event.version,
    cancellable: event.status === 'published' && !isPast(event, new Date()),
    when: {
      day: when?.start.slice(0, 10) ?? '',
      from: when?.start.slice(11) ?? '09:00',
      until: when?.end.slice(11) ?? '12:30',
      lastDay:
        when && when.end.slice(0, 10) !== when.start.slice(0, 10) ? when.end.slice(0, 10) : ''
    },
    saved: url.searchParams.get('enregistre')
  };
};

export const actions: Actions = {
  enregistrer: async ({ locals: { db, actor }, params, request }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const typed = readSettings(form);
    const version = Number(text(form, 'version'));
    const found = await findMeant(db, event, typed, {
      commune: text(form, 'commune-code'),
      organiser: text(form, 'organisateur-fiche')
    });
    const refused = { typed, communeCode: found.commune ?? '', version };
    const checked = checkSettings(typed, found);
    const errors = { ...(checked.ok ? {} : checked.errors), ...found.errors };
    if (!checked.ok || Object.keys(errors).length > 0) return fail(400, { ...refused, errors });
    const change = { input: checked.input, version, reread: form.get('relu') === 'oui' };
    const outcome = await updateEvent(db, actor, event.id, change);
    if (outcome.ok) redirect(303, '?enregistre=presentation');
    if (outcome.reason === 'second-reading')
      return fail(400, { ...refused, readings: outcome.readings });
    // What the other wrote is shown beside; sending again writes over it, knowingly.
    const { place: _, ...theirs } = outcome.theirs;
    return fail(409, { ...refused, version: theirs.version, theirs: typedFrom(theirs) });
  },
  ...dateActions
};
