import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { connect, type Database } from '#server/db/connection.ts';
import { startEmbedded } from '#server/db/embedded.ts';
import { deliverMail } from '#server/mail/delivery.ts';
import type { MailId } from '#shared/ids.ts';
import { links, startMailbox } from '../support/mailbox.ts';
import { giveMailboxes, messageKinds, provokeMessages } from '../support/messages.ts';
import { freePort, run, temporaryFolder } from '../support/processes.ts';

/** What counts visits, and nothing else, may change. */
const COUNTERS = ['throttle'];
/** The geography of France, loaded at the start: large, and written by no page. */
const GEOGRAPHY = ['commune', 'commune_alias', 'commune_change', 'contour', 'epci'];
/** The messages whose page has one form, that whoever reads the message presses without an account. */
const PRESSED = [
  'carpool',
  'co-writing',
  'co-writing-ready',
  'confirmation',
  'date-poll',
  'date-poll-closed',
  'digest',
  'document-review',
  'event-invitation',
  'event-news',
  'follow-ups',
  'interest',
  'interview-booked',
  'interview-cancelled',
  'interview-named',
  'invitation',
  'join-check',
  'mention',
  'minutes',
  'newsletter',
  'opportunity-expiry',
  'pairing',
  'plan-reminder',
  'question-call',
  'question-waiting',
  'registration-offer',
  'relay',
  'reply',
  'reuse-news',
  'sign-in',
  'survey',
  'survey-link',
  'wave'
];
const SESSION = 'session_token';

interface Link {
  readonly kind: string;
  readonly address: string;
}

test('a scanner visits every link of every message, nothing changes, and the person’s click still works', async () => {
  const { db, origin } = await startServer();
  await giveMailboxes(db);
  await provokeMessages(db);
  const messages = await receive(db);
  expect([...new Set(messages.map(({ kind }) => kind))].sort()).toEqual(messageKinds());
  const found = messages.flatMap(({ kind, addresses }) =>
    addresses.map((address) => ({ kind, address }))
  );

  const before = await contents(db);
  for (const { address } of found) await scan(address);
  expect(await contents(db)).toEqual(before);

  const pressed = new Set<string>();
  for (const link of found) if (await press(db, origin, link)) pressed.add(link.kind);
  expect([...pressed].sort()).toEqual(PRESSED);
}, 900_000);

async function startServer(): Promise<{ db: Database; origin: string }> {
  const data = await temporaryFolder();
  const postgres = await startEmbedded({ data, role: 'command', disposable: true });
  onTestFinished(() => postgres.stop());
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const env = {
    ...{ DATABASE_URL: postgres.url, MAILLAGE_DATA: data, PORT: String(port) },
    ...{ MAILLAGE_ORIGIN: origin, MAILLAGE_DEMO: 'on', MAILLAGE_WORKER: 'off' },
    MAILLAGE_SECRET: 'un secret assez long pour cet essai'
  };
  // The messages are written here, with the address and the secret of the server that is visited.
  Object.assign(process.env, env);
  await run('src/server.ts', [], { env }).line(/Maillage est prêt/);
  const db = connect(postgres.url);
  onTestFinished(() => db.destroy());
  return { db, origin };
}

/** Hands every message over to a real mail server, and reads there the links of each. */
async function receive(db: Database): Promise<{ kind: string; addresses: string[] }[]> {
  const mailbox = await startMailbox();
  const settings = { smtpUrl: mailbox.url, from: 'maillage@reseau.internal', keepBodies: false };
  const waiting = await db.selectFrom('mail_message').select('id').orderBy('id').execute();
  for (const { id } of waiting)
    await deliverMail(db, id as MailId, settings, { worker: 'essai', now: new Date() });
  const rows = await db.selectFrom('mail_message').select(['message_id', 'kind']).execute();
  const kinds = new Map(rows.map((row) => [row.message_id, row.kind]));
  return mailbox.messages.map((message) => ({
    kind: kinds.get(message.mail.messageId ?? '') ?? '',
    addresses: links(message)
  }));
}

