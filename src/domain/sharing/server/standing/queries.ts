/** Whether what a message tells of what is shared is still to be told, when it leaves. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ContributionId, ReplyId } from '#shared/ids.ts';
import type { Contribution } from '../../model.ts';
import { canReadReply, isAuthor } from '../../replies.ts';
import { canRead } from '../../rules.ts';
import { findContribution } from '../queries.ts';
import { findReply, listReplies } from '../replies/queries.ts';

type Stands = (db: Executor, reader: Actor, id: number) => Promise<boolean>;

/** By what a message is about: « reply:12 ». */
const STANDS: Readonly<Record<string, Stands>> = {
  contribution: async (db, reader, id) => (await findOpen(db, reader, id)) !== null,
  reply: stillSays,
  // One message a day tells of all that was said since this one.
  replies: stillSaysSince,
  interest: stillInterests
};

/**
 * Whether somebody still reads what a message tells her of: neither taken off nor hidden since, nor closed to her. What
 * is about something else stands.
 * @param about - as the message keeps it.
 */
export async function stillStands(db: Executor, reader: Actor, about: string): Promise<boolean> {
  const [, kind = '', id = ''] = /^([a-z]+):(\d+)$/.exec(about) ?? [];
  const stands = Object.hasOwn(STANDS, kind) ? STANDS[kind] : undefined;
  return stands ? stands(db, reader, Number(id)) : true;
}

/** A contribution that is read by others and by her; null when it is not any more. */
async function findOpen(db: Executor, reader: Actor, id: number): Promise<Contribution | null> {
  const found = await findContribution(db, { id: id as ContributionId });
  if (!found || found.place.removed || found.place.hidden) return null;
  return canRead(reader, found.place) ? found : null;
}

async function stillSays(db: Executor, reader: Actor, id: number): Promise<boolean> {
  const reply = await findReply(db, id as ReplyId);
  if (!reply || reply.isRemoved || reply.isHidden) return false;
  const page = await findOpen(db, reader, reply.contribution);
  return page !== null && canReadReply(reader, page.place, reply);
}

async function stillSaysSince(db: Executor, reader: Actor, id: number): Promise<boolean> {
  const first = await findReply(db, id as ReplyId);
  const page = first && (await findOpen(db, reader, first.contribution));
  if (!page) return false;
  const said = await listReplies(db, reader, page, ['answer', 'comment', 'review']);
  return said.some(
    (reply) => reply.id >= id && !reply.isRemoved && !reply.isHidden && !isAuthor(reader, reply)
  );
}

async function stillInterests(db: Executor, reader: Actor, id: number): Promise<boolean> {
  const { rows } = await sql<{ project: number }>`select contribution_id as project from interest
    where id = ${id} and withdrawn_at is null`.execute(db);
  return rows[0] !== undefined && (await findOpen(db, reader, rows[0].project)) !== null;
}
