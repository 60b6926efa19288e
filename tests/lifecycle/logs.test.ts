import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { createStructure } from '#domain/directory/server/commands.ts';
import { operator } from '#domain/identity/model.ts';
import { connect, type Database } from '#server/db/connection.ts';
import { startEmbedded } from '#server/db/embedded.ts';
import { anEvent } from '../factories/events.ts';
import { aTerritory, person } from '../factories/people.ts';
import { openDesk } from '../factories/registrations.ts';
import { aStructure, EVERYWHERE } from '../factories/structures.ts';
import { links, startMailbox, type Mailbox } from '../support/mailbox.ts';
import { freePort, run, temporaryFolder, until, type Program } from '../support/processes.ts';

/**
 * The logs of a whole journey on the built server, every query noted (a limit of 0 ms): whatever the person typed,
 * received or was called by must be in none of them, neither Maillage’s nor PostgreSQL’s.
 */

const ORIGIN = 'https://maillage.example.org';
const MEMBER = { name: 'Quitterie Zébulon', email: 'quitterie.zebulon@reseau.internal' };
const GUEST = { first: 'Philomène', last: 'Ostrogoth', email: 'p.ostrogoth@reseau.internal' };
const WRITER = { name: 'Barnabé Cucurbite', email: 'barnabe.cucurbite@reseau.internal' };
const MAILBOX_OF_STRUCTURE = 'accueil.maison-orange@reseau.internal';
/** What is sent sooner than a person can is a machine's. */
const FILLING_MS = 2500;

const clearing: (() => Promise<void>)[] = [];
const secrets = new Set<string>();
let app: Program;
let base: string;
let data: string;
let db: Database;
let mailbox: Mailbox;
let cookie = '';
let slug: string;

beforeAll(async () => {
  const later = (clear: () => Promise<void>) => void clearing.push(clear);
  data = await temporaryFolder(later);
  const postgres = await startEmbedded({ data, role: 'command', disposable: true });
  later(() => postgres.stop());
  mailbox = await startMailbox(later);
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  const env = {
    ...{ DATABASE_URL: postgres.url, MAILLAGE_DATA: data, PORT: String(port), HOST: '127.0.0.1' },
    ...{ MAILLAGE_ORIGIN: ORIGIN, SMTP_URL: mailbox.url, MAIL_FROM: 'maillage@reseau.internal' },
    ...{ MAILLAGE_SECRET: 'un secret assez long pour cet essai', MAILLAGE_SLOW_QUERY_MS: '0' }
  };
  Object.assign(process.env, { MAILLAGE_SECRET: env.MAILLAGE_SECRET });
  app = run('src/server.ts', [], { env, after: later });
  await app.line(/Maillage est prêt/);
  db = connect(postgres.url);
  later(() => db.destroy());
  const territory = await aTerritory(db);
  await person(db, { ...MEMBER, roles: [{ territory: territory.id, role: 'animator' }] });
  await createStructure(
    db,
    operator('essai'),
    aStructure({ name: 'Maison Orange', email: MAILBOX_OF_STRUCTURE, perimeter: EVERYWHERE })
  );
  const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const when = { startsAt: soon(60), endsAt: soon(61) };
  const event = await anEvent(db, territory.id, { capacity: 50, ...when });
  await openDesk(db, event.id, { opensAt: '2026-01-01T08:00:00Z' });
  slug = event.slug;
  return async () => {
    for (const clear of clearing.reverse()) await clear();
  };
}, 200_000);

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(base + path, { redirect: 'manual', headers: { cookie, ...headers } });

const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(base + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: ORIGIN, accept: 'text/html', cookie, ...headers },
    body: new URLSearchParams(fields)
  });

const cookieOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ');

/** Of an address: its query and its parts that only one person has. */
function keep(address: string): void {
  const { pathname, searchParams } = new URL(address, ORIGIN);
  for (const value of [...searchParams.values(), ...pathname.split('/')])
    if (value.length > 20) secrets.add(value);
}

async function signIn(): Promise<void> {
  await post('/connexion?/lien', { courriel: MEMBER.email });
  const [received] = await until(() => mailbox.messages.length > 0 && mailbox.messages);
  const address = new URL(links(received!).find((one) => one.includes('/connexion/lien'))!);
  keep(address.href);
  secrets.add(/Code : (.+)/.exec(received!.mail.text ?? '')![1]!.trim());
  const opened = await get(address.pathname + address.search);
  const entered = await post('/connexion/lien', {}, { cookie: cookieOf(opened) });
  cookie = cookieOf(entered);
  const session = /session_token=([^;]+)/.exec(cookie)![1]!;
  secrets.add(session).add(decodeURIComponent(session).split('.')[0]!);
  expect((await get('/mon-espace')).status).toBe(200);
}

async function register(): Promise<string> {
  const page = `/rencontres/${slug}/inscription`;
  const stamp = /name="presente" value="([^"]+)"/.exec(await (await get(page)).text())![1]!;
  await sleep(FILLING_MS);
  const answer = await post(`${page}?/inscrire`, {
    ...{ presente: stamp, 'adresse-du-site': '', cle: 'cle-d-essai', courriel: GUEST.email },
    ...{ prenom: GUEST.first, nom: GUEST.last, profession: 'Infirmière', structure: 'Cabinet' }
  });
  const place = answer.headers.get('location')!;
  expect(place).toContain('/ma-place/');
  keep(place);
  expect((await get(place)).status).toBe(200);
  return new URL(place, ORIGIN).pathname;
}