/** Every row of every table, but what counts visits and the geography: one reading, for it is done for each link. */
async function contents(db: Database): Promise<Record<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(db);
  const read = tables
    .filter(({ name }) => ![...COUNTERS, ...GEOGRAPHY].includes(name))
    .map(({ name }) => {
      return sql`select ${sql.lit(name)} as name,
        coalesce(md5(string_agg(one::text, '|' order by one::text)), '') as hash
        from ${sql.table(name)} as one`;
    });
  const all = sql.join(read, sql` union all `);
  const { rows } = await sql<{ name: string; hash: string }>`${all}`.execute(db);
  return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]));
}

/** As the protection of a mailbox does: several times, following what it is answered, with and without cookies. */
async function scan(address: string): Promise<void> {
  for (const method of ['HEAD', 'GET', 'HEAD', 'GET']) {
    await visit(address, { method });
    const cookies = new Map<string, string>();
    await visit(address, { method, cookies });
    expect([...cookies.keys()].filter((name) => name.includes(SESSION))).toEqual([]);
  }
}

interface Visit {
  method?: string;
  cookies?: Map<string, string>;
  body?: URLSearchParams;
}

async function visit(address: string, { method = 'GET', cookies, body }: Visit) {
  for (let at = address, steps = 0; ; steps++) {
    const posts = steps === 0 && body !== undefined;
    const answer = await fetch(at, {
      method: posts ? 'POST' : method,
      redirect: 'manual',
      headers: {
        cookie: [...(cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(posts ? { origin: new URL(address).origin } : {})
      },
      ...(posts ? { body } : {})
    });
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      if (!cookies) expect(name).not.toContain(SESSION);
      cookies?.set(name!, value!);
    }
    const next = answer.headers.get('location');
    if (!next || steps > 3) return { status: answer.status, at, text: await answer.text() };
    at = new URL(next, at).href;
  }
}

/** @returns whether the page has a button that needs no account. Pressing it changes something. */
async function press(db: Database, origin: string, { kind, address }: Link): Promise<boolean> {
  const cookies = new Map<string, string>();
  const page = await visit(address, { cookies });
  expect(page.status, `${kind}: ${address}`).toBe(200);
  if (new URL(page.at).pathname === '/connexion') return false;
  const main = /<main[^>]*>(.*)<\/main>/s.exec(page.text)?.[1] ?? '';
  const forms = [...main.matchAll(/<form[^>]*method="post"[^>]*>.*?<\/form>/gis)];
  if (forms.length === 0) return false;
  const form = forms[0]![0];
  const action = /<form[^>]*action="([^"]*)"/.exec(form)?.[1] ?? page.at;
  const body = new URLSearchParams({
    ...{ nom: 'Nadia Exemple', profession: 'Coordinatrice' },
    ...{ texte: 'Une piste.', message: 'Une piste.' }
  });
  // To come together: a seat, from a commune.
  const { code } = await db.selectFrom('commune').select('code').executeTakeFirstOrThrow();
  body.set('places', '1');
  body.set('code', code);
  for (const [input] of form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const value = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? '';
    body.set(value('name'), value('value'));
  }
  // A question with several answers: the first.
  for (const [input] of form.matchAll(/<input[^>]*type="radio"[^>]*>/g)) {
    const [, name = '', answer = ''] = /name="([^"]*)"[^>]*value="([^"]*)"/.exec(input) ?? [];
    if (!body.has(name)) body.set(name, answer);
  }
  const before = await contents(db);
  const target = new URL(action.replaceAll('&amp;', '&'), page.at).href;
  expect(new URL(target).origin).toBe(origin);
  const pressed = await visit(target, { cookies, body });
  expect(pressed.status, `${kind}: ${target}`).toBe(200);
  expect(await contents(db), `${kind}: ${target}`).not.toEqual(before);
  if (kind === 'sign-in') expect([...cookies.keys()].join()).toContain(SESSION);
  return true;
}
