import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { loadActor } from '#app/actor.ts';
import { REVISIONS } from '#app/revisions.ts';
import type { PersonActor } from '#domain/identity/model.ts';
import { connect, type Database } from '#server/db/connection.ts';
import { deliverMail } from '#server/mail/delivery.ts';
import { unsubscribeAddress } from '#server/mail/unsubscribe.ts';
import type { ContributionId, MailId, PersonId } from '#shared/ids.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabaseUrl } from '../../../../../tests/support/database.ts';
import { FROM } from '../../../../../tests/support/delivery.ts';
import { startMailbox } from '../../../../../tests/support/mailbox.ts';
import { choosePreference } from '../preferences/commands.ts';
import { sendDigests } from './jobs.ts';
import type { LoadActor } from './queries.ts';

const url = await testDatabaseUrl();
const db = connect(url);
/** Another server of the same instance. */
const other = connect(url);
afterAll(() => Promise.all([db.destroy(), other.destroy()]));

/** Monday 23 November 2026, 8 h in Paris. */
const NOW = new Date('2026-11-23T07:00:00Z');
const SUNDAY = new Date('2026-11-22T10:00:00Z');
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000);
const here = (await aTerritory(db, 'ici')).id;
const elsewhere = (await aTerritory(db, 'ailleurs')).id;
let author: PersonActor;
let reader: PersonActor;

beforeEach(async () => {
  for (const table of [
    'mail_message',
    'mail_refusal',
    'contribution',
    'withholding',
    'person'
  ] as const)
    await db.deleteFrom(table).execute();
  author = await someone('Salomé Autrice');
  reader = await someone('Lucie Lectrice');
  await choosePreference(db, author, { rhythm: 'none', letters: true });
});

const someone = (name: string) =>
  person(db, {
    ...{ name, email: `${name.split(' ')[0]!.toLowerCase().replace('é', 'e')}@reseau.internal` },
    roles: [{ territory: here, role: 'member' }]
  });
const aProject = (title: string, more = {}) =>
  aContribution(db, { territory: here, author: author.id, publishedAt: SUNDAY, title, ...more });
const run = (now = NOW, from: Database = db) => sendDigests(from, now, loadActor);
const mails = () =>
  db
    .selectFrom('mail_message')
    .select(['id', 'recipient', 'subject', 'text_body as text'])
    .where('kind', '=', 'digest')
    .orderBy('id')
    .execute();

/** Hands the digests over to a real mail server, as the job does. */
async function receive() {
  const mailbox = await startMailbox();
  const settings = { smtpUrl: mailbox.url, from: FROM, keepBodies: false, revisions: REVISIONS };
  for (const { id } of await mails())
    await deliverMail(db, id as MailId, settings, { worker: 'essai', now: NOW });
  return mailbox.messages;
}

