import { readHeadings } from '#domain/sharing/experiences.ts';
import { reviewsOf, roleOf } from '#domain/sharing/people.ts';
import { canWrite, isReviewer } from '#domain/sharing/rules.ts';
import { Forbidden } from '#shared/errors.ts';
import { readDiscussion, replyingActions } from '../../../replying.ts';
import { askedExperience } from '../asked.ts';
import { coWritingActions } from '../co-writing.ts';
import type { Actions, PageServerLoad } from './$types';

/** What a remark under no heading is about. */
const WHOLE = 'whole';

export const load: PageServerLoad = async (event) => {
  const { locals, url, setHeaders } = event;
  setHeaders({ 'cache-control': 'private, no-store' });
  const { actor } = locals;
  const experience = await askedExperience(event);
  const mayWrite = canWrite(actor, experience.place);
  const mayReview = isReviewer(actor, experience.place);
  if (!mayWrite && !mayReview)
    throw new Forbidden(
      'La relecture est réservée à celles et ceux qui l’écrivent ou le relisent.'
    );
  const discussion = await readDiscussion({ locals, url }, experience, 'review');
  const about = new Set(discussion.replies.map(({ heading }) => heading));
  const parts = readHeadings(experience);
  const me = actor.kind === 'person' ? actor.id : null;
  return {
    ...{ title: experience.title, slug: experience.slug, summary: experience.summary },
    ...{ discussion, parts, mayWrite, mayReview },
    isDraft: experience.status === 'draft',
    /** Remarks on what was emptied since stay with those on the whole. */
    lost: [...about].filter((key) => key !== WHOLE && !parts.some((part) => part.key === key)),
    review: reviewsOf(experience).find(({ id }) => id === me) ?? null,
    reviews: reviewsOf(experience).map(({ id: _, ...one }) => one),
    role: me ? roleOf(experience, me) : null,
    done: url.searchParams.get('fait') ?? ''
  };
};

const said = replyingActions('experience');

export const actions: Actions = {
  repondre: said.repondre,
  'retirer-reponse': said['retirer-reponse'],
  'regler-remarque': said['regler-remarque'],
  pret: coWritingActions.pret
};
