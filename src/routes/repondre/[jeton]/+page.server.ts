import { randomUUID } from 'node:crypto';
import { fail, redirect } from '@sveltejs/kit';
import { loadActor } from '#app/actor.ts';
import { canAddReply, isAuthor, type Reply } from '#domain/sharing/replies.ts';
import { answerCall } from '#domain/sharing/server/calls/commands.ts';
import { findCall, type QuestionCall } from '#domain/sharing/server/calls/queries.ts';
import { getContribution } from '#domain/sharing/server/queries.ts';
import { listReplies } from '#domain/sharing/server/replies/queries.ts';
import { civilTime } from '#shared/dates.ts';
import { NotFound } from '#shared/errors.ts';
import type { Database } from '#server/db/connection.ts';
import { readTyped, refusedReply } from '../../partage/replying.ts';
import type { Actions, PageServerLoad } from './$types';

const GONE = 'Ce lien ne mène à aucune question, ou la question n’est plus là.';

/** The question of a link, as whoever it was sent to reads it. @throws NotFound */
async function reach(db: Database, token: string) {
  const call = await findCall(db, token, civilTime(new Date(), 'Europe/Paris').slice(0, 10));
  if (!call) throw new NotFound(GONE);
  const actor = await loadActor(db, call.person.id);
  return { call, actor };
}

export const load: PageServerLoad = async ({ locals: { db }, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const { call, actor } = await reach(db, params.jeton);
  if (call.isExpired) return { state: 'expired' as const };
  const question = await getContribution(db, actor, { id: call.question });
  const replies = await listReplies(db, actor, question, ['answer']);
  const shown = replies.filter(({ isRemoved, isHidden }) => !isRemoved && !isHidden);
  const resolved = 'resolvedAt' in question.details && question.details.resolvedAt !== null;
  const open = !resolved && canAddReply(actor, question, 'answer');
  return {
    state: resolved ? ('resolved' as const) : open ? ('open' as const) : ('closed' as const),
    ...asked(call),
    title: question.title,
    slug: question.slug,
    body: question.texts['body'] ?? '',
    asker: question.author?.name ?? '',
    territory: question.territory.name,
    isPublic: question.visibility === 'public',
    // A link may be passed on: it shows what others said, not who they are.
    answers: shown.map((reply: Reply) => ({
      ...{ id: reply.id, body: reply.body, isOwn: isAuthor(actor, reply) }
    })),
    nonce: randomUUID(),
    thanks: url.searchParams.has('merci')
  };
};

const asked = ({ person, expiresOn }: QuestionCall) => ({ name: person.name, expiresOn });

export const actions: Actions = {
  default: async ({ locals: { db }, params, request }) => {
    const { call, actor } = await reach(db, params.jeton);
    if (call.isExpired) redirect(303, `/repondre/${params.jeton}`);
    const form = await request.formData();
    const reply = { ...readTyped(form), id: '', kind: 'answer', heading: '', happenedOn: '' };
    const how = { reread: form.has('relu'), nonce: reply.nonce || null };
    const said = await answerCall(db, actor, call, reply.body, how);
    if (said.ok) redirect(303, `/repondre/${params.jeton}?merci`);
    if (said.reason !== 'too-many') return refusedReply(reply, said);
    const message =
      'Vous avez envoyé beaucoup de réponses\u00a0: attendez une heure. Votre texte est gardé ci-dessous.';
    return fail(429, { part: 'reply' as const, reply, message });
  }
};
