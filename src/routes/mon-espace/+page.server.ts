import { listAffiliationsOf } from '#domain/directory/server/affiliations/queries.ts';
import { countPendingSuggestions } from '#domain/directory/server/suggestions/queries.ts';
import { listTeamEvents } from '#domain/events/server/listing/queries.ts';
import { listOwnFollowUps } from '#domain/minutes/server/follow-ups/queries.ts';
import { listToMeet } from '#domain/network/server/introductions/to-meet/queries.ts';
import { listOwnWaves } from '#domain/network/server/waves/answering/queries.ts';
import { summariseOwnSheets } from '#domain/plans/server/piloting/queries.ts';
import { today } from '#domain/plans/wording.ts';
import { standingOf } from '#domain/minutes/wording.ts';
import type { Actor } from '#domain/identity/model.ts';
import { getProfile, oneself } from '#domain/identity/server/profile/queries.ts';
import { listMembershipsOf } from '#domain/territory/server/memberships/queries.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { listOwnPlaces } from './own-places.ts';
import { listMentions } from './own-plans.ts';
import { territoriesOf } from './own-territories.ts';
import { settle } from './settling.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { actor, db }, url }) => {
  const now = new Date();
  const { id, administrator, referentOf } = oneself(actor);
  const [
    profile,
    memberships,
    affiliations,
    territories,
    suggestions,
    registrations,
    events,
    waits,
    mentions
  ] = await Promise.all([
    getProfile(db, actor),
    listMembershipsOf(db, id),
    listAffiliationsOf(db, id),
    listTerritories(db),
    countPendingSuggestions(db, actor, { referentOf }),
    listOwnPlaces(db, actor, now),
    listTeamEvents(db, actor),
    listWaiting(db, actor, now),
    listMentions(db, actor)
  ]);
  return {
    profile,
    administrator,
    affiliations,
    registrations,
    events,
    mentions,
    ...waits,
    noted: url.searchParams.has('note'),
    suggestions: referentOf.length > 0 ? suggestions : null,
    territories: territoriesOf(memberships, territories)
  };
};

/** What somebody, or a structure of hers, is expected to do. */
async function listWaiting(db: Database, actor: Actor, now: Date) {
  const { referentOf } = oneself(actor);
  const [todo, waves, meetings, sheets] = await Promise.all([
    listOwnFollowUps(db, actor, now),
    listOwnWaves(db, referentOf, now),
    listToMeet(db, actor, referentOf, now),
    summariseOwnSheets(db, actor, today(now))
  ]);
  return { todo: todo.map((one) => standingOf(one, now)), waves, meetings, sheets };
}

export const actions: Actions = { regler: settle };
