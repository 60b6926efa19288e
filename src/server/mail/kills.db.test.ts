import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { JOBS } from '#app/jobs.ts';
import { connect, type Database } from '#server/db/connection.ts';
import type { Jobs } from '#server/jobs/job.ts';
import { countWorkers } from '#server/jobs/presence.ts';
import { startWorker } from '#server/jobs/worker.ts';
import type { MailId } from '#shared/ids.ts';
import { testDatabaseUrl } from '../../../tests/support/database.ts';
import { startMailbox, type Mailbox } from '../../../tests/support/mailbox.ts';
import { run, until, type Program } from '../../../tests/support/processes.ts';
import { deliverMail } from './delivery.ts';
import { queueMail } from './queue.ts';

const FROM = 'Maillage <maillage@reseau.internal>';
const NEVER = new Promise<void>(() => undefined);

/** Half of the kills are for `MAILLAGE_LONG=1`: each starts a process, and `npm test` has minutes. */
const longTest = test.runIf(process.env['MAILLAGE_LONG'] === '1');

interface Scene {
  readonly db: Database;
  readonly url: string;
  readonly mailbox: Mailbox;
  /** Sends the message from a process of its own. */
  start(): Program;
  kill(program: Program): Promise<void>;
  /** Holds the row of the message: what the worker writes next waits. */
  hold(): Promise<{ cutOff(): Promise<void>; release(): Promise<void> }>;
  /** A new server, once PostgreSQL knows that the first is gone: what it finds, it takes up. */
  restart(): Promise<void>;
  status(): Promise<string>;
}

/** A message waiting, a mail server that counts, and a worker to kill. */
async function scene(): Promise<Scene> {
  const url = await testDatabaseUrl();
  const db = connect(url);
  onTestFinished(() => db.destroy());
  const mailbox = await startMailbox();
  const id = await queueMail(db, {
    kind: 'essai',
    to: { address: 'camille@reseau.internal' },
    subject: 'Essai',
    text: 'Un seul exemplaire.',
    html: '<p>Un seul exemplaire.</p>'
  });
  return {
    db,
    url,
    mailbox,
    start: () =>
      run('tests/support/mail-worker.ts', [url], {
        env: { SMTP_URL: mailbox.url, MAIL_FROM: FROM, MAILLAGE_DEMO: 'off' }
      }),
    async kill(program) {
      program.child.kill('SIGKILL');
      expect(await program.ended).toBe('SIGKILL');
    },
    hold: () => holdRow(url, id!),
    async restart() {
      await until(async () => (await countWorkers(db)) === 0);
      const worker = startWorker(url, jobsSendingTo(mailbox));
      onTestFinished(() => worker.stop());
      await until(async () => !['queued', 'sending'].includes(await statusOf(db, id!)));
    },
    status: () => statusOf(db, id!)
  };
}

async function statusOf(db: Database, id: MailId): Promise<string> {
  const { status } = await db
    .selectFrom('mail_message')
    .select('status')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return status;
}

/** The jobs of the instance, with the settings that a server would read from its environment. */
function jobsSendingTo({ url }: Mailbox): Jobs {
  const settings = { smtpUrl: url, from: FROM, keepBodies: false };
  return {
    ...JOBS,
    'mail.deliver': {
      label: 'Essai',
      run: (db, payload, context) =>
        deliverMail(db, (payload as { id: MailId }).id, settings, context)
    }
  };
}

async function holdRow(url: string, id: MailId) {
  const other = connect(url, { max: 2 });
  onTestFinished(() => other.destroy());
  const transaction = await other.startTransaction().execute();
  await transaction
    .selectFrom('mail_message')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .execute();
  const release = async () => {
    await transaction.commit().execute();
  };
  return {
    release,
    /** As when the machine of the killed process is gone with its connections. */
    async cutOff() {
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(other);
      await release();
    }
  };
}

async function waitsForTheRow({ db }: Scene): Promise<void> {
  await until(async () => {
    const { rows } = await sql<{ waiting: boolean }>`
      select exists (select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock') as waiting`.execute(db);
    return rows[0]!.waiting;
  });
}

