import { describe, expect, test } from 'vitest';
import type { MailId } from '#shared/ids.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import {
  files,
  links,
  smtpError,
  startMailbox,
  type Behaviour
} from '../../../tests/support/mailbox.ts';
import { freePort } from '../../../tests/support/processes.ts';
import type { AttachmentKinds } from './attachments.ts';
import { claimMail, type Claim } from './claims.ts';
import { composeMessage } from './composition.ts';
import { deliverMail } from './delivery.ts';
import { queueMail, type Mail } from './queue.ts';
import { refuseMail } from './refusals.ts';
import { handOver } from './smtp.ts';
import { renderMail } from './template.ts';

const db = await testDatabase();
const FROM = 'Maillage <maillage@reseau.internal>';
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

async function deliverTo(behaviour: Behaviour, mail: Partial<Mail> = {}) {
  const mailbox = await startMailbox();
  mailbox.behave(behaviour);
  const id = await aMail(mail);
  await deliver(id, mailbox.url);
  return { message: await read(id), mailbox };
}

describe('a message delivered', () => {
  test('is read by its one recipient as it was written, in text and HTML', async () => {
    const mailbox = await startMailbox();
    const content = renderMail({
      greeting: 'Bonjour Élise Exemple,',
      paragraphs: ['La fiche du « CLIC de l’Exemple » est-elle toujours juste ?'],
      action: { label: 'Ouvrir la fiche', url: 'https://maillage.example.org/fiche?a=1&b=2' },
      unsubscribeUrl: 'https://maillage.example.org/desabonnement/jeton'
    });
    const id = await aMail({
      to: { address: 'Elise@Reseau.internal', name: 'Élise Exemple' },
      replyTo: 'reponse@reseau.internal',
      subject: 'Toujours juste ? La fiche du CLIC de l’Exemple — à vérifier',
      unsubscribeUrl: 'https://maillage.example.org/desabonnement/jeton',
      ...content
    });
    expect(await deliver(id, mailbox.url)).toBe('accepted');
    expect(mailbox.messages).toHaveLength(1);
    const [received] = mailbox.messages;
    const { mail, raw, to, from } = received!;
    const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value;
    expect({ to, from }).toEqual({
      to: ['elise@reseau.internal'],
      from: 'maillage@reseau.internal'
    });
    expect(mail.to).toMatchObject([{ address: 'elise@reseau.internal', name: 'Élise Exemple' }]);
    expect([mail.cc, mail.bcc]).toEqual([undefined, undefined]);
    expect(mail.from).toMatchObject({ address: 'maillage@reseau.internal', name: 'Maillage' });
    expect(mail.replyTo).toMatchObject([{ address: 'reponse@reseau.internal' }]);
    expect(mail.subject).toBe('Toujours juste ? La fiche du CLIC de l’Exemple — à vérifier');
    expect(mail.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(content.text.trimEnd());
    expect(mail.html?.replaceAll('\r\n', '\n').trimEnd()).toBe(content.html.trimEnd());
    expect(header('auto-submitted')).toBe('auto-generated');
    expect(header('list-unsubscribe')).toBe('<https://maillage.example.org/desabonnement/jeton>');
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(mail.messageId).toBe((await read(id)).message_id);
    expect(raw).not.toMatch(/[^\x00-\x7f]/); // eslint-disable-line no-control-regex
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
    expect(links(received!)).toEqual([
      'https://maillage.example.org/fiche?a=1&b=2',
      'https://maillage.example.org/desabonnement/jeton'
    ]);
  });

  test('carries a file written when it leaves, and leaves without one that has no object any more', async () => {
    const mailbox = await startMailbox();
    let written = 'BEGIN:ÉTÉ\r\n';
    const attachments: AttachmentKinds = {
      agenda: {
        name: 'rencontre.ics',
        type: 'text/calendar; charset=utf-8; method=PUBLISH',
        write: (_db, about) => Promise.resolve(about === 7 ? written : null)
      }
    };
    const [full, empty, unknown] = [
      await aMail({ attachment: { kind: 'agenda', id: 7 } }),
      await aMail({ attachment: { kind: 'agenda', id: 8 } }),
      await aMail({ attachment: { kind: 'autre', id: 7 } })
    ];
    written = 'BEGIN:PLUS TARD\r\n';
    for (const id of [full, empty, unknown]) await deliver(id, mailbox.url, { attachments });
    const [first, ...others] = mailbox.messages;
    expect(first!.mail.attachments).toMatchObject([
      { filename: 'rencontre.ics', mimeType: 'text/calendar', disposition: 'attachment' }
    ]);
    expect(files(first!)).toEqual([{ name: 'rencontre.ics', text: written }]);
    expect(first!.mail.text).toContain('Bonjour.');
    expect(others.map(files)).toEqual([[], []]);
  });

  test('whose file cannot be written is still to be sent', async () => {
    const mailbox = await startMailbox();
    const id = await aMail({ attachment: { kind: 'agenda', id: 7 } });
    const fails = () => Promise.reject(new Error('base arrêtée'));
    const attachments = { agenda: { name: 'a.ics', type: 'text/calendar', write: fails } };
    await expect(deliver(id, mailbox.url, { attachments })).rejects.toThrow('base arrêtée');
    expect(await read(id)).toMatchObject({ status: 'queued', attempts: 0 });
    expect(mailbox.messages).toEqual([]);
  });

  test('cannot be given another recipient or header by what somebody typed', async () => {
    const { mailbox } = await deliverTo(
      {},
      {
        to: {
          address: 'seule@reseau.internal',
          name: 'X\r\nBcc: autre@reseau.internal'
        },
        subject: 'Sujet\r\nBcc: autre@reseau.internal',
        replyTo: 'r@reseau.internal\r\nBcc: autre@reseau.internal'
      }
    );
    const [received] = mailbox.messages;
    expect(received!.to).toEqual(['seule@reseau.internal']);
    expect(received!.raw).not.toMatch(/^bcc:/im);
  });

  test('loses its text when it carried a secret, unless the demonstration reads it', async () => {
    const mailbox = await startMailbox();
    const secret = await aMail({ eraseOnceSent: true });
    const shown = await aMail({ eraseOnceSent: true });
    await deliver(secret, mailbox.url);
    await deliver(shown, mailbox.url, { keepBodies: true });
    expect(await read(secret)).toMatchObject({
      status: 'sent',
      text_body: null,
      html_body: null,
      subject: 'Essai'
    });
    expect(await read(shown)).toMatchObject({ status: 'sent', text_body: 'Bonjour.\n' });
  });
});

describe('a message set aside', () => {
  test('is one whose link serves no more: nothing leaves, even when a worker read it before', async () => {
    const mailbox = await startMailbox();
    const late = await aMail({ expiresIn: 900, eraseOnceSent: true });
    await db
      .updateTable('mail_message')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .where('id', '=', late)
      .execute();
    expect(await claimMail(db, late, 'essai', 'reseau.internal')).toBe(null);
    expect(await deliver(late, mailbox.url)).toBe(null);
    expect(await read(late)).toMatchObject({ status: 'cancelled', text_body: null });
    const inTime = await aMail({ expiresIn: 900 });
    expect(await deliver(inTime, mailbox.url)).toBe('accepted');
    expect(mailbox.messages).toHaveLength(1);
  });

  test('is kept without a mail server, and for an invented address', async () => {
    const mailbox = await startMailbox();
    const kept = await aMail();
    await deliver(kept, null);
    for (const address of ['a@exemple.test', 'a@b.example', 'a@b.invalid', 'a@example.org']) {
      const id = await aMail({ to: { address } });
      await deliver(id, mailbox.url);
      expect((await read(id)).status).toBe('kept');
    }
    expect((await read(kept)).status).toBe('kept');
    expect(mailbox.messages).toEqual([]);
  });

  test('is cancelled, with its reason, when its address wants none of this kind or answers no more', async () => {
    const mailbox = await startMailbox();
    const address = 'lasse@reseau.internal';
    await refuseMail(db, address, 'essai', 'Désabonnement');
    await refuseMail(db, 'parti@reseau.internal', 'all', 'Adresse inconnue');
    const refused = await aMail({ to: { address } });
    const gone = await aMail({ to: { address: 'parti@reseau.internal' }, eraseOnceSent: true });
    const other = await aMail({ to: { address }, kind: 'autre' });
    for (const id of [refused, gone, other]) await deliver(id, mailbox.url);
    expect(await read(refused)).toMatchObject({ status: 'cancelled', last_error: 'Désabonnement' });
    expect(await read(gone)).toMatchObject({ status: 'cancelled', text_body: null });
    expect((await read(other)).status).toBe('sent');
  });
});

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
