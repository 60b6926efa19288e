/** Answering, commenting, telling news; correcting, taking off, thanking. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, NotFound, type Issue } from '#shared/errors.ts';
import type { ContributionId, PersonId, ReplyId } from '#shared/ids.ts';
import { replyInput, type ReplyFields, type ReplyInput } from '../../forms/reply.ts';
import type { Contribution } from '../../model.ts';
import {
  canAddReply,
  canEditReply,
  canPutBackReply,
  canReadReply,
  canRemoveReply,
  canThank,
  isAuthor,
  type Reply,
  type ReplyKind,
  type ThanksKind
} from '../../replies.ts';
import { canModerate, canRead, canWrite, isReviewer } from '../../rules.ts';
import { noteMentions } from '../mentions/commands.ts';
import { getContribution } from '../queries.ts';
import { trace } from '../writing/commands.ts';
import { findReply } from './queries.ts';
import { tellWriters } from './telling/commands.ts';

type Refused =
  | SecondReadingRefusal
  | { readonly ok: false; readonly reason: 'invalid'; readonly issues: readonly Issue[] };

export type ReplyAdded = { readonly ok: true; readonly reply: ReplyId } | Refused;

export interface ReplyOptions {
  readonly kind: ReplyKind;
  /** « relu ». */
  readonly reread?: boolean;
  /** Drawn with the form: sent twice, it is written once. */
  readonly nonce?: string | null;
  /** When it is said; now by the clock of the database, unless the demonstration tells a month that has passed. */
  readonly at?: Date;
}

/**
 * Says something of a contribution.
 * @throws NotFound when the actor may not read it. @throws Forbidden when she may not say this of it.
 */
export function addReply(
  executor: Executor,
  actor: Actor,
  id: ContributionId,
  input: ReplyInput,
  { kind, reread = false, nonce = null, at }: ReplyOptions
): Promise<ReplyAdded> {
  return inTransaction(executor, async (tx) => {
    const contribution = await holdRead(tx, actor, id);
    if (actor.kind !== 'person' || !canAddReply(actor, contribution, kind))
      throw new Forbidden(NOT_HERE[kind]);
    const read = readInput(input);
    if (!read.ok) return read;
    const same = await findSame(tx, actor.id, nonce);
    // The same form, sent again with other words, says something else.
    if (same?.body === read.fields.body) return { ok: true, reply: same.id };
    const unread = refuseUnread({ body: read.fields.body }, reread);
    if (unread) return unread;
    const { body, heading, happenedOn } = read.fields;
    const { rows } = await sql<{ id: ReplyId }>`
      insert into reply (contribution_id, kind, heading, body, happened_on, author_id, nonce, written_at)
      values (${id}, ${kind}, ${heading}, ${body}, ${kind === 'news' ? happenedOn : null}, ${actor.id},
        ${same ? null : nonce}, coalesce(${at ?? null}::timestamptz, clock_timestamp()))
      on conflict (author_id, nonce) do nothing returning id`.execute(tx);
    const written = rows[0]?.id ?? (await findSame(tx, actor.id, nonce))!.id;
    if (rows[0]) {
      await note(tx, actor, `reply.${kind}`, contribution);
      await named(tx, actor, contribution, { reply: written, text: body });
      if (kind !== 'news') await tellWriters(tx, actor, contribution, { id: written, kind });
    }
    return { ok: true, reply: written };
  });
}

const NOT_HERE: Record<ReplyKind, string> = {
  answer: 'Les membres du réseau répondent aux questions publiées.',
  comment: 'Les membres du réseau commentent ce qui est publié.',
  news: 'Les nouvelles sont données par les personnes qui écrivent cette page.',
  review: 'Les remarques sont faites par les personnes qui écrivent ou relisent cette page.'
};

export type ReplyEdited =
  | ReplyAdded
  /** She corrected it in another window meanwhile. */
  | { readonly ok: false; readonly reason: 'conflict'; readonly theirs: Reply };

