import { fail } from '@sveltejs/kit';
import { decideClaim } from '#domain/directory/server/affiliations/commands.ts';
import { listClaims, listWithoutReferent } from '#domain/directory/server/affiliations/queries.ts';
import { approveRequest, refuseRequest } from '#domain/directory/server/joining/commands.ts';
import { listJoinRequests } from '#domain/directory/server/joining/queries.ts';
import { EVERY_MEMBER, searchMembers } from '#domain/directory/server/members/queries.ts';
import { ROLES } from '#domain/identity/model.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import { decided, readDecision, refusalOf, refusedDecision } from './decisions.ts';
import type { Actions, PageServerLoad } from './$types';

const PER_PAGE = 50;

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const territory = await getTerritory(db, params.slug);
  const q = url.searchParams.get('q') ?? '';
  const role = ROLES.find((known) => known === url.searchParams.get('role')) ?? null;
  const page = Math.max(1, Number(url.searchParams.get('page')) || 1);
  const search = { ...EVERY_MEMBER, q, role, page, perPage: PER_PAGE };
  const requests = await listJoinRequests(db, actor, territory.id);
  const [claims, found, alone] = await Promise.all([
    listClaims(db, actor, territory.id),
    searchMembers(db, actor, territory.id, search),
    listWithoutReferent(db, territory.id)
  ]);
  return { territory, requests, claims, alone, ...found, q, role, page, perPage: PER_PAGE };
};

export const actions: Actions = {
  admettre: async ({ locals: { db, actor }, params, request }) => {
    const place = await getTerritory(db, params.slug);
    const { membership, referent } = readDecision(await request.formData());
    const input = { territory: place.id, membership, place, referent };
    return decided(await approveRequest(db, actor, input), 'admitted');
  },

  refuser: async ({ locals: { db, actor }, params, request }) => {
    const place = await getTerritory(db, params.slug);
    const decision = readDecision(await request.formData());
    if (!decision.words.success)
      return fail(400, refusedDecision(decision, decision.words.error.issues[0]!.message));
    const input = { ...decision, words: decision.words.data, territory: place.id, place };
    const outcome = await refuseRequest(db, actor, input);
    return refusalOf(outcome, decision) ?? decided(outcome, 'refused');
  },

  confier: async ({ locals: { db, actor }, request }) => {
    const { structure, person } = readDecision(await request.formData());
    const input = { structure, person, approve: true, words: '', reread: true };
    return decided(await decideClaim(db, actor, input), 'entrusted');
  },

  decliner: async ({ locals: { db, actor }, request }) => {
    const decision = readDecision(await request.formData());
    if (!decision.words.success)
      return fail(400, refusedDecision(decision, decision.words.error.issues[0]!.message));
    const outcome = await decideClaim(db, actor, {
      ...decision,
      words: decision.words.data,
      approve: false
    });
    return refusalOf(outcome, decision) ?? decided(outcome, 'declined');
  }
};
