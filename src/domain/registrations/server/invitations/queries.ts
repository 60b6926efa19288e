import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { findEventById, getManagedEventById } from '#domain/events/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { readRowToken, writeRowToken } from '#server/row-token.ts';
import type { EventId, EventInvitationId } from '#shared/ids.ts';
import { LEFT_OUT, nameOf, type Audience, type LeftOut } from '../../audience.ts';
import {
  INVITATION_STATES,
  mayRemindAt,
  type FollowUp,
  type FollowUpLine,
  type InvitationState,
  type OpenInvitation,
  type SentInvitation
} from '../../invitations.ts';
import { listAudience } from './candidates/queries.ts';

/** Who would be invited, by name and structure; the addresses only where whoever reads typed them. */
export interface InvitationPreview {
  readonly chosen: readonly string[];
  readonly left: readonly { readonly reason: LeftOut; readonly names: readonly string[] }[];
}

/** @throws NotFound, Forbidden unless the actor manages the edition. */
export async function previewInvitations(
  db: Executor,
  actor: Actor,
  id: EventId,
  audience: Audience,
  now: Date
): Promise<InvitationPreview> {
  const event = await getManagedEventById(db, actor, id);
  const { chosen, left } = await listAudience(db, event, audience, now);
  const shown = (one: (typeof chosen)[number] | (typeof left)[LeftOut][number]) =>
    audience.source === 'pasted' && one.email
      ? [one.name, one.email].filter(Boolean).join(' · ')
      : nameOf(one);
  return {
    chosen: chosen.map(shown),
    left: LEFT_OUT.map((reason) => ({ reason, names: left[reason].map(shown) })).filter(
      ({ names }) => names.length > 0
    )
  };
}

/**
 * What became of an invitation: what its registration says, or that of the same address; else whether it was declined.
 * A registration that was given up is an answer.
 */
export const INVITATION_STATE = sql<InvitationState>`case
  when r.status in ('confirmed', 'offered') then 'registered'
  when r.status = 'waitlisted' then 'waiting'
  when i.declined_at is not null or r.id is not null then 'declined'
  else 'silent' end`;

/** The registration that answers an invitation `i`: the one still alive first. */
export const ITS_REGISTRATION = sql`left join lateral (
  select r.id, r.status from registration r
  where r.event_id = i.event_id and (r.id = i.registration_id or r.email = i.email)
  order by r.status in ('confirmed', 'offered', 'waitlisted') desc, r.id desc limit 1) r on true`;

/** Wants no more invitations, or its address answers no more. */
export const REFUSED = sql<boolean>`exists (select from mail_refusal refusal
  where refusal.address = i.email and refusal.kind in ('event-invitation', 'all'))`;

export interface InvitationSearch {
  readonly state: InvitationState | null;
  /** From 1. */
  readonly page: number;
  readonly perPage: number;
}

/**
 * The invitations of an edition, those who have not answered first, without their addresses.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export async function listInvitations(
  db: Executor,
  actor: Actor,
  id: EventId,
  { state, page, perPage }: InvitationSearch
): Promise<{ invitations: SentInvitation[]; total: number }> {
  await getManagedEventById(db, actor, id);
  const { rows } = await sql<SentInvitation & { total: number }>`
    select found.*, count(*) over ()::int as total from (
      select i.id, i.name, coalesce(s.name, '') as "structureName", coalesce(t.name, '') as "typeName", i.origin,
        ${INVITATION_STATE} as state, i.invited_at as "invitedAt", i.reminded_at as "remindedAt", i.reminders, i.comment
      from event_invitation i ${ITS_REGISTRATION}
      left join structure s on s.id = i.structure_id
      left join structure_type t on t.code = s.type_code
      where i.event_id = ${id}) found
    where ${state}::text is null or state = ${state}
    order by array_position(array['silent', 'waiting', 'declined', 'registered'], state), "structureName", name, id
    limit ${perPage} offset ${(page - 1) * perPage}`.execute(db);
  return {
    invitations: rows.map(({ total: _, ...one }) => one),
    total: rows[0]?.total ?? 0
  };
}

/**
 * Who has answered what, by type of structure, and whom to relaunch.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export async function readFollowUp(
  db: Executor,
  actor: Actor,
  id: EventId,
  now: Date
): Promise<FollowUp> {
  await getManagedEventById(db, actor, id);
  const { rows } = await sql<{
    typeName: string;
    state: InvitationState;
    count: number;
    written: Date[];
  }>`
    select coalesce(t.name, '') as "typeName", ${INVITATION_STATE} as state, count(*)::int as count,
      coalesce(array_agg(coalesce(i.reminded_at, i.invited_at)) filter (where not ${REFUSED}), '{}') as written
    from event_invitation i ${ITS_REGISTRATION}
    left join structure s on s.id = i.structure_id
    left join structure_type t on t.code = s.type_code
    where i.event_id = ${id} group by 1, 2 order by coalesce(t.name, '') = '', 1`.execute(db);
  const lines = [...Map.groupBy(rows, ({ typeName }) => typeName)].map(
    ([typeName, found]): FollowUpLine => ({ typeName, counts: count(found) })
  );
  const silent = rows.filter(({ state }) => state === 'silent').flatMap(({ written }) => written);
  const moments = silent.map((written) => mayRemindAt(new Date(written)));
  const later = moments.filter((moment) => moment > now).toSorted((a, b) => Number(a) - Number(b));
  return {
    lines,
    total: count(rows),
    toRemind: moments.length - later.length,
    nextReminder: later[0] ?? null
  };
}

function count(
  rows: readonly { state: InvitationState; count: number }[]
): Record<InvitationState, number> {
  const sum = (state: InvitationState) =>
    rows.reduce((total, row) => total + (row.state === state ? row.count : 0), 0);
  return Object.fromEntries(INVITATION_STATES.map((state) => [state, sum(state)])) as Record<
    InvitationState,
    number
  >;
}

/** What the tokens of these links are for. */
const PURPOSE = 'event-invitation';

/** The token of the link of an invitation. */
export function invitationToken(id: EventInvitationId, version: number): string {
  return writeRowToken(PURPOSE, id, version);
}

/** What a link of invitation leads to; null when it is no link of ours, or serves no more. Changes nothing. */
export async function findInvitationByToken(
  db: Executor,
  token: string
): Promise<OpenInvitation | null> {
  const read = readRowToken<EventInvitationId>(PURPOSE, token);
  if (!read) return null;
  const { rows } = await sql<Omit<OpenInvitation, 'event'> & { eventId: EventId; version: number }>`
    select i.id, i.event_id as "eventId", i.email, i.name, coalesce(s.name, '') as "structureName",
      i.link_version as version, ${INVITATION_STATE} as state
    from event_invitation i ${ITS_REGISTRATION}
    left join structure s on s.id = i.structure_id
    where i.id = ${read.id}`.execute(db);
  const row = rows[0];
  if (!row || !read.isOf(row.version)) return null;
  const { eventId, version: _, ...invitation } = row;
  const event = await findEventById(db, eventId);
  return event && event.status !== 'draft' ? { ...invitation, event } : null;
}
