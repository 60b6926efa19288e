import { expect, test } from 'vitest';
import { operator, VISITOR } from '#domain/identity/model.ts';
import { deliverMail } from '#server/mail/delivery.ts';
import { queueMail, type Mail } from '#server/mail/queue.ts';
import { findMailRefusal, refuseMail } from '#server/mail/refusals.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { MailId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { startMailbox } from '../../../../../tests/support/mailbox.ts';
import { liftRefusal, steerMail } from './commands.ts';
import { getOutboxMail, listOutbox } from './queries.ts';

const db = await testDatabase();
const administrator = await person(db, { administrator: true });
const EVERYTHING = { status: null, kind: null, recipient: null };
const SECRET = 'https://maillage.example.org/connexion/lien?jeton=secret';

async function aMail(status: string, mail: Partial<Mail> = {}): Promise<MailId> {
  const id = (await queueMail(db, {
    kind: 'essai',
    to: { address: 'camille@reseau.internal' },
    subject: 'Essai',
    text: SECRET,
    html: SECRET,
    ...mail
  }))!;
  await db.updateTable('mail_message').set({ status }).where('id', '=', id).execute();
  return id;
}

test('only who runs the instance reads the queue or changes it', async () => {
  const { id: territory } = await aTerritory(db);
  const animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  const id = await aMail('failed');
  for (const actor of [VISITOR, animator]) {
    await expect(listOutbox(db, actor, EVERYTHING, 1)).rejects.toThrow(Forbidden);
    await expect(getOutboxMail(db, actor, id)).rejects.toThrow(Forbidden);
    await expect(steerMail(db, actor, id, 'retry')).rejects.toThrow(Forbidden);
    await expect(liftRefusal(db, actor, id)).rejects.toThrow(Forbidden);
  }
  await expect(getOutboxMail(db, administrator, 999_999 as MailId)).rejects.toThrow(NotFound);
});

test('the queue is filtered and counted, and never shows the text of a message', async () => {
  await aMail('sent', { kind: 'sorte-a', to: { address: 'a@reseau.internal' } });
  const id = await aMail('failed', { kind: 'sorte-a', to: { address: 'b@reseau.internal' } });
  const all = await listOutbox(db, operator('test'), { ...EVERYTHING, kind: 'sorte-a' }, 1);
  expect(all.total).toBe(2);
  const filter = { status: 'failed', kind: 'sorte-a', recipient: 'b@reseau.internal' } as const;
  const found = await listOutbox(db, administrator, filter, 1);
  expect(found.items.map((mail) => mail.id)).toEqual([id]);
  expect(found.kinds).toContainEqual({ kind: 'sorte-a', count: 2 });
  const detail = await getOutboxMail(db, administrator, id);
  expect(JSON.stringify([all, found, detail])).not.toContain('secret');
});

test('a failed message is sent again, with its trace, and its text is not in the trace', async () => {
  const mailbox = await startMailbox();
  const id = await aMail('failed');
  expect(await steerMail(db, administrator, id, 'retry')).toEqual({ ok: true });
  const settings = { smtpUrl: mailbox.url, from: 'maillage@reseau.internal', keepBodies: false };
  await deliverMail(db, id, settings, { worker: 'essai', now: new Date() });
  expect(mailbox.messages).toHaveLength(1);
  expect(await steerMail(db, administrator, id, 'retry')).toEqual({
    ok: false,
    reason: 'moved-on'
  });
  const trace = await db
    .selectFrom('audit_entry')
    .select(['action', 'actor_label', 'target_label'])
    .where('target_id', '=', String(id))
    .execute();
  expect(trace).toEqual([
    { action: 'mail.retry', actor_label: administrator.name, target_label: 'essai' }
  ]);
});

test('an uncertain message is sent again only when asked for by that name', async () => {
  const id = await aMail('uncertain');
  expect((await steerMail(db, administrator, id, 'retry')).ok).toBe(false);
  expect((await steerMail(db, administrator, id, 'send-again')).ok).toBe(true);
  expect((await getOutboxMail(db, administrator, id)).status).toBe('queued');
});

test('a message whose text was erased cannot be sent again', async () => {
  const id = await aMail('failed');
  await db
    .updateTable('mail_message')
    .set({ text_body: null, html_body: null })
    .where('id', '=', id)
    .execute();
  expect((await steerMail(db, administrator, id, 'retry')).ok).toBe(false);
});

test('a waiting message is cancelled, one being sent is not', async () => {
  const waiting = await aMail('queued');
  const leaving = await aMail('sending');
  expect((await steerMail(db, administrator, waiting, 'cancel')).ok).toBe(true);
  expect((await steerMail(db, administrator, leaving, 'cancel')).ok).toBe(false);
  expect((await getOutboxMail(db, administrator, waiting)).status).toBe('cancelled');
});

test('an address that came back is written to again when the administration says so', async () => {
  const address = 'revenue@reseau.internal';
  const id = await aMail('cancelled', { to: { address } });
  await refuseMail(db, address, 'all', 'Adresse inconnue');
  await liftRefusal(db, administrator, id);
  expect(await findMailRefusal(db, address, 'essai')).toBe(null);
});
