import { listThemes, listTypes } from '#domain/directory/server/queries.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { SOURCES } from '#domain/registrations/audience.ts';
import {
  INVITATION_STATES,
  NOT_INVITING,
  proposeInvitation,
  proposeReminder,
  whyNotInviting
} from '#domain/registrations/invitations.ts';
import { listInvitations, readFollowUp } from '#domain/registrations/server/invitations/queries.ts';
import { preview, remind, send } from './sending.ts';
import type { Actions, PageServerLoad } from './$types';

const PER_PAGE = 50;

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const now = new Date();
  const query = url.searchParams;
  const event = await getManagedEvent(db, actor, params.slug);
  const state = INVITATION_STATES.find((known) => known === query.get('etat')) ?? null;
  const page = Math.max(1, Number(query.get('page')) || 1);
  const search = { state, page, perPage: PER_PAGE };
  const [types, themes, followUp, listed] = await Promise.all([
    listTypes(db),
    listThemes(db),
    readFollowUp(db, actor, event.id, now),
    listInvitations(db, actor, event.id, search)
  ]);
  const blocked = whyNotInviting(event, now);
  return {
    ...{ types, themes, followUp, ...listed, ...search },
    source: SOURCES.find((known) => known === query.get('source')) ?? ('members' as const),
    blocked: blocked && NOT_INVITING[blocked],
    invitation: proposeInvitation(event),
    reminder: proposeReminder(event),
    sent: query.has('envoye')
      ? { count: Number(query.get('envoye')), left: Number(query.get('ecarte')) }
      : null,
    reminded: query.has('relance') ? Number(query.get('relance')) : null
  };
};

export const actions: Actions = { verifier: preview, envoyer: send, relancer: remind };
