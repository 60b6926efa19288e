import type { Event } from '#domain/events/model.ts';
import { emailAddress } from '#domain/identity/forms.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { allow } from '#server/throttle.ts';
import type { RegistrationId } from '#shared/ids.ts';
import { alreadyRegisteredMail } from '../mails.ts';
import { tell } from '../places/telling/commands.ts';

const PER_ADDRESS = { most: 20, windowSeconds: 3600 };
const PER_EMAIL = { most: 3, windowSeconds: 3600 };

/**
 * Sends the link of « ma place » to an address, if it is registered. Whoever asks learns nothing either way.
 * @param address - of the client, which limits how often.
 */
export async function sendLinkAgain(
  db: Executor,
  event: Event,
  typed: string,
  address: string
): Promise<void> {
  const email = emailAddress.safeParse(typed);
  if (!email.success) return;
  if (!(await allow(db, 'registration-link', address, PER_ADDRESS))) return;
  if (!(await allow(db, 'registration-email', email.data, PER_EMAIL))) return;
  await inTransaction(db, async (tx) => {
    const row = await tx
      .selectFrom('registration')
      .select('id')
      .where('event_id', '=', event.id)
      .where('email', '=', email.data)
      .where('status', 'in', ['confirmed', 'waitlisted', 'offered'])
      .executeTakeFirst();
    if (row) await tell(tx, event, [row.id as RegistrationId], alreadyRegisteredMail);
  });
}
