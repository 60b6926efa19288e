import type { Event } from '#domain/events/model.ts';
import { canReadEvent } from '#domain/events/rules.ts';
import { findEventById, getEvent } from '#domain/events/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import { tellAttendance, type Attendance } from '../../attendees.ts';
import type { Minutes } from '../../model.ts';
import { canReadMinutes, canReadNames, canReadWho, canWriteMinutes } from '../../rules.ts';
import { listAttendees } from '../attendees/queries.ts';
import { findMinutesReader, isRegistered } from '../links/queries.ts';
import { readShownMinutes } from '../queries.ts';

/** The minutes of an edition as somebody may read them. */
export interface ReadMinutes {
  readonly event: Event;
  readonly minutes: Minutes;
  readonly attendance: Attendance;
  /** She prepares them. */
  readonly mayWrite: boolean;
}

const NOT_YET = 'Le compte rendu de cette rencontre n’est pas encore publié.';
const NOT_YOURS =
  'Ce compte rendu se lit par les personnes qui étaient inscrites : ouvrez-le depuis « Ma place », ou par le lien du message qui l’annonce.';
const MEMBERS_ONLY =
  'Ce compte rendu se lit par les membres du réseau et les personnes qui étaient inscrites.';

/**
 * The minutes of an edition for whoever may read them: nobody is named to who was not there.
 * @param token - the key of who is registered, or ''.
 * @throws NotFound when there is nothing to read yet. @throws Forbidden when they are for others.
 */
export async function getMinutes(
  db: Executor,
  actor: Actor,
  { slug, token = '' }: { readonly slug: string; readonly token?: string }
): Promise<ReadMinutes> {
  const { event, isParticipant } = await findReader(db, actor, slug, token);
  const minutes = await readShownMinutes(db, event.id);
  const mayWrite = canWriteMinutes(actor, event.place);
  if (minutes.status !== 'validated' && !mayWrite) throw new NotFound(NOT_YET);
  if (!canReadMinutes(actor, event.place, minutes, isParticipant))
    throw new Forbidden(minutes.audience === 'members' ? MEMBERS_ONLY : NOT_YOURS);
  const naming = canReadNames(actor, event.place, isParticipant);
  return {
    ...{ event, mayWrite },
    attendance: tellAttendance(await listAttendees(db, event.id), naming),
    minutes: await shownTo(db, actor, minutes, canReadWho(actor, event.place, isParticipant))
  };
}

async function findReader(db: Executor, actor: Actor, slug: string, token: string) {
  const key = await findMinutesReader(db, token);
  const held = key && (await findEventById(db, key.event));
  if (held?.slug === slug) return { event: held, isParticipant: true };
  const event = await getEvent(db, actor, slug);
  const isParticipant = actor.kind === 'person' && (await isRegistered(db, event.id, actor.id));
  return { event, isParticipant };
}

/** To the public, the people who do something are not named; the next edition is, to whom may know of it. */
async function shownTo(
  db: Executor,
  actor: Actor,
  minutes: Minutes,
  naming: boolean
): Promise<Minutes> {
  const next = minutes.nextEvent && (await findEventById(db, minutes.nextEvent.id));
  return {
    ...minutes,
    nextEvent: next && canReadEvent(actor, next.place) ? minutes.nextEvent : null,
    validatedBy: '',
    updatedBy: '',
    items: minutes.items.map((one) => ({ ...one, updatedBy: '' })),
    followUps: minutes.followUps.map((one) => ({
      ...one,
      updatedBy: '',
      person: naming ? one.person : null,
      whoLabel: naming || !(one.person || one.whoLabel) ? one.whoLabel : SOMEBODY
    }))
  };
}

const SOMEBODY = 'une personne du réseau';

/** Whether an edition has minutes that an actor may read: the link of its page. */
export async function hasReadableMinutes(
  db: Executor,
  actor: Actor,
  event: Event
): Promise<boolean> {
  const row = await db
    .selectFrom('minutes')
    .select(['status', 'audience'])
    .where('event_id', '=', event.id)
    .where('status', '=', 'validated')
    .executeTakeFirst();
  if (!row) return false;
  const shown = { status: 'validated', audience: row.audience as Minutes['audience'] } as const;
  if (canReadMinutes(actor, event.place, shown, false)) return true;
  return actor.kind === 'person' && isRegistered(db, event.id, actor.id);
}
