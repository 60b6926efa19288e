import { fail, redirect } from '@sveltejs/kit';
import { listRetentionRules } from '#domain/confidentiality/server/retention/queries.ts';
import { drawCode } from '#domain/registrations/server/links/documents.ts';
import { confirmOffer, leaveWaiting } from '#domain/registrations/server/places/holder/commands.ts';
import { listPresent } from '#domain/registrations/server/attendance/queries.ts';
import { hasInterviews } from '#domain/registrations/server/interviews/queries.ts';
import { findPlace } from '#domain/registrations/server/registrants/queries.ts';
import { findCard } from '#domain/seating/server/cards/queries.ts';
import { findMinutesOf } from '#domain/minutes/server/links/queries.ts';
import { hasResultsForParticipants } from '#domain/surveys/server/publication/queries.ts';
import { siteAddress } from '#server/http/address.ts';
import type { ProgrammeSessionId } from '#shared/ids.ts';
import { numberOf } from '../../gestion/rencontres/reading.ts';
import { listKept } from './kept.ts';
import { standingOf } from './standing.ts';
import type { Actions, PageServerLoad } from './$types';

const JUST = ['inscrit', 'deja', 'change', 'confirme', 'quitte', 'annule'] as const;

export const load: PageServerLoad = async ({ locals: { db }, params, url, setHeaders }) => {
  // The next person at this computer finds nothing.
  setHeaders({ 'cache-control': 'private, no-store' });
  const place = await findPlace(db, params.jeton);
  if (!place) return { place: null };
  const { registration, needs, form } = place;
  const { place: _, ...event } = place.event;
  const link = `/ma-place/${params.jeton}`;
  return {
    place: { registration, needs, event, desk: form.desk, questions: form.questions },
    standing: standingOf(place, new Date()),
    link,
    interviews: await hasInterviews(db, event.id),
    minutes: await findMinutesOf(db, registration.id),
    hasResults: await hasResultsForParticipants(db, event.id),
    card: event.status === 'cancelled' ? null : await findCard(db, event.id, registration.id),
    came: (await listPresent(db, event.id)).has(registration.id),
    kept: listKept(event.endsAt, await listRetentionRules(db)),
    refused: url.searchParams.get('attestation'),
    code: drawCode(siteAddress(link)),
    just: JUST.find((one) => url.searchParams.has(one)) ?? null
  };
};

const REFUSALS: Readonly<Record<string, string>> = {
  'too-late': 'Le délai est passé : la place est allée à la personne suivante.',
  'no-offer': 'Aucune place ne vous est proposée ici : elle est peut-être déjà confirmée.',
  'not-waiting': 'Vous n’attendez plus de place ici : rien n’a été changé.',
  ended: 'Cette inscription est terminée : rien n’a été changé.',
  past: 'La rencontre a commencé : rien n’a été changé.'
};

export const actions: Actions = {
  confirmer: async ({ locals: { db }, params, request }) => {
    const session = readSession(await request.formData());
    const outcome = await confirmOffer(db, params.jeton, session, { now: new Date() });
    if (outcome.ok) redirect(303, `/ma-place/${params.jeton}?confirme`);
    return fail(409, { message: REFUSALS[outcome.reason] ?? '' });
  },

  quitter: async ({ locals: { db }, params, request }) => {
    const session = readSession(await request.formData());
    const outcome = await leaveWaiting(db, params.jeton, session, { now: new Date() });
    if (outcome.ok) redirect(303, `/ma-place/${params.jeton}?quitte`);
    return fail(409, { message: REFUSALS[outcome.reason] ?? '' });
  }
};

/** Null: the edition itself. */
function readSession(form: FormData): ProgrammeSessionId | null {
  return (numberOf(form.get('session')) || null) as ProgrammeSessionId | null;
}
