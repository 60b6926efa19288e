import { randomBytes } from 'node:crypto';
import { request as requestPlain } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { deflateSync, crc32 } from 'node:zlib';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { operator } from '#domain/identity/model.ts';
import { makeSignInLink } from '#domain/identity/server/sign-in/by-hand/commands.ts';
import { connect, type Database } from '#server/db/connection.ts';
import { startEmbedded } from '#server/db/embedded.ts';
import { aTerritory, person } from '../factories/people.ts';
import { cookiesOf, hiddenFields } from '../support/installed.ts';
import { freePort, run, temporaryFolder, type Program } from '../support/processes.ts';
import { HOST, isInstalled, PROXIES, startProxy, type Proxy } from '../support/proxies.ts';
import { holdThrottleWindow } from '../support/throttle.ts';

/**
 * deploy/caddy and deploy/nginx in front of the built server, installed with a public address. Nothing here needs a
 * network: the certificate is made on the spot.
 */

const ORIGIN = `https://${HOST}`;
const EMAIL = 'lou@reseau.internal';
const clearing: (() => Promise<void>)[] = [];
const later = (clear: () => Promise<void>) => void clearing.push(clear);
let folder: string;
let env: NodeJS.ProcessEnv;
let app: Program;
let port: number;
let db: Database;

beforeAll(async () => {
  folder = await temporaryFolder(later);
  const postgres = await startEmbedded({ data: folder, role: 'command', disposable: true });
  later(() => postgres.stop());
  port = await freePort();
  env = {
    ...{ DATABASE_URL: postgres.url, MAILLAGE_DATA: folder, PORT: String(port) },
    ...{ HOST: '127.0.0.1', MAILLAGE_ORIGIN: ORIGIN, MAILLAGE_DEMO: 'off', MAILLAGE_PROXY: '1' },
    MAILLAGE_SECRET: 'un secret assez long pour cet essai'
  };
  Object.assign(process.env, env);
  await startApp();
  db = connect(postgres.url);
  later(() => db.destroy());
  await holdThrottleWindow(db);
  const territory = await aTerritory(db);
  const roles = [{ territory: territory.id, role: 'animator' as const }];
  await person(db, { email: EMAIL, name: 'Lou Exemple', administrator: true, roles });
  return async () => {
    for (const clear of clearing.reverse()) await clear();
  };
}, 200_000);

beforeEach(() => sql`truncate throttle`.execute(db));

async function startApp(): Promise<void> {
  app = run('src/server.ts', [], { env, after: later });
  await app.line(/Maillage est prêt/);
}

for (const name of PROXIES.filter((one) => !isInstalled(one)))
  test.skip(`${name} is not installed on this machine (Debian: apt-get install ${name})`);

