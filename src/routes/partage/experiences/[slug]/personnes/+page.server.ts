import { reviewsOf } from '#domain/sharing/people.ts';
import { askedWritten } from '../asked.ts';
import { peopleActions } from '../co-writing.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.setHeaders({ 'cache-control': 'private, no-store' });
  const experience = await askedWritten(event);
  return {
    ...{ title: experience.title, slug: experience.slug, author: experience.author },
    ...{ territory: experience.territory, writers: experience.writers },
    isDraft: experience.status === 'draft',
    reviews: reviewsOf(experience),
    done: event.url.searchParams.get('fait') ?? ''
  };
};

const { inviter, enlever } = peopleActions;

export const actions: Actions = { inviter, enlever };
