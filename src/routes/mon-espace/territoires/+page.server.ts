import { fail, redirect } from '@sveltejs/kit';
import { leaveNetwork } from '#domain/directory/server/leaving/commands.ts';
import { listLeftAlone } from '#domain/directory/server/members/queries.ts';
import { findMembership, listMembershipsOf } from '#domain/territory/server/memberships/queries.ts';
import { getTerritory, listTerritories } from '#domain/territory/server/queries.ts';
import type { Actions, PageServerLoad } from './$types';

const LAST =
  'Vous êtes la dernière personne à animer ce réseau. Confiez d’abord l’animation à quelqu’un d’autre, ou adressez-vous à l’administration de l’instance.';

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => {
  if (actor.kind !== 'person') redirect(303, '/connexion?suite=/mon-espace/territoires');
  const memberships = await listMembershipsOf(db, actor.id);
  const territories = await listTerritories(db);
  const leaving = url.searchParams.get('quitter');
  const rows = memberships
    .filter(({ status }) => status === 'active' || status === 'asked')
    .map(({ territory: id, role, status, askedAt, decidedAt }) => {
      const { slug, name } = territories.find((one) => one.id === id)!;
      return { id, slug, name, role, status, since: decidedAt ?? askedAt };
    });
  const left = rows.find(({ slug, status }) => slug === leaving && status === 'active') ?? null;
  return {
    rows,
    others: territories
      .filter(({ id }) => !rows.some((row) => row.id === id))
      .map(({ slug, name }) => ({ slug, name })),
    leaving: left && { ...left, alone: await listLeftAlone(db, actor.id, left.id) },
    left: url.searchParams.has('quitte')
  };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, request }) => {
    if (actor.kind !== 'person') redirect(303, '/connexion?suite=/mon-espace/territoires');
    const form = await request.formData();
    const place = await getTerritory(db, String(form.get('territoire') ?? ''));
    const mine = await findMembership(db, actor.id, place.id);
    if (mine?.status !== 'active') redirect(303, '/mon-espace/territoires');
    const key = { place, territory: place.id, membership: mine.id };
    const outcome = await leaveNetwork(db, actor, key);
    if (!outcome.ok) return fail(409, { message: LAST });
    redirect(303, '/mon-espace/territoires?quitte');
  }
};
