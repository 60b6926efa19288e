import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { connect, type Database } from '#server/db/connection.ts';
import { startEmbedded } from '#server/db/embedded.ts';
import { unsubscribeToken } from '#server/mail/unsubscribe.ts';
import { links, startMailbox, type Mailbox } from '../support/mailbox.ts';
import { freePort, run, temporaryFolder, until, type Program } from '../support/processes.ts';

/** The built server as it is installed for good: a public https address, no demonstration. */

const ORIGIN = 'https://maillage.example.org';
const EMAIL = 'camille.exemple@reseau.internal';
const clearing: (() => Promise<void>)[] = [];
let app: Program;
let base: string;
let db: Database;
let mailbox: Mailbox;

beforeAll(async () => {
  const later = (clear: () => Promise<void>) => void clearing.push(clear);
  const data = await temporaryFolder(later);
  const postgres = await startEmbedded({ data, role: 'command', disposable: true });
  later(() => postgres.stop());
  mailbox = await startMailbox(later);
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  const env = {
    ...{ DATABASE_URL: postgres.url, MAILLAGE_DATA: data, PORT: String(port), HOST: '127.0.0.1' },
    ...{ MAILLAGE_ORIGIN: ORIGIN, SMTP_URL: mailbox.url, MAIL_FROM: 'maillage@reseau.internal' },
    MAILLAGE_SECRET: 'un secret assez long pour cet essai'
  };
  // The address to leave messages is signed here with the secret of the server.
  Object.assign(process.env, env);
  app = run('src/server.ts', [], { env, after: later });
  await app.line(/Maillage est prêt/);
  db = connect(postgres.url);
  later(() => db.destroy());
  await db
    .insertInto('person')
    .values({ id: randomUUID(), name: 'Camille Exemple', email: EMAIL, email_verified: true })
    .execute();
  return async () => {
    for (const clear of clearing.reverse()) await clear();
  };
}, 120_000);

function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  return fetch(base + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: ORIGIN, accept: 'text/html', ...headers },
    body: new URLSearchParams(fields)
  });
}

function cookieOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ');
}

test('signing in leaves neither token, code, e-mail nor session in the logs, and the session is bound to this host', async () => {
  expect((await post('/connexion?/lien', { courriel: EMAIL })).status).toBe(200);
  const [received] = await until(() => mailbox.messages.length > 0 && mailbox.messages);
  const address = new URL(links(received!).find((one) => one.includes('/connexion/lien'))!);
  expect(address.origin).toBe(ORIGIN);
  const code = /Code : (.+)/.exec(received!.mail.text ?? '')![1]!.trim();
  const opened = await fetch(base + address.pathname + address.search, { redirect: 'manual' });
  const entered = await post('/connexion/lien', {}, { cookie: cookieOf(opened) });
  expect(entered.status).toBe(303);
  const session = entered.headers.getSetCookie().find((set) => set.includes('session_token'))!;
  expect(session).toMatch(/^__Host-/);
  for (const attribute of [/; Secure/i, /; HttpOnly/i, /; SameSite=Lax/i, /; Path=\/(;|$)/i])
    expect(session).toMatch(attribute);
  expect(session).not.toMatch(/; Domain=/i);
  const mine = await fetch(`${base}/mon-espace`, { headers: { cookie: cookieOf(entered) } });
  expect(await mine.text()).toContain('Camille Exemple');

  const value = /=([^;]+)/.exec(session)![1]!;
  const token = decodeURIComponent(value).split('.')[0]!;
  const secrets = [address.searchParams.get('jeton')!, code, code.replaceAll(/\s/g, ''), EMAIL];
  for (const secret of [...secrets, value, token]) {
    expect(secret.length).toBeGreaterThan(5);
    expect(app.output()).not.toContain(secret);
  }
});

test('out of the demonstration, no message is shown and nobody’s place is lent', async () => {
  expect((await fetch(`${base}/courriels`)).status).toBe(404);
  expect((await fetch(`${base}/courriels/1`)).status).toBe(404);
  const lent = await post('/connexion?/demonstration', { personne: EMAIL });
  expect(lent.status).toBe(403);
  expect(lent.headers.getSetCookie().join()).not.toContain('session_token');
});

test('a mailbox leaves a kind of messages in one press, from any site; a forged address leaves nothing', async () => {
  const press = (token: string) =>
    fetch(`${base}/desabonnement/${token}`, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })
    });
  const refusals = () => db.selectFrom('mail_refusal').select(['address', 'kind']).execute();
  const token = unsubscribeToken({ address: EMAIL, kind: 'confirmation' });
  const other = unsubscribeToken({ address: 'autre@reseau.internal', kind: 'confirmation' });
  const forged = `${other.split('.')[0]!}.${token.split('.')[1]!}`;
  expect((await press(forged)).status).toBe(404);
  expect((await fetch(`${base}/desabonnement/${token}`)).status).toBe(200);
  expect(await refusals()).toEqual([]);
  expect((await press(token)).ok).toBe(true);
  expect(await refusals()).toEqual([{ address: EMAIL, kind: 'confirmation' }]);
});
