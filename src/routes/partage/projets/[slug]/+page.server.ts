import { getContribution } from '#domain/sharing/server/queries.ts';
import { civilTime } from '#shared/dates.ts';
import { contributionActions } from '../../acting.ts';
import { readFollow } from '../../following.ts';
import { readDiscussion, replyingActions } from '../../replying.ts';
import { showProject } from './showing.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const { db, actor } = locals;
  const project = await getContribution(db, actor, { kind: 'project', slug: params.slug });
  const asked = { locals, url };
  return {
    ...(await showProject(db, actor, project)),
    news: await readDiscussion(asked, project, 'news'),
    comments: await readDiscussion(asked, project, 'comment'),
    follow: await readFollow(locals, project),
    today: civilTime(new Date(), 'Europe/Paris').slice(0, 10),
    done: url.searchParams.get('fait') ?? ''
  };
};

export const actions: Actions = {
  ...contributionActions('project'),
  ...replyingActions('project')
};
