import { redirect } from '@sveltejs/kit';
import { chooseIntroductions, closeness } from '#domain/directory/introductions.ts';
import { listAffiliationsOf } from '#domain/directory/server/affiliations/queries.ts';
import {
  listAcquaintances,
  listRecentFiches
} from '#domain/directory/server/neighbours/queries.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import { findCorrespondent } from '#domain/identity/server/accounts/queries.ts';
import { dayOf, nextDraw } from '#domain/sharing/pairing/calendar.ts';
import { listOwnPlaces } from '#domain/sharing/server/pairing/queries.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { PageServerLoad } from './$types';

const NEIGHBOURS = 12;

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const territory = await getTerritory(db, params.territoire);
  if (actor.kind !== 'person')
    redirect(303, `/connexion?suite=${encodeURIComponent(url.pathname)}`);
  const role = actor.memberships.find((one) => one.territory === territory.id)?.role ?? null;
  if (role === null && !isMemberOf(actor, territory.id))
    redirect(303, `/rejoindre/${territory.slug}`);
  const person = await findCorrespondent(db, actor.id);
  const profile = { name: actor.name, profession: person?.profession ?? '' };
  if (role === 'reception')
    return { territory, profile, role, people: null, binome: null, recent: [], fiches: [] };
  const people = await listAcquaintances(db, actor, territory.id);
  const close = people
    .filter((one) => closeness(one) !== '')
    .toSorted((a, b) => b.sharedCommunes - a.sharedCommunes);
  const now = new Date();
  const place = (await listOwnPlaces(db, actor.id, now)).find(({ id }) => id === territory.id);
  return {
    territory,
    profile,
    role,
    binome: place ? { joined: place.joined, nextDraw: nextDraw(dayOf(now)) } : null,
    people: {
      total: people.length,
      close: close.length,
      introductions: chooseIntroductions(profile, people),
      neighbours: close.slice(0, NEIGHBOURS).map((one) => ({ ...one, because: closeness(one) }))
    },
    recent: await listRecentFiches(db, territory.id),
    fiches: await listAffiliationsOf(db, actor.id)
  };
};