describe('a digest', () => {
  test('is received with what is new, why, a button to leave, and where to answer a question', async () => {
    await aProject('Une maison des aidants', { summary: 'Un lieu d’accueil.' });
    await aProject('Qui organise des transports ?', { kind: 'question' });
    expect(await run()).toBe(1);
    const [{ mail, to } = { mail: null, to: [] }, ...more] = await receive();
    expect(more).toEqual([]);
    expect(to).toEqual(['lucie@reseau.internal']);
    expect(mail!.subject).toMatch(/, et 1 autre nouvelle$/);
    for (const body of [mail!.text!, mail!.html!]) {
      expect(body).toContain('Une maison des aidants');
      expect(body).toContain('pour tout votre réseau');
      expect(body).toMatch(/\/repondre\/[0-9a-z]+-/);
      expect(body).toContain('/partage/ouvrir?vers=');
    }
    const header = (key: string) => mail!.headers.find((one) => one.key === key)?.value;
    expect(header('list-unsubscribe')).toBe(
      `<${unsubscribeAddress('lucie@reseau.internal', 'digest')}>`
    );
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  });

  test('is not sent when there is nothing to say, nor at another hour, nor twice in a period', async () => {
    expect(await run()).toBe(0);
    expect(await mails()).toEqual([]);
    await aProject('Trop tard pour lundi', { publishedAt: days(0.01) });
    expect(await run(days(1))).toBe(0);
    expect(await run(new Date('2026-11-30T14:00:00Z'))).toBe(0);
    expect(await run(days(7))).toBe(1);
    expect(await run(days(8))).toBe(0);
  });

  test('tells nothing twice, from one period to the next', async () => {
    await aProject('La première semaine');
    await run();
    await aProject('La seconde semaine', { publishedAt: days(3) });
    await run(days(7));
    const [first, second] = await mails();
    expect(first!.subject).toBe('La première semaine');
    expect(second!.subject).toBe('La seconde semaine');
    expect(second!.text).not.toContain('La première semaine');
  });

  test('follows the rhythm that was chosen; changing it the same morning gives no second message', async () => {
    await aProject('Du dimanche');
    await choosePreference(db, reader, { rhythm: 'monthly', letters: true });
    expect(await run()).toBe(0);
    await choosePreference(db, reader, { rhythm: 'weekly', letters: true });
    expect(await run()).toBe(1);
    await aProject('Du matin même', { publishedAt: new Date(NOW.getTime() + 60_000) });
    await choosePreference(db, reader, { rhythm: 'daily', letters: true });
    expect(await run(new Date(NOW.getTime() + 3_600_000))).toBe(0);
    expect(await run(days(1))).toBe(1);
    await choosePreference(db, reader, { rhythm: 'none', letters: true });
    expect(await run(days(7))).toBe(0);
  });

  test('goes neither to who is suspended, nor to who left the network', async () => {
    await aProject('Une maison');
    await db.updateTable('person').set({ suspended_at: NOW }).where('id', '=', reader.id).execute();
    expect(await run()).toBe(0);
    await db.updateTable('person').set({ suspended_at: null }).execute();
    await db
      .updateTable('membership')
      .set({ status: 'left' })
      .where('person_id', '=', reader.id)
      .execute();
    expect(await run()).toBe(0);
  });

  test('holds neither drafts, nor what was taken off or hidden, nor what another network keeps to itself, nor her own', async () => {
    await aProject('Un brouillon', { status: 'draft' });
    const removed = await aProject('Retirée');
    await db
      .updateTable('contribution')
      .set({ removed_at: NOW })
      .where('id', '=', removed.id)
      .execute();
    await hide((await aProject('Retenue')).id);
    await aProject('D’ailleurs', { territory: elsewhere });
    await aProject('La sienne', { author: reader.id });
    await db
      .insertInto('follow')
      .values({ person_id: reader.id, target: 'territory', target_key: String(elsewhere) })
      .execute();
    expect(await run()).toBe(0);
    await aProject('D’ailleurs, publique', { territory: elsewhere, visibility: 'public' });
    expect(await run()).toBe(0);
    expect(await run(days(7))).toBe(0);
    await aProject('Publique ensuite', {
      territory: elsewhere,
      visibility: 'public',
      publishedAt: days(8)
    });
    expect(await run(days(14))).toBe(1);
  });
});

async function hide(id: ContributionId) {
  await db
    .insertInto('withholding')
    .values({
      content_kind: 'contribution',
      content_id: String(id),
      content_label: 'x',
      reason: '',
      status: 'withheld'
    })
    .execute();
}

