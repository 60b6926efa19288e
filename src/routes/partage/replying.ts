/** What the page of any contribution reuses, so that people say something of it: its reading and its actions. */
import { randomUUID } from 'node:crypto';
import { fail, redirect } from '@sveltejs/kit';
import type { ReplyAnswer, TypedReply } from '#domain/sharing/forms/reply.ts';
import type { Contribution, ContributionKind } from '#domain/sharing/model.ts';
import {
  canAddReply,
  REPLY_KINDS,
  shownReply,
  THANKS_KINDS,
  type Discussion,
  type ReplyKind
} from '#domain/sharing/replies.ts';
import { readMentioned } from '#domain/sharing/server/mentions/queries.ts';
import { getContribution } from '#domain/sharing/server/queries.ts';
import {
  addReply,
  editReply,
  putReplyBack,
  removeReply,
  settleReview,
  thank,
  type ReplyEdited
} from '#domain/sharing/server/replies/commands.ts';
import { listReplies } from '#domain/sharing/server/replies/queries.ts';
import { Invalid } from '#shared/errors.ts';
import type { ReplyId } from '#shared/ids.ts';
import { numberOf, text } from '../gestion/rencontres/reading.ts';

interface Asked {
  readonly locals: App.Locals;
  readonly params: { readonly slug: string };
  readonly request: Request;
}

/**
 * What is said of a contribution, for its page: `discussion` of the component `Replies`.
 * @param kind - what its form adds. @param kinds - what is listed; that kind unless told otherwise.
 */
export async function readDiscussion(
  { locals: { db, actor }, url }: { readonly locals: App.Locals; readonly url: URL },
  contribution: Contribution,
  kind: ReplyKind,
  kinds: readonly ReplyKind[] = [kind]
): Promise<Discussion> {
  const replies = await listReplies(db, actor, contribution, kinds);
  const query = url.searchParams;
  return {
    replies: replies.map((reply) => shownReply(actor, contribution.place, reply)),
    kind,
    mayAdd: canAddReply(actor, contribution, kind),
    mentioned: await readMentioned(db, actor, contribution.territory.id, [
      ...Object.values(contribution.texts),
      ...replies.map(({ body }) => body)
    ]),
    isPublic: contribution.visibility === 'public' && contribution.status === 'published',
    nonce: randomUUID(),
    changing: numberOf(query.get('corriger')),
    done: { gesture: query.get('fait') ?? '', id: numberOf(query.get('reponse')) }
  };
}

/** The actions that go with `readDiscussion`; what is refused answers `ReplyAnswer`. */
export function replyingActions(kind: ContributionKind) {
  return {
    repondre: (asked: Asked) => say(asked, kind),
    'retirer-reponse': (asked: Asked) => takeOff(asked, kind),
    remercier: (asked: Asked) => sayThanks(asked, kind),
    'regler-remarque': (asked: Asked) => settle(asked, kind)
  };
}

async function say(asked: Asked, kind: ContributionKind) {
  const contribution = await askedContribution(asked, kind);
  const form = await asked.request.formData();
  const reply = readTyped(form);
  const said = await write(asked, contribution, reply, form.has('relu'));
  if (!said.ok) return refusedReply(reply, said);
  done(reply.id ? 'reponse-corrigee' : 'reponse-ecrite', said.reply);
}

async function takeOff(asked: Asked, kind: ContributionKind) {
  const { id, form, db, actor } = await askedReply(asked, kind);
  if (form.get('geste') === 'remettre') {
    await putReplyBack(db, actor, id);
    done('reponse-remise', id);
  }
  await removeReply(db, actor, id, { now: new Date(), reason: text(form, 'raison') });
  done('reponse-retiree', id);
}

async function sayThanks(asked: Asked, kind: ContributionKind) {
  const { id, form, db, actor } = await askedReply(asked, kind);
  const said = THANKS_KINDS.find((one) => one === form.get('geste'));
  if (!said)
    throw new Invalid([{ path: 'geste', message: 'choisissez « merci » ou « ça m’a aidé »' }]);
  await thank(db, actor, id, { kind: said, back: form.has('reprendre') });
  done('', id);
}

async function settle(asked: Asked, kind: ContributionKind) {
  const { id, form, db, actor } = await askedReply(asked, kind);
  await settleReview(db, actor, id, { now: new Date(), back: form.has('reprendre') });
  done('', id);
}

/** Whether one reads the page is asked before what was sent is read. */
function askedContribution({ locals: { db, actor }, params }: Asked, kind: ContributionKind) {
  return getContribution(db, actor, { kind, slug: params.slug });
}

async function askedReply(asked: Asked, kind: ContributionKind) {
  await askedContribution(asked, kind);
  const form = await asked.request.formData();
  return { ...asked.locals, form, id: numberOf(form.get('reponse')) as ReplyId };
}

function write(
  { locals: { db, actor } }: Asked,
  contribution: Contribution,
  typed: TypedReply,
  reread: boolean
): Promise<ReplyEdited> {
  const { id, body, heading, happenedOn, version, nonce } = typed;
  const input = { body, heading, happenedOn: happenedOn || null };
  if (id)
    return editReply(db, actor, numberOf(id) as ReplyId, input, {
      version: numberOf(version),
      reread
    });
  const kind = REPLY_KINDS.find((one) => one === typed.kind) ?? 'comment';
  return addReply(db, actor, contribution.id, input, { kind, reread, nonce: nonce || null });
}

/** A form that was not taken, to show again. */
export function refusedReply(reply: TypedReply, said: Exclude<ReplyEdited, { ok: true }>) {
  const answer = (status: number, more: Partial<ReplyAnswer>) =>
    fail(status, { part: 'reply', reply, ...more } satisfies ReplyAnswer);
  if (said.reason === 'second-reading') return answer(400, { readings: said.readings });
  if (said.reason === 'invalid')
    return answer(400, {
      errors: Object.fromEntries(
        said.issues.map(({ path, message }) => [
          path === 'happenedOn' ? 'date' : 'texte',
          path === 'happenedOn' ? `Date\u00a0: ${message}` : `Texte\u00a0: ${message}`
        ])
      )
    });
  const { theirs } = said;
  return answer(409, {
    reply: { ...reply, version: String(theirs.version) },
    message: `Ce texte a été corrigé dans une autre fenêtre. Il dit maintenant\u00a0: «\u00a0${theirs.body}\u00a0». Le vôtre est dans le formulaire.`
  });
}

const NONCE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a form of reply sends. */
export function readTyped(form: FormData): TypedReply {
  const nonce = text(form, 'envoi');
  return {
    ...{ id: text(form, 'reponse'), version: text(form, 'version'), kind: text(form, 'genre') },
    ...{ heading: text(form, 'rubrique'), body: text(form, 'texte') },
    ...{ happenedOn: text(form, 'date'), nonce: NONCE.test(nonce) ? nonce : '' }
  };
}

function done(gesture: string, id: ReplyId): never {
  redirect(303, `?${gesture ? `fait=${gesture}&` : ''}reponse=${id}#reponse-${id}`);
}
