/** Somebody whom the organiser named and who is not registered: a link of her own leads to her moments. */
import type { Event } from '#domain/events/model.ts';
import { findEventById } from '#domain/events/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { readRowToken, writeRowToken } from '#server/row-token.ts';
import type { EventId, InterviewHostId } from '#shared/ids.ts';
import { namedHostShut, type InterviewHost, type Shut } from '../../../interviews.ts';
import { getInterviewRules, listInterviewHosts } from '../queries.ts';

const PURPOSE = 'interview-host';

/** The token of her link; nothing of it is kept. */
export function hostToken(host: InterviewHostId, version: number): string {
  return writeRowToken(PURPOSE, host, version);
}

/** The path of her page. */
export function hostLink(host: InterviewHostId, version: number): string {
  return `/entretiens/${hostToken(host, version)}`;
}

/** Whose link it is; null when it is none of ours, or she was taken off the list. */
export async function findHostByToken(
  executor: Executor,
  token: string
): Promise<{ readonly id: InterviewHostId; readonly event: EventId } | null> {
  const read = readRowToken<InterviewHostId>(PURPOSE, token);
  if (!read) return null;
  const row = await executor
    .selectFrom('interview_host')
    .select(['event_id', 'link_version'])
    .where('id', '=', read.id)
    // Registered, she has « ma place ».
    .where('registration_id', 'is', null)
    .executeTakeFirst();
  return row && read.isOf(row.link_version)
    ? { id: read.id, event: row.event_id as EventId }
    : null;
}

/** What her page shows: her moments and who comes; null when her link serves no more. */
export async function findNamedHosting(
  db: Executor,
  token: string,
  now: Date
): Promise<{ event: Event; own: InterviewHost; shut: Shut | null } | null> {
  const found = await findHostByToken(db, token);
  const event = found && (await findEventById(db, found.event));
  if (!found || !event) return null;
  const [rules, hosts] = [
    await getInterviewRules(db, event.id),
    await listInterviewHosts(db, event.id)
  ];
  const own = hosts.find(({ id }) => id === found.id);
  return own ? { event, own, shut: namedHostShut({ rules, event, now }) } : null;
}
