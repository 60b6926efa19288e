import { deliverMail } from '#server/mail/delivery.ts';
import type { AttachmentKinds } from '#server/mail/attachments.ts';
import { queueMail, type Mail } from '#server/mail/queue.ts';
import type { Database } from '#server/db/connection.ts';
import type { MailId } from '#shared/ids.ts';
import { startMailbox, type Behaviour } from './mailbox.ts';

export const FROM = 'Maillage <maillage@reseau.internal>';

/** What tests of delivery do with messages: write one, have a worker deliver it, read what became of it. */
export function deliveries(db: Database) {
  let people = 0;

  async function aMail(mail: Partial<Mail> = {}): Promise<MailId> {
    const id = await queueMail(db, {
      kind: 'essai',
      to: { address: `personne-${++people}@reseau.internal` },
      subject: 'Essai',
      text: 'Bonjour.\n',
      html: '<p>Bonjour.</p>',
      ...mail
    });
    return id!;
  }

  function deliver(
    id: MailId,
    smtpUrl: string | null,
    options: { keepBodies?: boolean; attachments?: AttachmentKinds } = {}
  ) {
    const { keepBodies = false, attachments } = options;
    const settings = { smtpUrl, from: FROM, keepBodies, attachments };
    return deliverMail(db, id, settings, { worker: 'essai', now: new Date() });
  }

  function read(id: MailId) {
    return db.selectFrom('mail_message').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  }

  /** To a mail server that behaves so. */
  async function deliverTo(behaviour: Behaviour, mail: Partial<Mail> = {}) {
    const mailbox = await startMailbox();
    mailbox.behave(behaviour);
    const id = await aMail(mail);
    await deliver(id, mailbox.url);
    return { message: await read(id), mailbox };
  }

  return { aMail, deliver, read, deliverTo };
}
