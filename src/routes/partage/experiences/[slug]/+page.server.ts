import { listFindable } from '#domain/events/server/listing/queries.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import { listSheetsOfContribution } from '#domain/plans/server/about/queries.ts';
import { emptyHeadings, readHeadings, sayPeriod } from '#domain/sharing/experiences.ts';
import { awaitsReview, reviewsOf, roleOf } from '#domain/sharing/people.ts';
import { canModerate, canReply, canWrite } from '#domain/sharing/rules.ts';
import { nameZones } from '#domain/sharing/server/naming/queries.ts';
import { listAmong } from '#domain/sharing/server/queries.ts';
import { findReuse, listReuses } from '#domain/sharing/server/reuse/queries.ts';
import { contributionActions } from '../../acting.ts';
import { readFollow } from '../../following.ts';
import { readDiscussion, replyingActions } from '../../replying.ts';
import { askedExperience } from './asked.ts';
import { coWritingActions } from './co-writing.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { locals, url, setHeaders } = event;
  setHeaders({ 'cache-control': 'private, no-store' });
  const { db, actor } = locals;
  const experience = await askedExperience(event);
  const { place, where, related, territory, details } = experience;
  const me = actor.kind === 'person' ? actor.id : null;
  const events = experience.events.map(({ id }) => id);
  const [reuses, own, around, meetings, sheets, zones, discussion] = await Promise.all([
    listReuses(db, actor, experience),
    me ? findReuse(db, experience.id, me) : null,
    listAmong(db, actor, related),
    // Of the meetings it is tied to, those she finds by herself.
    listFindable(db, actor, { events, series: [] }),
    listSheetsOfContribution(db, actor, experience.id),
    nameZones(db, where?.include ?? []),
    readDiscussion({ locals, url }, experience, 'comment')
  ]);
  const mayWrite = canWrite(actor, place);
  return {
    follow: await readFollow(locals, experience),
    ...{ experience, discussion, around, sheets },
    meetings: meetings.map(({ slug, title }) => ({ slug, title })),
    parts: readHeadings(experience),
    missing: mayWrite ? emptyHeadings(experience).map(({ label }) => label) : [],
    period: sayPeriod(details.startsOn, details.endsOn),
    zones: [...zones.values()],
    reuses: reuses.map(({ person, ...one }) => ({ ...one, name: person?.name ?? null })),
    own,
    reviews: mayWrite ? reviewsOf(experience).map(({ id: _, ...one }) => one) : [],
    awaitsReview: awaitsReview(experience),
    role: me ? roleOf(experience, me) : null,
    may: {
      write: mayWrite,
      moderate: canModerate(actor, place),
      reuse: canReply(actor, place) && !mayWrite,
      member: isMemberOf(actor, territory.id)
    },
    done: url.searchParams.get('fait') ?? ''
  };
};

const { publier, depublier, retirer, remettre } = contributionActions('experience');
const said = replyingActions('experience');

export const actions: Actions = {
  publier,
  depublier,
  retirer,
  remettre,
  repondre: said.repondre,
  'retirer-reponse': said['retirer-reponse'],
  remercier: said.remercier,
  quitter: coWritingActions.quitter
};
