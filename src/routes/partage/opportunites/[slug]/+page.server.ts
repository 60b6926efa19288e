import { redirect } from '@sveltejs/kit';
import { jsonLdScript } from '#server/http/json-ld.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import { pageOf } from '#domain/sharing/model.ts';
import { dayOf, isOver, jobPosting, sayPeriod } from '#domain/sharing/opportunities.ts';
import { canModerate, canWrite } from '#domain/sharing/rules.ts';
import { nameZones } from '#domain/sharing/server/naming/queries.ts';
import { prolong } from '#domain/sharing/server/opportunities/commands.ts';
import { findCommuneName, getOpportunity } from '#domain/sharing/server/opportunities/queries.ts';
import { listAmong } from '#domain/sharing/server/queries.ts';
import { siteAddress } from '#server/http/address.ts';
import { contributionActions } from '../../acting.ts';
import { readFollow } from '../../following.ts';
import { readDiscussion, replyingActions } from '../../replying.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { db, actor } = locals;
  const today = dayOf(new Date());
  const offer = await getOpportunity(db, actor, params.slug, today);
  const { place, where, related, territory, details } = offer;
  const [commune, zones, around, discussion] = await Promise.all([
    findCommuneName(db, details.commune),
    nameZones(db, where?.include ?? []),
    listAmong(db, actor, related),
    readDiscussion({ locals, url }, offer, 'comment')
  ]);
  const isOpen = offer.status === 'published' && !place.removed && !place.hidden;
  const isPublic = isOpen && offer.visibility === 'public' && !isOver(details, today);
  const posting = isPublic ? jobPosting(offer, { url: siteAddress(pageOf(offer)), commune }) : null;
  const mayWrite = canWrite(actor, place);
  return {
    ...{ offer, commune, around, discussion, isPublic, isOpen },
    follow: await readFollow(locals, offer),
    zones: [...zones.values()],
    period: sayPeriod(details),
    isOver: isOver(details, today),
    jsonLd: posting && jsonLdScript(posting),
    may: {
      write: mayWrite,
      moderate: canModerate(actor, place),
      member: isMemberOf(actor, territory.id)
    },
    done: url.searchParams.get('fait') ?? ''
  };
};

export const actions: Actions = {
  ...contributionActions('opportunity'),
  ...replyingActions('opportunity'),
  prolonger: async ({ locals: { db, actor }, params }) => {
    await prolong(db, actor, params.slug, dayOf(new Date()));
    redirect(303, `/partage/opportunites/${params.slug}?fait=prolongee`);
  }
};
