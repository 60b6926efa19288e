import type { Tx } from '#server/db/connection.ts';
import { queueMail } from '#server/mail/queue.ts';
import type { InterviewHostId, InterviewSlotId, RegistrationId } from '#shared/ids.ts';
import { moveCalendars } from '../../places/ledger/commands.ts';
import { freedMail, withdrawnMail } from '../mails.ts';
import { listMeetings, type BookedMeeting } from '../meeting/queries.ts';

/**
 * Ends what a registration had of interviews, under the lock: the moments she booked are free again and their hosts
 * are told; those she gave are taken back and who had booked them is told.
 */
export async function releaseInterviews(
  tx: Tx,
  registration: RegistrationId,
  now: Date
): Promise<void> {
  for (const meeting of await listMeetings(tx, { trainee: registration }))
    await freeMeeting(tx, meeting, now);
  const hosts = await tx
    .selectFrom('interview_host')
    .select('id')
    .where('registration_id', '=', registration)
    .execute();
  await withdrawHosts(
    tx,
    hosts.map(({ id }) => id as InterviewHostId),
    now
  );
}

/** One interview that its trainee gives up: the moment is free again. */
export async function freeMeeting(tx: Tx, meeting: BookedMeeting, now: Date): Promise<void> {
  await tx
    .updateTable('interview_slot')
    .set({ registration_id: null, booked_at: null })
    .where('id', '=', meeting.slot)
    .execute();
  await moveCalendarsOf(tx, meeting);
  if (meeting.startsAt > now) await queueMail(tx, freedMail(meeting));
}

/** These hosts give nothing any more: who had booked is told. */
export async function withdrawHosts(
  tx: Tx,
  hosts: readonly InterviewHostId[],
  now: Date
): Promise<void> {
  if (hosts.length === 0) return;
  const meetings = await listMeetings(tx, { hosts });
  await tx
    .deleteFrom('interview_host')
    .where('id', 'in', [...hosts])
    .execute();
  for (const meeting of meetings) await tellWithdrawn(tx, meeting, now);
}

/** One moment is not given any more; who had booked it is told. */
export async function withdrawSlot(tx: Tx, slot: InterviewSlotId, now: Date): Promise<void> {
  const meetings = await listMeetings(tx, { slot });
  await tx.deleteFrom('interview_slot').where('id', '=', slot).execute();
  for (const meeting of meetings) await tellWithdrawn(tx, meeting, now);
}

async function tellWithdrawn(tx: Tx, meeting: BookedMeeting, now: Date): Promise<void> {
  await moveCalendarsOf(tx, meeting);
  if (meeting.traineeMailbox !== null && meeting.startsAt > now)
    await queueMail(tx, withdrawnMail(meeting));
}

/** What both have in their calendars is to be replaced. */
export async function moveCalendarsOf(
  tx: Tx,
  { hostRegistration, traineeRegistration }: BookedMeeting
): Promise<void> {
  const both = hostRegistration === null ? [] : [hostRegistration];
  await moveCalendars(tx, [...both, traineeRegistration]);
}
