import { VISITOR } from '#domain/identity/model.ts';
import type { Registration } from '#domain/registrations/model.ts';
import { registrationToken } from '#domain/registrations/server/links/queries.ts';
import { register } from '#domain/registrations/server/places/commands.ts';
import { findRegistration } from '#domain/registrations/server/places/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { EventId, RegistrationId, TerritoryId } from '#shared/ids.ts';
import { anEvent } from '../factories/events.ts';
import { aRequest, openDesk } from '../factories/registrations.ts';

/** What tests of places begin with, in one territory, at one moment. */
export function deskOf(db: Database, territory: () => TerritoryId, now: Date) {
  return {
    /** An edition whose registrations are open. */
    async open(
      traits: Parameters<typeof anEvent>[2] = {},
      desk: Parameters<typeof openDesk>[2] = {}
    ): Promise<EventId> {
      const { id } = await anEvent(db, territory(), traits);
      await openDesk(db, id, desk);
      return id;
    },

    /** Somebody registers by herself: « a » as a@exemple.test. */
    async enter(
      event: EventId,
      name: string,
      traits: Parameters<typeof aRequest>[0] = {}
    ): Promise<RegistrationId> {
      const request = aRequest({ ...traits, email: `${name}@exemple.test` });
      const outcome = await register(db, VISITOR, event, request, { now });
      if (!outcome.ok) throw new Error(outcome.reason);
      return outcome.registration;
    },

    async read(id: RegistrationId): Promise<Registration> {
      return (await findRegistration(db, id))!;
    },

    link: (id: RegistrationId) => registrationToken(id, 1),

    /** What was done to a registration and by whom, the oldest first. */
    async traces(id: RegistrationId): Promise<string[]> {
      const rows = await db
        .selectFrom('registration_trace')
        .select(['action', 'actor_label'])
        .where('registration_id', '=', id)
        .orderBy('id')
        .execute();
      return rows.map((row) => `${row.action}: ${row.actor_label}`);
    },

    /** The kinds of messages somebody was written, the oldest first. */
    async mails(event: EventId, name: string): Promise<string[]> {
      const rows = await db
        .selectFrom('mail_message')
        .innerJoin('event', (join) => join.on('event.id', '=', event))
        .select('mail_message.kind')
        .where('recipient', '=', `${name}@exemple.test`)
        .whereRef('mail_message.created_at', '>=', 'event.created_at')
        .orderBy('mail_message.id')
        .execute();
      return rows.map(({ kind }) => kind);
    }
  };
}
