import type { PersonActor } from '#domain/identity/model.ts';
import type { Audience } from '#domain/registrations/audience.ts';
import { sendInvitations } from '#domain/registrations/server/invitations/commands.ts';
import { invitationToken } from '#domain/registrations/server/invitations/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { EventId, EventInvitationId } from '#shared/ids.ts';

export const WORDS = { subject: 'Venez', body: 'Une belle matinée.\n\nÀ bientôt.' };

/** The members of the territory, whatever they do and wherever they are. */
export const EVERYONE: Audience = {
  ...{ source: 'members', types: [], themes: [], profession: '' },
  ...{ communes: null, pasted: [] }
};

/** The addresses of a list that was pasted. */
export const pasted = (...emails: string[]): Audience => ({
  ...EVERYONE,
  source: 'pasted',
  pasted: emails.map((email) => ({ email, name: '' }))
});

/** What tests of invitations do and read, as one animator, at one moment. */
export function invitationsOf(db: Database, animator: PersonActor, now: Date) {
  return {
    invite: (event: EventId, audience: Audience, actor = animator) =>
      sendInvitations(db, actor, event, { ...WORDS, audience }, now),

    /** The invitations written to these addresses, the oldest first. */
    mails: (...addresses: string[]) =>
      db
        .selectFrom('mail_message')
        .selectAll()
        .where('kind', '=', 'event-invitation')
        .where('recipient', 'in', addresses)
        .orderBy('id')
        .execute(),

    /** The token of the link that an address was sent. */
    async tokenOf(event: EventId, email: string): Promise<string> {
      const { id, link_version } = await db
        .selectFrom('event_invitation')
        .select(['id', 'link_version'])
        .where('event_id', '=', event)
        .where('email', '=', email)
        .executeTakeFirstOrThrow();
      return invitationToken(id as EventInvitationId, link_version);
    }
  };
}
