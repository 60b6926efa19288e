import { listAffiliationsOf } from '#domain/directory/server/affiliations/queries.ts';
import { countPendingSuggestions } from '#domain/directory/server/suggestions/queries.ts';
import { listTeamEvents } from '#domain/events/server/listing/queries.ts';
import { listOwnFollowUps } from '#domain/minutes/server/follow-ups/queries.ts';
import { listToMeet } from '#domain/network/server/introductions/to-meet/queries.ts';
import { listOwnWaves } from '#domain/network/server/waves/answering/queries.ts';
import { standingOf } from '#domain/minutes/wording.ts';
import { getProfile, oneself } from '#domain/identity/server/profile/queries.ts';
import { ROLE_MEANINGS, ROLE_NAMES } from '#domain/territory/membership.ts';
import { listMembershipsOf } from '#domain/territory/server/memberships/queries.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import { listOwnPlaces } from './own-places.ts';
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
    todo,
    waves,
    meetings
  ] = await Promise.all([
    getProfile(db, actor),
    listMembershipsOf(db, id),
    listAffiliationsOf(db, id),
    listTerritories(db),
    countPendingSuggestions(db, actor, { referentOf }),
    listOwnPlaces(db, actor, now),
    listTeamEvents(db, actor),
    listOwnFollowUps(db, actor, now),
    listOwnWaves(db, referentOf, now),
    listToMeet(db, actor, referentOf, now)
  ]);
  return {
    profile,
    administrator,
    affiliations,
    registrations,
    events,
    waves,
    meetings,
    todo: todo.map((one) => standingOf(one, now)),
    noted: url.searchParams.has('note'),
    suggestions: referentOf.length > 0 ? suggestions : null,
    territories: territoriesOf(memberships, territories)
  };
};

function territoriesOf(
  memberships: Awaited<ReturnType<typeof listMembershipsOf>>,
  territories: Awaited<ReturnType<typeof listTerritories>>
) {
  return memberships.flatMap(({ territory, role, status, reason }) => {
    const known = territories.find((one) => one.id === territory);
    if (!known || status === 'left') return [];
    const { slug, name } = known;
    const animates = role === 'animator' && status === 'active';
    const words = { role: ROLE_NAMES[role], meaning: ROLE_MEANINGS[role] };
    return [{ slug, name, status, reason, animates, welcomesOnly: role === 'reception', ...words }];
  });
}

export const actions: Actions = { regler: settle };
