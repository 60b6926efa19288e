import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { deliveries, FROM } from '../../../tests/support/delivery.ts';
import { smtpError, startMailbox, type Behaviour } from '../../../tests/support/mailbox.ts';
import { freePort } from '../../../tests/support/processes.ts';
import { deliverMail } from './delivery.ts';

const db = await testDatabase();
const { aMail, deliver, read, deliverTo } = deliveries(db);

const refusing = (code: number, message: string) => () => {
  throw smtpError(code, message);
};

describe('a refusal', () => {
  test.each([
    ['greeting', { connected: refusing(421, 'busy') }],
    ['greeting for good, which is about the server', { connected: refusing(554, 'no service') }],
    ['sender', { sender: refusing(451, '4.3.0 later') }],
    ['recipient', { recipient: refusing(450, '4.2.1 greylisted') }],
    ['text', { received: refusing(452, '4.3.1 disk full') }]
  ])('for now, of the %s: sent again later', async (_step, behaviour: Behaviour) => {
    const { message, mailbox } = await deliverTo(behaviour);
    expect(message).toMatchObject({ status: 'queued', attempts: 1 });
    expect(message.not_before.getTime()).toBeGreaterThan(Date.now() + 30_000);
    expect(message.last_error).toContain('Réponse du serveur');
    expect(mailbox.messages).toEqual([]);
  });

  test.each([
    ['sender', { sender: refusing(550, '5.7.1 not you') }, false],
    ['recipient, named unknown', { recipient: refusing(550, '5.1.1 no such user') }, true],
    ['recipient, for another cause', { recipient: refusing(550, '5.7.1 rejected') }, false],
    ['text', { received: refusing(554, '5.6.0 spam') }, false]
  ])('for good, of the %s: failed', async (_step, behaviour: Behaviour, bounced) => {
    const { message, mailbox } = await deliverTo(behaviour);
    expect(message.status).toBe('failed');
    expect(message.bounced_at !== null).toBe(bounced);
    const refusals = await db
      .selectFrom('mail_refusal')
      .select('kind')
      .where('address', '=', message.recipient)
      .execute();
    expect(refusals).toEqual(bounced ? [{ kind: 'all' }] : []);
    expect(mailbox.messages).toEqual([]);
  });

  test('without any server listening: sent again later', async () => {
    const id = await aMail();
    await deliver(id, `smtp://127.0.0.1:${await freePort()}`);
    expect(await read(id)).toMatchObject({ status: 'queued', attempts: 1 });
    expect((await read(id)).last_error).toContain('ne répond pas');
  });

  test('of an address that is none: failed at once', async () => {
    const mailbox = await startMailbox();
    const id = await aMail({ to: { address: 'personne' } });
    await deliver(id, mailbox.url);
    expect((await read(id)).status).toBe('failed');
  });

  test('again and again: after a day of tries, failed', async () => {
    const mailbox = await startMailbox();
    mailbox.behave({ recipient: refusing(450, '4.2.1 greylisted') });
    const id = await aMail();
    const waits: number[] = [];
    for (let tries = 0; tries < 12; tries++) {
      await deliver(id, mailbox.url);
      const { status, not_before } = await read(id);
      if (status !== 'queued') break;
      waits.push(Math.round((not_before.getTime() - Date.now()) / 60_000));
      await db
        .updateTable('mail_message')
        .set({ not_before: new Date(0) })
        .where('id', '=', id)
        .execute();
    }
    expect(waits).toEqual([1, 5, 15, 60, 180, 360, 720]);
    expect(await read(id)).toMatchObject({ status: 'failed', attempts: 8 });
  });

  test('that never comes, the connection being cut after the text: uncertain', async () => {
    const mailbox = await startMailbox();
    let cut = () => Promise.resolve();
    mailbox.behave({ received: () => cut().then(() => new Promise(() => undefined)) });
    const { cutting, url } = await throughAWire(mailbox.url);
    cut = cutting;
    const id = await aMail();
    await deliver(id, url);
    expect((await read(id)).status).toBe('uncertain');
    expect(await deliver(id, mailbox.url)).toBe(null);
    expect(mailbox.messages).toHaveLength(1);
  });

  test('a stop of the server before the end of the text: sent again later', async () => {
    const mailbox = await startMailbox();
    const stopping = new AbortController();
    mailbox.behave({ recipient: () => stopping.abort() });
    const id = await aMail();
    const settings = { smtpUrl: mailbox.url, from: FROM, keepBodies: false };
    await deliverMail(db, id, settings, {
      worker: 'essai',
      now: new Date(),
      signal: stopping.signal
    });
    expect((await read(id)).status).toBe('queued');
    expect(mailbox.messages).toEqual([]);
  });
});

/** A wire to the mail server that can be cut. */
async function throughAWire(target: string) {
  const { createConnection, createServer } = await import('node:net');
  const { onTestFinished } = await import('vitest');
  const port = Number(new URL(target).port);
  const ends: { destroy(): void }[] = [];
  const wire = createServer((near) => {
    const far = createConnection({ port, host: '127.0.0.1' });
    for (const end of [near, far]) end.on('error', () => undefined);
    near.pipe(far).pipe(near);
    ends.push(near, far);
  }).listen(0, '127.0.0.1');
  await new Promise((ready) => wire.once('listening', ready));
  onTestFinished(() => void wire.close());
  const address = wire.address();
  return {
    url: `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    cutting: () => {
      for (const end of ends) end.destroy();
      return Promise.resolve();
    }
  };
}
