import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { deliveries, FROM } from '../../../tests/support/delivery.ts';
import { startMailbox } from '../../../tests/support/mailbox.ts';
import { claimMail, type Claim } from './claims.ts';
import { composeMessage } from './composition.ts';
import { handOver } from './smtp.ts';

const db = await testDatabase();
const { aMail, deliver, read } = deliveries(db);

describe('two workers at once', () => {
  const MESSAGES = 12;

  test('deliver one copy of each message', async () => {
    const mailbox = await startMailbox();
    for (let count = 0; count < MESSAGES; count++) {
      const id = await aMail();
      await Promise.all([1, 2, 3].map(() => deliver(id, mailbox.url)));
    }
    expect(mailbox.messages).toHaveLength(MESSAGES);
  });

  test('would deliver several without the claim, so the test above sees what it says it sees', async () => {
    const mailbox = await startMailbox();
    const id = await aMail();
    const unclaimed = async () => {
      const { recipient, attempts } = await read(id);
      const claim: Claim = {
        ...{
          id,
          attempts,
          worker: 'essai',
          claimedAt: '',
          messageId: '<essai@reseau.internal>',
          recipient
        },
        ...{ recipientName: '', replyTo: '', subject: 'Essai', text: 'a', html: 'a' },
        unsubscribeUrl: ''
      };
      const content = await composeMessage(claim, FROM, new Date());
      const from = 'maillage@reseau.internal';
      const complete = () => Promise.resolve(true);
      await handOver({ url: mailbox.url, from, to: recipient, content, complete });
    };
    await Promise.all([unclaimed(), unclaimed(), unclaimed()]);
    expect(mailbox.messages).toHaveLength(3);
  });

  test('a worker whose message was taken over while it was sending never ends it', async () => {
    const mailbox = await startMailbox();
    const id = await aMail();
    mailbox.behave({
      // As recovery does for a worker believed dead; another then takes it.
      recipient: async () => {
        mailbox.behave({});
        await db
          .updateTable('mail_message')
          .set({ status: 'queued' })
          .where('id', '=', id)
          .execute();
        await claimMail(db, id, 'autre', 'reseau.internal');
      }
    });
    expect(await deliver(id, mailbox.url)).toBe('lost');
    expect(mailbox.messages).toEqual([]);
    expect(await read(id)).toMatchObject({ status: 'sending', claimed_by: 'autre' });
  });
});
