import type { Tx } from '#server/db/connection.ts';
import { allForgotten, names, type Named } from '#server/db/forgetting.ts';
import type { PersonId } from '#shared/ids.ts';
import { forgetInWorkshops } from './workshop/commands.ts';

/**
 * Erases somebody from what is organised. Her answers to polls go; what she prepared stays, without her name. Her place
 * in teams and her tasks go with her account.
 */
export async function erasePerson(tx: Tx, id: PersonId, named: Named): Promise<void> {
  await tx
    .deleteFrom('date_poll_guest')
    .where((eb) => eb.or([eb('person_id', '=', id), eb('email', '=', named.email)]))
    .execute();
  await forgetInEditions(tx, named);
  await forgetInProgrammes(tx, named);
  await forgetInPolls(tx, named);
  await forgetInWorkshops(tx, named);
}

async function forgetInEditions(tx: Tx, named: Named): Promise<void> {
  const said = ['summary', 'description', 'contact_name', 'cancel_reason', 'declared_source'];
  await tx.updateTable('event').set(allForgotten(said, named)).where(names(said, named)).execute();
  const tasks = ['title', 'detail', 'done_by'];
  await tx
    .updateTable('event_task')
    .set(allForgotten(tasks, named))
    .where(names(tasks, named))
    .execute();
  const partners = ['name', 'means', 'pays_for', 'paid_to'];
  await tx
    .updateTable('event_partner')
    .set(allForgotten(partners, named))
    .where(names(partners, named))
    .execute();
  const relays = ['name', 'message'];
  await tx
    .updateTable('event_relay')
    .set(allForgotten(relays, named))
    .where(names(relays, named))
    .execute();
}

async function forgetInProgrammes(tx: Tx, named: Named): Promise<void> {
  const sessions = ['title', 'description', 'materials'];
  await tx
    .updateTable('programme_session')
    .set(allForgotten(sessions, named))
    .where(names(sessions, named))
    .execute();
  await tx
    .updateTable('event_speaker')
    .set(allForgotten(['name'], named))
    .where(names(['name'], named))
    .execute();
}

async function forgetInPolls(tx: Tx, named: Named): Promise<void> {
  await tx
    .updateTable('date_poll')
    .set(allForgotten(['message'], named))
    .where(names(['message'], named))
    .execute();
  const guests = ['name', 'comment'];
  await tx
    .updateTable('date_poll_guest')
    .set(allForgotten(guests, named))
    .where(names(guests, named))
    .execute();
}