describe('a server killed while it sends a message', () => {
  longTest('before it takes the message: sent once by the next', async () => {
    const at = await scene();
    const held = await at.hold();
    const program = at.start();
    await waitsForTheRow(at);
    await at.kill(program);
    await held.cutOff();
    expect(await at.status()).toBe('queued');
    await at.restart();
    expect([await at.status(), at.mailbox.messages.length]).toEqual(['sent', 1]);
  });

  test('as it takes the message, which PostgreSQL records after its death: sent once by the next', async () => {
    const at = await scene();
    const held = await at.hold();
    const program = at.start();
    await waitsForTheRow(at);
    await at.kill(program);
    await held.release();
    await until(async () => (await at.status()) === 'sending');
    await at.restart();
    expect([await at.status(), at.mailbox.messages.length]).toEqual(['sent', 1]);
  });

  test('after it took the message, once connected, before any answer: sent once by the next', async () => {
    const at = await scene();
    const program = await reaching(at, (stop) => ({ connected: stop }));
    expect(await at.status()).toBe('sending');
    await at.kill(program);
    at.mailbox.behave({});
    await at.restart();
    expect([await at.status(), at.mailbox.messages.length]).toEqual(['sent', 1]);
  });

  longTest('once it named the recipient: sent once by the next', async () => {
    const at = await scene();
    const program = await reaching(at, (stop) => ({ recipient: stop }));
    await at.kill(program);
    at.mailbox.behave({});
    await at.restart();
    expect([await at.status(), at.mailbox.messages.length]).toEqual(['sent', 1]);
  });

  test('in the middle of the text: sent once by the next', async () => {
    const at = await scene();
    const { program, held } = await inTheMiddle(at);
    await at.kill(program);
    await held.cutOff();
    await at.restart();
    expect([await at.status(), at.mailbox.messages.length]).toEqual(['sent', 1]);
  });

  longTest(
    'in the middle of the text, with its end announced: uncertain, and sent by nobody',
    async () => {
      const at = await scene();
      const { program, held } = await inTheMiddle(at);
      await at.kill(program);
      await held.release();
      await at.restart();
      expect([await at.status(), at.mailbox.messages.length]).toEqual(['uncertain', 0]);
    }
  );

  test('after the whole text, before the answer: delivered, uncertain, never sent again', async () => {
    const at = await scene();
    const program = await reaching(at, (stop) => ({ received: stop }));
    await at.kill(program);
    at.mailbox.behave({});
    await at.restart();
    expect([await at.status(), at.mailbox.messages.length]).toEqual(['uncertain', 1]);
  });

  test('after the answer, before it recorded it: delivered, uncertain, never sent again', async () => {
    const at = await scene();
    let held: Awaited<ReturnType<Scene['hold']>> | undefined;
    at.mailbox.behave({
      received: async () => {
        held = await at.hold();
      }
    });
    const program = at.start();
    await until(() => at.mailbox.messages.length === 1 && held !== undefined);
    await waitsForTheRow(at);
    await at.kill(program);
    await held!.release();
    await at.restart();
    expect([await at.status(), at.mailbox.messages.length]).toEqual(['uncertain', 1]);
  });

  longTest('once it recorded it: sent, once', async () => {
    const at = await scene();
    const program = at.start();
    await until(async () => (await at.status()) === 'sent');
    await at.kill(program);
    await at.restart();
    expect([await at.status(), at.mailbox.messages.length]).toEqual(['sent', 1]);
  });
});

/** Starts a worker and waits until the mail server, having been asked for this step, answers no more. */
async function reaching(
  at: Scene,
  step: (stop: () => Promise<void>) => Parameters<Mailbox['behave']>[0]
): Promise<Program> {
  let reached = false;
  at.mailbox.behave(
    step(() => {
      reached = true;
      return NEVER;
    })
  );
  const program = at.start();
  await until(() => reached);
  return program;
}

/** The text has begun to arrive, and its end waits to be announced in the database. */
async function inTheMiddle(at: Scene) {
  let held: Awaited<ReturnType<Scene['hold']>> | undefined;
  let begun = false;
  at.mailbox.behave({
    recipient: async () => {
      held = await at.hold();
    },
    begun: () => (begun = true)
  });
  const program = at.start();
  await until(() => begun);
  await waitsForTheRow(at);
  at.mailbox.behave({});
  return { program, held: held! };
}
