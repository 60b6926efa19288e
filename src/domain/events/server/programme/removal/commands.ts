import { z } from 'zod';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { civilTime } from '#shared/dates.ts';
import type { EventId, ProgrammeSessionId } from '#shared/ids.ts';
import { sessionInput, type SessionInput } from '../../../programme.ts';
import { findEventById, getManagedEventById } from '../../queries.ts';
import { createSession, type SessionKey, type SessionOutcome } from '../commands.ts';
import { countChoices, findSession, getProgramme } from '../queries.ts';
import { lockSession, recordProgramme } from '../rows/commands.ts';

/** All that is needed to put a session back: it waits in the page that says it is deleted. */
export const deletedSession = z.object({
  session: sessionInput,
  /** The partners it was given to. */
  partners: z.array(z.uuid()).max(50)
});
export type DeletedSession = z.output<typeof deletedSession>;

export type DeletionOutcome =
  | { ok: true; deleted: DeletedSession; people: number }
  | { ok: false; reason: 'stale' | 'gone' }
  /** People have chosen it, more than the actor was told of: she is asked again. */
  | { ok: false; reason: 'chosen'; people: number };

/**
 * Deletes a session, with the choices made of it.
 * @param input.told - how many people had chosen it, as the actor was told before she decided.
 * @throws Forbidden, NotFound.
 */
export function deleteSession(
  executor: Executor,
  actor: Actor,
  key: SessionKey,
  input: { readonly told: number }
): Promise<DeletionOutcome> {
  return inTransaction(executor, async (tx) => {
    const event = await getManagedEventById(tx, actor, key.event);
    const locked = await lockSession(tx, event.id, key.session, 'update');
    const session = locked && (await findSession(tx, event.id, key.session));
    if (!session) return { ok: false, reason: 'gone' };
    if (session.version !== key.version) return { ok: false, reason: 'stale' };
    const people = await countChoices(tx, key.session);
    if (people > input.told) return { ok: false, reason: 'chosen', people };
    await tx.deleteFrom('programme_session').where('id', '=', key.session).execute();
    await recordProgramme(tx, actor, event, {
      action: 'session.delete',
      id: key.session,
      label: session.title
    });
    const { title, description, materials, kind, room, chosen, capacity } = session;
    const kept: SessionInput = {
      ...{ title, description, materials, kind, room, chosen, capacity },
      startsAt: civilTime(session.startsAt, event.timeZone),
      endsAt: civilTime(session.endsAt, event.timeZone),
      themes: session.themes.map(({ code }) => code),
      speakers: [...session.speakers],
      guest: null
    };
    const partners = event.place.team
      .filter((one) => one.role === 'partner' && one.session === key.session)
      .map(({ person }) => person);
    return { ok: true, deleted: { session: kept, partners }, people };
  });
}

/**
 * Puts back a session that was just deleted, with its partners; what people had chosen does not come back. What has
 * gone meanwhile (its room, somebody) is left out.
 * @throws Forbidden, NotFound.
 */
export function restoreSession(
  executor: Executor,
  actor: Actor,
  event: EventId,
  deleted: DeletedSession
): Promise<SessionOutcome> {
  return inTransaction(executor, async (tx) => {
    await getManagedEventById(tx, actor, event);
    const { partners } = deleted;
    const session = await withoutGone(tx, event, deleted.session);
    // A double click puts back one.
    const twin = await findTwin(tx, event, session);
    if (twin) return { ok: true, session: twin, taken: 0 };
    // Read again when it was first written.
    const outcome = await createSession(tx, actor, { event, session, reread: true });
    if (outcome.ok && partners.length > 0)
      await tx
        .insertInto('event_team_member')
        .columns(['event_id', 'person_id', 'role', 'session_id'])
        .expression((eb) =>
          eb
            .selectFrom('person')
            .select((p) => [
              p.val(event).as('event_id'),
              'id',
              p.val('partner').as('role'),
              p.val<ProgrammeSessionId>(outcome.session).as('session_id')
            ])
            .where('id', 'in', partners)
        )
        .execute();
    return outcome;
  });
}

async function withoutGone(
  tx: Executor,
  event: EventId,
  session: SessionInput
): Promise<SessionInput> {
  const { rooms, speakers } = await getProgramme(tx, event);
  const themes = await tx.selectFrom('theme').select('code').execute();
  return {
    ...session,
    room: rooms.some(({ id }) => id === session.room) ? session.room : null,
    speakers: session.speakers.filter(({ speaker }) => speakers.some(({ id }) => id === speaker)),
    themes: session.themes.filter((code) => themes.some((theme) => theme.code === code))
  };
}

/** The same session, there already. */
async function findTwin(
  tx: Executor,
  id: EventId,
  input: SessionInput
): Promise<ProgrammeSessionId | null> {
  const [{ sessions }, event] = await Promise.all([getProgramme(tx, id), findEventById(tx, id)]);
  const zone = event?.timeZone ?? 'Europe/Paris';
  const twin = sessions.find(
    (one) =>
      one.title === input.title &&
      one.kind === input.kind &&
      one.room === input.room &&
      civilTime(one.startsAt, zone) === input.startsAt &&
      civilTime(one.endsAt, zone) === input.endsAt
  );
  return twin?.id ?? null;
}
