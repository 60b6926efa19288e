import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { deliveries } from '../../../tests/support/delivery.ts';
import { files, links, startMailbox } from '../../../tests/support/mailbox.ts';
import type { AttachmentKinds } from './attachments.ts';
import { claimMail } from './claims.ts';
import { refuseMail } from './refusals.ts';
import { renderMail } from './template.ts';

const db = await testDatabase();
const { aMail, deliver, read, deliverTo } = deliveries(db);

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
