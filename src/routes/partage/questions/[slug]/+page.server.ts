import { redirect } from '@sveltejs/kit';
import { listVocabulary } from '#domain/directory/server/vocabularies/queries.ts';
import { isPerson } from '#domain/identity/rules.ts';
import { sayAsked } from '#domain/sharing/questions.ts';
import { canModerate, canReply, canWrite } from '#domain/sharing/rules.ts';
import { resolveQuestion } from '#domain/sharing/server/asking/commands.ts';
import { getContribution } from '#domain/sharing/server/queries.ts';
import { contributionActions } from '../../acting.ts';
import { readFollow } from '../../following.ts';
import { readDiscussion, replyingActions } from '../../replying.ts';
import { alike } from '../asking.ts';
import type { Actions, PageServerLoad } from './$types';

const kind = 'question';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const { db, actor } = locals;
  const question = await getContribution(db, actor, { kind, slug: params.slug });
  const { place, author, details, title, texts } = question;
  const asks = author !== null && isPerson(actor, author.id);
  const words = [...(await listVocabulary(db, 'theme')), ...(await listVocabulary(db, 'type'))];
  return {
    question,
    follow: await readFollow(locals, question),
    askedTo: sayAsked(details, new Map(words.map(({ code, name }) => [code, name]))),
    // Who asked says more of her question; the others answer it.
    discussion: await readDiscussion({ locals, url }, question, asks ? 'comment' : 'answer', [
      ...(['answer', 'comment'] as const)
    ]),
    alike: await alike(db, actor, {
      text: `${title} ${texts['body'] ?? ''}`,
      except: question.id
    }),
    may: {
      write: canWrite(actor, place),
      moderate: canModerate(actor, place),
      reply: canReply(actor, place),
      signIn: actor.kind === 'visitor'
    },
    asks,
    done: url.searchParams.get('fait') ?? ''
  };
};

interface Asked {
  readonly locals: App.Locals;
  readonly params: { readonly slug: string };
}

async function settle({ locals: { db, actor }, params }: Asked, back: boolean) {
  const { id, slug } = await getContribution(db, actor, { kind, slug: params.slug });
  await resolveQuestion(db, actor, id, { now: new Date(), back });
  redirect(303, `/partage/questions/${slug}?fait=${back ? 'rouverte' : 'resolue'}`);
}

export const actions: Actions = {
  ...contributionActions(kind),
  ...replyingActions(kind),
  resoudre: (asked) => settle(asked, false),
  rouvrir: (asked) => settle(asked, true)
};