/**
 * Corrects one’s own words; what they said before is kept.
 * @throws NotFound, Forbidden unless they are the actor’s and may still be corrected.
 */
export function editReply(
  executor: Executor,
  actor: Actor,
  id: ReplyId,
  input: ReplyInput,
  { version, reread = false }: { readonly version: number; readonly reread?: boolean }
): Promise<ReplyEdited> {
  return inTransaction(executor, async (tx) => {
    const { reply, contribution } = await holdReply(tx, actor, id);
    if (!canEditReply(actor, contribution.place, reply))
      throw new Forbidden('Chacun corrige ses propres mots, tant que la page est ouverte.');
    const read = readInput(input);
    if (!read.ok) return read;
    const { body, happenedOn } = read.fields;
    if (body === reply.body && happenedOn === reply.happenedOn) return { ok: true, reply: id };
    if (reply.version !== version) return { ok: false, reason: 'conflict', theirs: reply };
    const unread = refuseUnread({ body }, reread);
    if (unread) return unread;
    await sql`insert into reply_version (reply_id, version, body)
      values (${id}, ${reply.version}, ${reply.body})`.execute(tx);
    await sql`update reply set body = ${body}, edited_at = now(), version = version + 1,
        happened_on = case when kind = 'news' then ${happenedOn}::date end
      where id = ${id}`.execute(tx);
    await named(tx, actor, contribution, { reply: id, text: body });
    await note(tx, actor, 'reply.edit', contribution);
    return { ok: true, reply: id };
  });
}

/**
 * Takes words off: only their author and the animators read them then.
 * @param reason - said to their author, who does not put them back then; an animator who did not write them gives one.
 * @throws NotFound, Forbidden
 */
export function removeReply(
  executor: Executor,
  actor: Actor,
  id: ReplyId,
  { now, reason = '' }: { readonly now: Date; readonly reason?: string }
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const { reply, contribution } = await holdReply(tx, actor, id);
    if (reply.isRemoved) return;
    if (!canRemoveReply(actor, contribution.place, reply))
      throw new Forbidden('Chacun retire ses propres mots.');
    const own = isAuthor(actor, reply);
    if (!own && reason.trim() === '')
      throw new Forbidden('Dites pourquoi\u00a0: la personne qui l’a écrit le lira.');
    // What she takes off herself, its author puts back herself.
    const why = own && !canModerate(actor, contribution.place) ? '' : reason.trim();
    await takeReplyOff(tx, id, { by: actor.kind === 'person' ? actor.id : null, now, reason: why });
    await note(tx, actor, 'reply.remove', contribution);
  });
}

/** Puts words back as they were. @throws NotFound, Forbidden */
export function putReplyBack(executor: Executor, actor: Actor, id: ReplyId): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const { reply, contribution } = await holdReply(tx, actor, id);
    if (!reply.isRemoved) return;
    if (!canPutBackReply(actor, contribution.place, reply))
      throw new Forbidden(
        'Ces mots ont été retirés par une personne qui anime le réseau\u00a0: écrivez-lui.'
      );
    await showReply(tx, id);
    await note(tx, actor, 'reply.restore', contribution);
  });
}

/**
 * Takes words off, for who has decided it: a form opened before does not correct them. With a reason, what their author took off
 * before is hers to put back no more.
 */
export async function takeReplyOff(
  tx: Tx,
  id: ReplyId,
  { by, now, reason }: { readonly by: PersonId | null; readonly now: Date; readonly reason: string }
): Promise<void> {
  await sql`update reply set removed_at = coalesce(removed_at, ${now}), removed_by = case when removed_at is null
      then ${by}::uuid else removed_by end, removal_reason = ${reason}, version = version + 1
    where id = ${id} and (removed_at is null or removal_reason = '')`.execute(tx);
}

/** Shows words again as they were, for who has decided it. */
export async function showReply(tx: Tx, id: ReplyId): Promise<void> {
  await sql`update reply set removed_at = null, removed_by = null, removal_reason = '', version = version + 1
    where id = ${id}`.execute(tx);
}

