import { fail } from '@sveltejs/kit';
import { getEvent } from '#domain/events/server/queries.ts';
import { deskState } from '#domain/registrations/desk.ts';
import { freeTextLabels } from '#domain/registrations/registrant.ts';
import { getDeskForm } from '#domain/registrations/server/desk/queries.ts';
import { registerGroup } from '#domain/registrations/server/places/groups/commands.ts';
import { findAcquaintance } from '#domain/registrations/server/registrants/queries.ts';
import { findMachine, formStamp } from '#server/http/form-guard.ts';
import { readCarried, TOO_FAST } from '../refusal.ts';
import * as group from './group.ts';
import { outcomeOf } from './outcome.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const now = new Date();
  const { place: _, ...event } = await getEvent(db, actor, params.slug);
  const form = await getDeskForm(db, event.id);
  const known = await findAcquaintance(db, actor);
  const blank = group.blankGroup(form.halfDays);
  return {
    event,
    form,
    state: deskState(form.desk, event, now),
    first: known
      ? { ...blank, nom: `${known.firstName} ${known.lastName}`.trim(), courriel: known.email }
      : blank,
    carried: { relay: url.searchParams.get('relais') ?? '', invitation: '' },
    key: crypto.randomUUID(),
    stamp: formStamp(now)
  };
};

export const actions: Actions = {
  /** One line more: nothing is checked, nothing is kept but what was typed. */
  ajouter: async ({ locals: { db, actor }, params, request }) => {
    const data = await request.formData();
    const event = await getEvent(db, actor, params.slug);
    const { halfDays } = await getDeskForm(db, event.id);
    const typed = group.readGroup(data);
    const more = typed.lines.length < group.MOST_LINES ? [group.blankLine(halfDays)] : [];
    return {
      typed: { ...typed, lines: [...typed.lines, ...more] },
      ...readCarried(data),
      added: typed.lines.length
    };
  },

  inscrire: async ({ locals: { db, actor, address }, params, request }) => {
    const now = new Date();
    const data = await request.formData();
    const event = await getEvent(db, actor, params.slug);
    const form = await getDeskForm(db, event.id);
    const typed = group.readGroup(data);
    const carried = readCarried(data);
    const machine = findMachine(data, now);
    if (machine === 'trap') return { done: [], repeated: true, email: '' };
    if (machine) return fail(400, { typed, ...carried, message: TOO_FAST });
    const read = await group.readPeople(db, event, form, typed, data.has('relu'));
    if (!read.contact || Object.keys(read.errors).length > 0)
      return fail(400, { typed, ...carried, errors: read.errors });
    const people = read.people.map((one) => ({ ...one, relay: carried.carried.relay || null }));
    const contact = { ...read.contact, requestKey: carried.key || null };
    const outcome = await registerGroup(db, actor, event.id, contact, people, { now, address });
    if (outcome.ok) return outcomeOf(db, outcome, read);
    if (outcome.reason === 'invalid')
      return fail(400, { typed, ...carried, errors: group.groupErrors(outcome.issues, read) });
    if (outcome.reason === 'second-reading') {
      const labels = group.readingLabels(outcome.readings, people, freeTextLabels(form));
      return fail(400, { typed, ...carried, readings: outcome.readings, labels });
    }
    return fail(outcome.reason === 'too-many' ? 429 : 400, {
      ...{ typed, ...carried },
      message:
        outcome.reason === 'too-many'
          ? 'Beaucoup d’inscriptions viennent de cette connexion : réessayez dans une heure.'
          : 'Les inscriptions de groupe ne sont plus ouvertes ici : rien n’a été enregistré.'
    });
  }
};
