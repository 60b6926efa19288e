import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '#server/db/connection.ts';
import { startEmbedded } from '#server/db/embedded.ts';
import { freePort, run, temporaryFolder } from '../support/processes.ts';
import { anOpenEdition } from '../support/registering.ts';

const PEOPLE = 200;
const PLACES = 50;
const SEATS = 20;
/** What is sent sooner than a person can is a machine's. */
const FILLING_MS = 2500;

/** Sends a form as a browser does. @returns where it leads. */
function send(url: URL, form: Record<string, string>): Promise<{ status: number; to: string }> {
  const body = new URLSearchParams(form).toString();
  const headers = {
    accept: 'text/html',
    origin: url.origin,
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body)
  };
  return new Promise((done, failed) => {
    const outgoing = request(url, { method: 'POST', headers }, (response) => {
      response.resume();
      const to = response.headers.location ?? '';
      response.on('end', () => done({ status: response.statusCode ?? 0, to }));
    });
    outgoing.on('error', failed);
    outgoing.end(body);
  });
}

test('200 people ask at once for 50 places of the built server: 50 have one, 150 a rank, each once', async () => {
  const data = await temporaryFolder(onTestFinished);
  const postgres = await startEmbedded({ data, role: 'command', disposable: true });
  onTestFinished(() => postgres.stop());
  const port = await freePort();
  const env = {
    ...{ DATABASE_URL: postgres.url, MAILLAGE_DATA: data, PORT: String(port) },
    ...{ PATH: process.env['PATH'], MAILLAGE_DEMO: 'empty' }
  };
  const app = run('src/server.ts', [], { env, after: onTestFinished });
  await app.line(/Maillage est prêt/);
  const db = connect(postgres.url);
  onTestFinished(() => db.destroy());
  const { id, slug, session } = await anOpenEdition(db, { places: PLACES, seats: SEATS });
  const page = `http://127.0.0.1:${port}/rencontres/${slug}/inscription`;
  const stamp = /name="presente" value="([^"]+)"/.exec(await (await fetch(page)).text())![1]!;
  await sleep(FILLING_MS);
  const answers = await Promise.all(
    Array.from({ length: PEOPLE }, (_, at) =>
      send(new URL('?/inscrire', page), {
        ...{ presente: stamp, 'adresse-du-site': '', cle: `cle-${at}` },
        ...{ prenom: 'Camille', nom: `Essai ${at}`, courriel: `personne-${at}@exemple.test` },
        ...{ profession: 'Infirmière', structure: 'Cabinet d’essai', 'creneau-1': String(session) }
      })
    )
  );
  expect(answers.filter(({ status, to }) => status !== 303 || !to.includes('/ma-place/'))).toEqual(
    []
  );
  const registrations = await db
    .selectFrom('registration')
    .select(['status', (eb) => eb.fn.countAll<number>().as('count')])
    .where('event_id', '=', id)
    .groupBy('status')
    .orderBy('status')
    .execute();
  expect(registrations).toEqual([
    { status: 'confirmed', count: PLACES },
    { status: 'waitlisted', count: PEOPLE - PLACES }
  ]);
  const seats = await db
    .selectFrom('session_choice')
    .select(['status', (eb) => eb.fn.countAll<number>().as('count')])
    .groupBy('status')
    .orderBy('status')
    .execute();
  expect(seats).toEqual([
    { status: 'confirmed', count: SEATS },
    { status: 'waitlisted', count: PLACES - SEATS },
    { status: 'wished', count: PEOPLE - PLACES }
  ]);
  const { count } = await db
    .selectFrom('mail_message')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('kind', 'like', 'registration-%')
    .executeTakeFirstOrThrow();
  expect(count).toBe(PEOPLE);
}, 240_000);