/** Says « merci » or « ça m’a aidé », or takes it back; said twice, it is said once. @throws NotFound, Forbidden */
export function thank(
  executor: Executor,
  actor: Actor,
  id: ReplyId,
  { kind, back = false }: { readonly kind: ThanksKind; readonly back?: boolean }
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const { reply, contribution } = await holdReply(tx, actor, id);
    if (actor.kind !== 'person' || !canThank(actor, contribution.place, reply))
      throw new Forbidden('Les membres du réseau remercient les autres de ce qu’ils ont écrit.');
    if (back)
      await tx
        .deleteFrom('reply_thanks')
        .where('reply_id', '=', id)
        .where('person_id', '=', actor.id)
        .where('kind', '=', kind)
        .execute();
    else
      await sql`insert into reply_thanks (reply_id, person_id, kind) values (${id}, ${actor.id}, ${kind})
        on conflict do nothing`.execute(tx);
  });
}

/** Notes that a remark of a reviewer was taken into account, or not yet. @throws NotFound, Forbidden */
export function settleReview(
  executor: Executor,
  actor: Actor,
  id: ReplyId,
  { now, back = false }: { readonly now: Date; readonly back?: boolean }
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const { reply, contribution } = await holdReply(tx, actor, id);
    const { place } = contribution;
    if (reply.kind !== 'review' || !(canWrite(actor, place) || isReviewer(actor, place)))
      throw new Forbidden('Les remarques se règlent entre les personnes qui écrivent et relisent.');
    await tx
      .updateTable('reply')
      .set({ settled_at: back ? null : now })
      .where('id', '=', id)
      .execute();
  });
}

type Read =
  { readonly ok: true; readonly fields: ReplyFields } | Exclude<Refused, SecondReadingRefusal>;

function readInput(input: ReplyInput): Read {
  const read = replyInput.safeParse(input);
  if (read.success) return { ok: true, fields: read.data };
  const issues = read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  return { ok: false, reason: 'invalid', issues };
}

/** Not taken off, nor closed, until the transaction ends. */
async function holdRead(tx: Tx, actor: Actor, id: ContributionId): Promise<Contribution> {
  await sql`select from contribution where id = ${id} for share`.execute(tx);
  return getContribution(tx, actor, { id });
}

/** A reply that the actor reads, held until the transaction ends. @throws NotFound */
async function holdReply(tx: Tx, actor: Actor, id: ReplyId) {
  // The page before what is said of it, as whoever erases the page with its answers holds them.
  await sql`select from contribution where id = (select contribution_id from reply where id = ${id})
    for share`.execute(tx);
  await sql`select from reply where id = ${id} for no key update`.execute(tx);
  const reply = await findReply(tx, id);
  if (!reply) throw new NotFound(GONE);
  const contribution = await holdRead(tx, actor, reply.contribution);
  if (!canRead(actor, contribution.place) || !canReadReply(actor, contribution.place, reply))
    throw new NotFound(GONE);
  return { reply, contribution };
}

const GONE = 'Ces mots n’existent pas, ou vous ne pouvez pas les lire.';

async function findSame(tx: Tx, author: string, nonce: string | null) {
  if (nonce === null) return undefined;
  const { rows } = await sql<{ id: ReplyId; body: string }>`
    select id, body from reply where author_id = ${author} and nonce = ${nonce}::uuid`.execute(tx);
  return rows[0];
}

const named = (
  tx: Tx,
  actor: Actor,
  { id, territory }: Contribution,
  said: { readonly reply: ReplyId; readonly text: string }
) => noteMentions(tx, actor, { contribution: id, territory: territory.id, ...said });

/** Keeps the trace of the gesture, never of the words. */
const note = (tx: Tx, actor: Actor, action: string, { id, title, territory }: Contribution) =>
  trace(tx, actor, action, { id, title, territory: territory.id });