describe.each(PROXIES.filter(isInstalled))('behind %s', (name) => {
  let proxy: Proxy;
  let cookie: string;

  beforeAll(async () => {
    proxy = await startProxy(name, { folder, port, after: later });
    cookie = await enter(proxy);
  });

  test('pages answer over TLS, compressed, with what protects them, and http leads to https', async () => {
    const page = await proxy.ask('/', { headers: { 'accept-encoding': 'br' } });
    expect(page.status).toBe(200);
    expect(page.headers).toMatchObject({
      'content-encoding': 'br',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'strict-origin-when-cross-origin'
    });
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    const plain = await askPlainly(proxy.http, HOST, '/annuaire?q=clic');
    expect(plain.status).toBeGreaterThanOrEqual(301);
    expect(plain.status).toBeLessThanOrEqual(308);
    const to = new URL(plain.location);
    expect([to.protocol, to.hostname, to.pathname + to.search]).toEqual([
      'https:',
      HOST,
      '/annuaire?q=clic'
    ]);
  });

  test('forms pass, those of another site are refused', async () => {
    const body = new URLSearchParams({ courriel: EMAIL });
    const sent = await proxy.ask('/connexion?/lien', { headers: { origin: ORIGIN }, body });
    expect(sent.status).toBe(200);
    const foreign = { origin: 'https://ailleurs.example' };
    expect((await proxy.ask('/connexion?/lien', { headers: foreign, body })).status).toBe(403);
  });

  test('a document of 15 MB comes back as it was sent', async () => {
    const page = '/partage/documents/nouveau';
    const headers = { cookie, origin: ORIGIN };
    const shown = await proxy.ask(page, { headers });
    const form = new FormData();
    for (const [field, value] of hiddenFields(shown.text)) form.append(field, value);
    const title = `Carte ${name}`;
    const picture = heavyPicture(5000, 3000);
    form.append('titre', title);
    form.append('geste', 'publier');
    form.append('fichier', new Blob([new Uint8Array(picture)], { type: 'image/png' }), 'carte.png');
    const sent = await proxy.ask(page, { headers, body: form });
    expect(sent.status, sent.text).toBe(303);
    const address = String(sent.headers.location).split('?')[0]!;
    const back = await proxy.ask(`${address}/telecharger`, { headers });
    expect(back.bytes.equals(picture)).toBe(true);
  });

  test('an import of 15 MB is read, and told what it lacks', async () => {
    const form = new FormData();
    const lines = `colonne;autre\n${`${'à lire '.repeat(625)};rien\n`.repeat(3000)}`;
    form.append('fichier', new Blob([lines]), 'structures.csv');
    const headers = { cookie, origin: ORIGIN };
    const sent = await proxy.ask('/gestion/import', { headers, body: form });
    expect([422, 303]).toContain(sent.status);
  });

  test.each([
    ['by Maillage', 1_500_000],
    ['by the proxy', 5_000_000]
  ])('elsewhere a heavy form is refused %s, in French', async (_by, size) => {
    const body = new URLSearchParams({ courriel: 'a'.repeat(size) });
    const refused = await proxy.ask('/connexion?/lien', { headers: { origin: ORIGIN }, body });
    expect(refused.status).toBe(413);
    expect(refused.text).toMatch(/trop volumineux/);
    expect((await proxy.ask('/sante')).status).toBe(200);
  });

  test('another name than ours is refused, with its certificate or with ours', async () => {
    const forged = await proxy.ask('/', { headers: { host: 'evil.example' } });
    expect(forged.status).toBe(421);
    expect(forged.text).not.toContain('Maillage');
    await expect(proxy.ask('/', { servername: 'evil.example' })).rejects.toThrow();
    expect((await askPlainly(proxy.http, 'evil.example', '/')).status).toBe(421);
  });

  test('who writes addresses in X-Forwarded-For is slowed down all the same', async () => {
    const requests = (ask: Proxy['ask']) =>
      Promise.all(
        Array.from({ length: 61 }, (_, at) =>
          ask('/connexion?/lien', {
            headers: { origin: ORIGIN, 'x-forwarded-for': `203.0.113.${at}, 198.51.100.${at}` },
            body: new URLSearchParams({ courriel: `personne-${at}@reseau.internal` })
          }).then(({ status }) => status)
        )
      );
    expect((await requests(proxy.ask)).filter((status) => status === 429)).toHaveLength(1);
    await sql`truncate throttle`.execute(db);
    // The control: without a proxy that replaces it, what the visitor writes is believed.
    expect(await requests(askDirectly)).not.toContain(429);
  });

  test('feeds and calendars give addresses of the public origin, whatever is forged', async () => {
    const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' };
    const feed = await proxy.ask('/partage.atom', { headers });
    expect(feed.status).toBe(200);
    expect(feed.text).toContain(`${ORIGIN}/partage`);
    const direct = await askDirectly('/partage.atom', { headers: { host: 'evil.example' } });
    expect(direct.text).toContain(`${ORIGIN}/partage`);
    const calendar = await proxy.ask('/agenda.ics', { headers });
    expect(calendar.status).toBe(200);
    for (const text of [feed.text, direct.text, calendar.text]) {
      expect(text).not.toContain('evil.example');
      expect(text).not.toContain('127.0.0.1');
    }
  });

  test('a slow answer is waited for', async () => {
    app.child.kill('SIGSTOP');
    const asked = proxy.ask('/sante');
    await sleep(3000);
    app.child.kill('SIGCONT');
    expect((await asked).status).toBe(200);
  });

  test('nothing that opens an account is written in the journal of the proxy', async () => {
    const secret = randomBytes(18).toString('base64url');
    await proxy.ask(`/connexion/lien?jeton=${secret}`);
    await proxy.ask(`/invitation/${secret}`);
    await sleep(200);
    expect(proxy.output()).not.toContain(secret);
    if (name === 'nginx') expect(proxy.output()).toMatch(/GET \/invitation \d{3}/);
  });

  test('while Maillage restarts, a page says so in French; then everything is back', async () => {
    app.child.kill('SIGTERM');
    expect(await app.ended).toBe(0);
    const down = await proxy.ask('/annuaire');
    expect(down.status).toBe(502);
    expect(down.headers['retry-after']).toBe('10');
    expect(down.text).toContain('Maillage revient dans un instant');
    await startApp();
    expect((await proxy.ask('/annuaire')).status).toBe(200);
    expect((await proxy.ask('/mon-espace', { headers: { cookie } })).text).toContain('Lou Exemple');
  });
});

/** Signs in with a link, through the proxy. @returns the cookie of the session. */
async function enter({ ask }: Proxy): Promise<string> {
  const token = await makeSignInLink(db, operator('essai'), EMAIL);
  const opened = await ask(`/connexion/lien?jeton=${token!}`);
  const headers = { cookie: cookiesOf(opened.headers['set-cookie']), origin: ORIGIN };
  const entered = await ask('/connexion/lien', { headers, body: new URLSearchParams() });
  expect(entered.status).toBe(303);
  const cookie = cookiesOf(entered.headers['set-cookie']);
  expect(cookie).toContain('__Host-');
  return cookie;
}

/** To the application itself, as nobody outside its machine can. */
const askDirectly: Proxy['ask'] = (path, { method, headers = {}, body } = {}) => {
  return new Promise((done, failed) => {
    const written = body instanceof URLSearchParams ? body.toString() : '';
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const outgoing = requestPlain(
      {
        ...{ host: '127.0.0.1', port, path, method: method ?? (body ? 'POST' : 'GET') },
        headers: { host: HOST, accept: 'text/html', ...(body && type), ...headers }
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const status = response.statusCode ?? 0;
          done({ status, headers: response.headers, bytes, text: bytes.toString() });
        });
      }
    );
    outgoing.on('error', failed);
    outgoing.end(written);
  });
};

function askPlainly(at: number, host: string, path: string) {
  return new Promise<{ status: number; location: string }>((done, failed) => {
    const asked = requestPlain(
      { host: '127.0.0.1', port: at, path, headers: { host } },
      (answer) => {
        answer.resume();
        done({ status: answer.statusCode ?? 0, location: answer.headers.location ?? '' });
      }
    );
    asked.on('error', failed).end();
  });
}

/** A picture whose points are drawn at random: nothing makes it lighter. */
function heavyPicture(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const lines = randomBytes((width + 1) * height);
  for (let at = 0; at < lines.length; at += width + 1) lines[at] = 0;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines, { level: 0 })),
    chunk('IEND', Buffer.alloc(0))
  ]);
}