/** As a visitor. */
const writeToStructure = () =>
  post(
    '/annuaire/maison-orange/ecrire',
    {
      ...{ name: WRITER.name, email: WRITER.email, subject: 'Une question de Barnabé' },
      message: 'Bonjour, ici Barnabé Cucurbite, pouvez-vous me rappeler ?'
    },
    { cookie: '' }
  );

test('the logs of a whole journey name nobody and hold no token, and each failure is found by its reference', async () => {
  await signIn();
  const place = await register();
  expect((await post('/annuaire/maison-orange/ecrire', { message: '' })).status).toBe(400);
  expect((await writeToStructure()).status).toBe(303);
  const asked = await post('/partage/questions/nouvelle?/poser', {
    ...{ titre: 'Qui connaît le foyer Zébulon ?', 'texte-body': 'Demandez à Quitterie Zébulon.' },
    ...{ territoire: String(await territoryId()), partie: 'title', relu: 'oui' }
  });
  expect(asked.status).toBe(303);
  for (const path of ['/recherche?q=Z%C3%A9bulon', '/annuaire?q=Cucurbite', '/aide'])
    expect((await get(path)).status).toBe(200);
  const taken = await post('/mon-espace/donnees/export', {});
  expect(await taken.text()).toContain(MEMBER.email);
  await fails(place);

  const [ours, postgres] = [app.output(), await readFile(join(data, 'postgres.log'), 'utf8')];
  for (const words of [MEMBER, GUEST, WRITER].flatMap((one) => Object.values(one)))
    for (const word of words.split(' ')) secrets.add(word);
  secrets
    .add(MAILBOX_OF_STRUCTURE)
    .add('foyer')
    .add('me rappeler')
    .add(encodeURIComponent('Zébulon'));
  expect(secrets.size).toBeGreaterThan(14);
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(4);
    for (const log of [ours, postgres])
      expect({ secret, found: around(log, secret) }).toEqual({ secret, found: null });
  }
  const lines = readLines(ours);
  const routes = lines.filter(({ msg }) => msg === 'request').map(({ route }) => route);
  expect(routes).toEqual(
    expect.arrayContaining([
      ...['/connexion/lien', '/rencontres/[slug]/inscription', '/ma-place/[jeton]', '/recherche'],
      ...['/annuaire/[slug]/ecrire', '/partage/questions/nouvelle', '/mon-espace/donnees/export']
    ])
  );
  const slow = lines.filter(({ msg }) => msg === 'slow query');
  expect(slow.some(({ statement }) => /insert into "?relay_message/.test(String(statement)))).toBe(
    true
  );
  expect(slow.filter(({ requestId }) => requestId).length).toBeGreaterThan(50);
}, 200_000);

async function territoryId(): Promise<number> {
  const { id } = await db.selectFrom('territory').select('id').executeTakeFirstOrThrow();
  return id;
}

/** Pages that are not found, refused, or break on our side, with a token or a name in their address or what they send. */
async function fails(place: string): Promise<void> {
  const forged = `${place.slice(0, -3)}abc`;
  keep(forged);
  const missing = await get(forged);
  expect(missing.status).toBeLessThan(500);
  expect((await get('/gestion/instance/sante')).status).toBe(403);
  expect((await get('/annuaire/quitterie-zebulon-foyer')).status).toBe(404);
  await sql`alter table relay_message rename to relay_message_away`.execute(db);
  await sql`alter table registration rename to registration_away`.execute(db);
  const broken = await get(place);
  expect(broken.status).toBe(500);
  const reference = broken.headers.get('x-request-id')!;
  expect(await broken.text()).toContain(reference);
  expect((await writeToStructure()).status).toBe(500);
  await sql`alter table relay_message_away rename to relay_message`.execute(db);
  // A constraint refuses: PostgreSQL repeats the values in its detail.
  await sql`alter table relay_message add constraint nobody check (sender_name is null) not valid`.execute(
    db
  );
  expect((await writeToStructure()).status).toBe(500);
  const failure = await until(() =>
    readLines(app.output()).find(
      (one) => one.requestId === reference && one.msg === 'request failed'
    )
  );
  expect(failure).toMatchObject({ route: '/ma-place/[jeton]', err: { code: '42P01' } });
  const lines = readLines(app.output());
  expect(lines.some(({ err }) => err?.constraint === 'nobody')).toBe(true);
}

interface Line {
  readonly msg?: string;
  readonly route?: string | null;
  readonly requestId?: string;
  readonly statement?: string;
  readonly err?: { readonly code?: string; readonly constraint?: string };
}

function readLines(output: string): Line[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
}

function around(log: string, secret: string): string | null {
  const at = log.toLowerCase().indexOf(secret.toLowerCase());
  return at < 0 ? null : log.slice(Math.max(0, at - 200), at + secret.length + 60);
}