describe('between its writing and its sending', () => {
  test('what was taken off, hidden or made a draft again leaves it', async () => {
    const gone = await aProject('Bientôt retirée');
    const hidden = await aProject('Bientôt retenue');
    await aProject('Celle qui reste');
    await run();
    expect((await mails())[0]!.text).toContain('Bientôt retirée');
    await db
      .updateTable('contribution')
      .set({ removed_at: NOW })
      .where('id', '=', gone.id)
      .execute();
    await hide(hidden.id);
    const [message] = await receive();
    expect(message!.mail.subject).toBe('Celle qui reste');
    expect(`${message!.raw} ${message!.mail.text}`).not.toMatch(/Bientôt/);
  });

  test('nothing leaves when nothing is left, nor to who is no longer a member', async () => {
    const gone = await aProject('Bientôt retirée');
    await run();
    await db
      .updateTable('contribution')
      .set({ removed_at: NOW })
      .where('id', '=', gone.id)
      .execute();
    expect(await receive()).toEqual([]);
    await aProject('Du lendemain', { publishedAt: days(1) });
    await run(days(7));
    await db
      .updateTable('membership')
      .set({ status: 'left' })
      .where('person_id', '=', reader.id)
      .execute();
    expect(await receive()).toEqual([]);
    const states = await db.selectFrom('mail_message').select('status').execute();
    expect(states.every(({ status }) => status === 'cancelled')).toBe(true);
  });

  test('whoever leaves these messages receives none', async () => {
    await aProject('Une maison');
    await run();
    await choosePreference(db, reader, { rhythm: 'none', letters: true });
    expect(await receive()).toEqual([]);
  });
});

/** Lets two workers both believe that they are alone, as long as neither waits for the other. */
function meeting() {
  let arrived = 0;
  return async (executor: Parameters<typeof loadActor>[0], id: PersonId) => {
    arrived += 1;
    for (let waited = 0; arrived < 2 && waited < 500; waited += 10) await sleep(10);
    return loadActor(executor, id);
  };
}

describe('a reader whose digest fails', () => {
  test('keeps nobody waiting, is said by the job, and is written to the next time', async () => {
    const others = [await someone('Tom Deuxième'), await someone('Ines Troisième')];
    await aProject('Une maison');
    const readers = [reader, ...others].map(({ id }) => id).toSorted();
    const load: LoadActor = (executor, id) => {
      if (id === readers[0]) throw new Error('unreadable');
      return loadActor(executor, id);
    };
    const failure = await sendDigests(db, NOW, load).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AggregateError);
    expect((failure as AggregateError).errors).toHaveLength(1);
    expect(await mails()).toHaveLength(2);
    expect(await run()).toBe(1);
    expect(new Set((await mails()).map(({ recipient }) => recipient)).size).toBe(3);
  });

  test('among twenty others, stops the job: nothing works', async () => {
    for (let count = 0; count < 21; count += 1) await someone(`Lectrice${count} Essai`);
    await aProject('Une maison');
    let tried = 0;
    const load: LoadActor = () => {
      tried += 1;
      throw new Error('no database');
    };
    await expect(sendDigests(db, NOW, load)).rejects.toThrow('20');
    expect(tried).toBe(20);
  });
});

describe('two servers at once', () => {
  test('write to each once', async () => {
    await aProject('Une maison');
    const load = meeting();
    const counts = await Promise.all([sendDigests(db, NOW, load), sendDigests(other, NOW, load)]);
    expect(counts.toSorted()).toEqual([0, 1]);
    expect(await mails()).toHaveLength(1);
  });

  test('would write twice without the one row of a person and a period', async () => {
    const loose = await testDatabaseUrl();
    const [left, right] = [connect(loose), connect(loose)];
    try {
      const { sql } = await import('kysely');
      await sql`alter table digest drop constraint digest_person_id_period_key`.execute(left);
      const { id } = await aTerritory(left, 'libre');
      await person(left, { roles: [{ territory: id, role: 'member' }] });
      await aContribution(left, { territory: id, publishedAt: SUNDAY });
      const load = meeting();
      const counts = await Promise.all([
        sendDigests(left, NOW, load),
        sendDigests(right, NOW, load)
      ]);
      expect(counts).toEqual([1, 1]);
    } finally {
      await Promise.all([left.destroy(), right.destroy()]);
    }
  });
});
