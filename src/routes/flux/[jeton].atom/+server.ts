import { loadActor } from '#app/actor.ts';
import { writeAtom } from '#domain/discovery/server/feeds/documents.ts';
import { feedAddress, findFeedOwner } from '#domain/discovery/server/feeds/queries.ts';
import { readInterests } from '#domain/discovery/server/interests/queries.ts';
import { listNews } from '#domain/discovery/server/news/queries.ts';
import { getPreference } from '#domain/discovery/server/preferences/queries.ts';
import { NotFound } from '#shared/errors.ts';
import { answerAtom, asEntry } from '../../partage/feeds.ts';
import type { RequestHandler } from './$types';

const DAYS = 60;
const LENGTH = 50;

/** What concerns whoever holds the address, with her rights of now; the address alone opens it, and serves nothing else. */
export const GET: RequestHandler = async ({ locals: { db }, params }) => {
  const now = new Date();
  const owner = await findFeedOwner(db, params.jeton);
  const actor = owner && (await loadActor(db, owner));
  if (actor?.kind !== 'person') throw new NotFound('Ce flux n’existe pas, ou plus.');
  const interests = await readInterests(db, actor);
  const since = new Date(now.getTime() - DAYS * 86_400_000);
  const items = (await listNews(db, actor, interests, { since, until: now }))
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, LENGTH);
  const { feedVersion } = await getPreference(db, actor);
  const head = {
    ...{ title: 'Maillage, pour vous', subtitle: 'Ce qui touche vos communes et vos structures.' },
    ...{ self: feedAddress(actor.id, feedVersion), page: '/partage' }
  };
  return answerAtom(writeAtom(head, items.map(asEntry), now), 'private, no-store');
};
