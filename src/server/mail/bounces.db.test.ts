import { expect, test } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { readBounceReport } from './bounce-report.ts';
import { recordBounceReport } from './bounces.ts';
import { queueMail } from './queue.ts';
import { findMailRefusal } from './refusals.ts';

const db = await testDatabase();

function report({ status = '5.1.1', action = 'failed', messageId = '<un@reseau.internal>' } = {}) {
  return `From: MAILER-DAEMON@relais.internal
To: maillage@reseau.internal
Message-ID: <rapport@relais.internal>
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="limite=1"

--limite=1
Content-Type: text/plain

Your message could not be delivered.
--limite=1
Content-Type: message/delivery-status

Reporting-MTA: dns; relais.internal

Final-Recipient: rfc822; Camille@reseau.internal
Action: ${action}
Status: ${status}
Diagnostic-Code: smtp; 550 5.1.1 <camille@reseau.internal>:
 Recipient address rejected
--limite=1
Content-Type: text/rfc822-headers

From: maillage@reseau.internal
Message-ID: ${messageId}
--limite=1--
`.replaceAll('\n', '\r\n');
}

async function aSentMail(messageId: string, recipient = 'camille@reseau.internal') {
  const id = await queueMail(db, {
    ...{ kind: 'essai', to: { address: recipient }, subject: 'Essai', text: 'a', html: 'a' }
  });
  await db
    .updateTable('mail_message')
    .set({ status: 'sent', message_id: messageId })
    .where('id', '=', id!)
    .execute();
  return id!;
}

test('a report is read: which message, to whom, and why', () => {
  expect(readBounceReport(report())).toEqual({
    messageId: '<un@reseau.internal>',
    recipient: 'camille@reseau.internal',
    status: '5.1.1',
    diagnostic: '550 5.1.1 <camille@reseau.internal>: Recipient address rejected'
  });
});

test('a delay, a success, an ordinary message are no bounces', () => {
  expect(readBounceReport(report({ action: 'delayed' }))).toBe(null);
  expect(readBounceReport(report({ action: 'delivered' }))).toBe(null);
  expect(readBounceReport('Subject: Bonjour\r\n\r\nAction: failed\r\n')).toBe(null);
  expect(readBounceReport('')).toBe(null);
});

test('the message that came back says so, and its address is written to no more', async () => {
  const other = await aSentMail('<deux@reseau.internal>');
  const id = await aSentMail('<un@reseau.internal>');
  expect(await recordBounceReport(db, readBounceReport(report())!)).toBe(id);
  const rows = await db.selectFrom('mail_message').select(['id', 'bounced_at']).execute();
  expect(rows.find((row) => row.id === id)?.bounced_at).not.toBe(null);
  expect(rows.find((row) => row.id === other)?.bounced_at).toBe(null);
  expect(await findMailRefusal(db, 'camille@reseau.internal', 'autre')).toMatchObject({
    kind: 'all'
  });
});

test('a full mailbox is noted, and written to again', async () => {
  const id = await aSentMail('<plein@reseau.internal>', 'pleine@reseau.internal');
  const full = readBounceReport(
    report({ status: '5.2.2', messageId: '<plein@reseau.internal>' }).replace('Camille@', 'pleine@')
  );
  expect(await recordBounceReport(db, full!)).toBe(id);
  expect(await findMailRefusal(db, 'pleine@reseau.internal', 'essai')).toBe(null);
});

test('a report about a message of nobody here changes nothing', async () => {
  const stranger = readBounceReport(report({ messageId: '<inconnu@ailleurs.internal>' }));
  expect(await recordBounceReport(db, stranger!)).toBe(null);
});
