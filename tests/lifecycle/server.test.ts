import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startEmbedded } from '#server/db/embedded.ts';
import {
  freePort,
  processesNaming,
  run,
  temporaryFolder,
  until,
  type Clean,
  type Program
} from '../support/processes.ts';

const DEBIAN_15 = '/usr/lib/postgresql/15/bin';
const READY = /Maillage est prêt/;

/** A data folder after a first start, copied for the tests that do not look at the first start itself. */
let prepared: string;

beforeAll(async () => {
  prepared = await mkdtemp(join(tmpdir(), 'maillage-prepared-'));
  const port = await freePort();
  const first = spawnSync(
    'sh',
    [
      '-c',
      'node src/server.ts & app=$!; until curl -fs localhost:$PORT/sante; do kill -0 $app || exit 1; sleep 0.2; done; kill $app; wait $app'
    ],
    {
      env: { ...environment(prepared, port), MAILLAGE_DEMO: 'empty' },
      encoding: 'utf8'
    }
  );
  if (first.status !== 0)
    throw new Error(`The first start failed:\n${first.stdout}${first.stderr}`);
});

afterAll(() => rm(prepared, { recursive: true, force: true }));

function environment(data: string, port: number): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    MAILLAGE_DATA: data,
    PORT: String(port),
    MAILLAGE_DEMO: 'empty'
  };
}

async function preparedFolder(after: Clean = onTestFinished): Promise<string> {
  const folder = await temporaryFolder(after);
  spawnSync('cp', ['-a', join(prepared, 'postgres'), folder]);
  return folder;
}

interface App extends Program {
  readonly data: string;
  readonly port: number;
}

async function start(
  data: string,
  env: NodeJS.ProcessEnv = {},
  after: Clean = onTestFinished
): Promise<App> {
  const port = await freePort();
  const program = run('src/server.ts', [], { env: { ...environment(data, port), ...env }, after });
  return { ...program, data, port };
}

async function startReady(data: string, env: NodeJS.ProcessEnv = {}, after?: Clean): Promise<App> {
  const app = await start(data, env, after);
  await app.line(READY);
  return app;
}

interface Answer {
  status: number;
  body: string;
  headers: NodeJS.Dict<string | string[]>;
}

/** `fetch` does not let a test forge a Host. */
function ask(
  port: number,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {}
): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = options;
  return new Promise((done, failed) => {
    const outgoing = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        done({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString()
        })
      );
    });
    outgoing.on('error', failed);
    outgoing.end(body);
  });
}

/** Sends the head of a form, and returns once the server has it under way; `finish` sends the rest. */
function beginForm(
  port: number,
  path: string,
  body: string
): Promise<{ finish(): Promise<number> }> {
  const headers = {
    expect: '100-continue',
    origin: `http://127.0.0.1:${port}`,
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(body.length)
  };
  return new Promise((begun, failed) => {
    const outgoing = request({ host: '127.0.0.1', port, path, method: 'POST', headers });
    const answer = new Promise<number>((done) => {
      outgoing.on('response', (response) => done(response.resume().statusCode ?? 0));
    });
    const finish = () => {
      outgoing.end(body);
      return answer;
    };
    outgoing.on('error', failed).on('continue', () => begun({ finish }));
    outgoing.flushHeaders();
  });
}

function nothingLeft(data: string): boolean {
  return (
    processesNaming(data).length === 0 && !existsSync(join(data, 'postgres', 'postmaster.pid'))
  );
}

describe('starting and stopping', () => {
  test('a killed server leaves nothing running, and the next start serves the same data', async () => {
    const data = await preparedFolder();
    const first = await startReady(data);
    first.child.kill('SIGKILL');
    await until(() => nothingLeft(data));
    const second = await startReady(data);
    const { body } = await ask(second.port, '/api/v1/communes?q=plouarzel');
    expect(JSON.parse(body)[0]).toMatchObject({ code: '29177', name: 'Plouarzel' });
  });

  test('SIGTERM ends the requests under way, then everything, with exit code 0', async () => {
    const data = await preparedFolder();
    const app = await startReady(data);
    const slow = await beginForm(app.port, '/theme', 'theme=sombre');
    app.child.kill('SIGTERM');
    await app.line(/Arrêt/);
    expect(await slow.finish()).toBe(303);
    expect(await app.ended).toBe(0);
    expect(nothingLeft(data)).toBe(true);
  });

  test('SIGTERM while it starts leaves nothing either', async () => {
    const data = await temporaryFolder();
    const app = await start(data);
    await app.line(/Géographie/);
    app.child.kill('SIGTERM');
    await app.ended;
    await until(() => nothingLeft(data));
  });

  test('a second server on the folder refuses and names the first', async () => {
    const data = await preparedFolder();
    const first = await startReady(data);
    const second = await start(data);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`processus ${first.pid}, port ${first.port}`);
    expect((await ask(first.port, '/sante')).status).toBe(200);
  });

  test('a taken port is named, with what to do, and nothing stays running', async () => {
    const data = await preparedFolder();
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    const address = await until(() => other.address() ?? false);
    const port = typeof address === 'string' ? 0 : address.port;
    const app = await start(data, { PORT: String(port) });
    expect(await app.ended).toBe(1);
    expect(app.output()).toContain(`Le port ${port} est déjà utilisé`);
    expect(app.output()).toContain(`PORT=${port + 1}`);
    expect(nothingLeft(data)).toBe(true);
  });

  test('it does not outlive a PostgreSQL that disappears', async () => {
    const data = await preparedFolder();
    const app = await startReady(data);
    const pid = Number(
      (await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]
    );
    process.kill(pid, 'SIGKILL');
    expect(await app.ended).toBe(1);
  });

  test('each variable that is wrong is named, and no password is shown', async () => {
    const data = await temporaryFolder();
    const app = await start(data, {
      PORT: 'trois',
      MAILLAGE_DEMO: 'oui',
      DATABASE_URL: 'mysql://moi:secret@ici/base'
    });
    expect(await app.ended).toBe(1);
    for (const name of ['PORT=trois', 'MAILLAGE_DEMO=oui', 'DATABASE_URL=mysql://moi:…@ici/base']) {
      expect(app.output()).toContain(name);
    }
    expect(app.output()).not.toContain('secret');
    expect(existsSync(join(data, 'postgres'))).toBe(false);
  });

  test('the demonstration is never opened beyond this machine', async () => {
    const data = await temporaryFolder();
    const exposed = await start(data, { HOST: '0.0.0.0' });
    expect(await exposed.ended).toBe(1);
    expect(exposed.output()).toContain('mode démonstration');
    const named = await start(data, {
      MAILLAGE_ORIGIN: 'https://maillage.example.org',
      MAILLAGE_DEMO: 'on'
    });
    expect(await named.ended).toBe(1);
    expect(named.output()).toContain('MAILLAGE_DEMO=off');
  });
});

describe('serving', () => {
  let app: App;
  // Vitest does not see an afterAll() called from within beforeAll().
  const clearing: (() => Promise<void>)[] = [];
  const later: Clean = (clear) => void clearing.push(clear);

  beforeAll(async () => {
    app = await startReady(await preparedFolder(later), {}, later);
  });

  afterAll(async () => {
    for (const clear of clearing.reverse()) await clear();
  });

  test('what a domain does not find is a 404, so both halves share one copy of the code', async () => {
    expect((await ask(app.port, '/annuaire/nulle-part')).status).toBe(404);
    expect((await ask(app.port, '/api/v1/communes/99999/structures')).status).toBe(404);
  });

  test('a forged origin changes nothing, and a form from another site is refused', async () => {
    const forged = {
      host: 'evil.example',
      'x-maillage-host': 'evil.example',
      'x-maillage-protocol': 'https'
    };
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const post = (headers: Record<string, string>) =>
      ask(app.port, '/', { method: 'POST', body: 'a=1', headers: { ...form, ...headers } });
    expect((await post({ ...forged, origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ origin: `http://127.0.0.1:${app.port}` })).status).not.toBe(403);
    expect((await ask(app.port, '/', { headers: forged })).body).not.toContain('evil.example');
  });

  test('behind a public origin, the pages know it and nobody manages without an account', async () => {
    const origin = 'https://maillage.example.org';
    const named = await startReady(await preparedFolder(), {
      MAILLAGE_ORIGIN: origin,
      MAILLAGE_DEMO: 'off',
      HOST: '127.0.0.1'
    });
    expect(named.output()).toContain(origin);
    const page = await ask(named.port, '/');
    expect(page.headers['strict-transport-security']).toContain('max-age=');
    const closed = await ask(named.port, '/gestion');
    expect(closed.status).toBe(303);
    expect(closed.headers.location).toBe('/connexion?suite=%2Fgestion');
  });

  test('pages carry the headers that protect them', async () => {
    const { headers } = await ask(app.port, '/', { headers: { 'accept-encoding': 'br' } });
    expect(headers).toMatchObject({
      'content-encoding': 'br',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'cross-origin-opener-policy': 'same-origin'
    });
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  test('a body too large for its route is refused in words', async () => {
    const headers = { origin: `http://localhost:${app.port}`, host: `localhost:${app.port}` };
    const body = Buffer.alloc(2_000_000);
    const refused = await ask(app.port, '/', { method: 'POST', headers, body });
    expect(refused.status).toBe(413);
    expect(refused.body).toContain('1 Mo au plus');
    const accepted = await ask(app.port, '/gestion/import', { method: 'POST', headers, body });
    expect(accepted.status).not.toBe(413);
  });

  test('the health probe tells when the database answers', async () => {
    const { status, body } = await ask(app.port, '/sante');
    expect({ status, body: JSON.parse(body) }).toEqual({
      status: 200,
      body: { status: 'ok', database: true }
    });
  });
});

describe('the command line', () => {
  test('uses the database of the running server, or starts it for the time of the command', async () => {
    const data = await preparedFolder();
    const migrate = async () => {
      const command = run('bin/maillage.ts', ['migrate', '--json'], { env: environment(data, 0) });
      expect(await command.ended).toBe(0);
      return JSON.parse(command.output());
    };
    expect(await migrate()).toEqual({ migrations: [] });
    expect(nothingLeft(data)).toBe(true);
    const app = await startReady(data);
    expect(await migrate()).toEqual({ migrations: [] });
    expect((await ask(app.port, '/sante')).status).toBe(200);
  });

  test('exits 2 when it is called wrongly, and says how to call it', async () => {
    const data = await temporaryFolder();
    for (const args of [['inconnue'], ['migrate', '--vite'], ['demo', 'unload'], []]) {
      const command = run('bin/maillage.ts', args, { env: environment(data, 0) });
      expect(await command.ended).toBe(2);
      expect(command.output()).toContain('Usage :');
    }
  });
});

describe('on a server of DATABASE_URL', () => {
  test.skipIf(!existsSync(DEBIAN_15))(
    'PostgreSQL 15 serves from the first start, and is left running',
    async () => {
      const server = await startEmbedded({
        data: await temporaryFolder(),
        role: 'command',
        bin: DEBIAN_15,
        disposable: true
      });
      onTestFinished(() => server.stop());
      const app = await startReady(await temporaryFolder(), { DATABASE_URL: server.url });
      expect(JSON.parse((await ask(app.port, '/api/v1/communes?q=moissac')).body)[0]).toMatchObject(
        { code: '82112' }
      );
      app.child.kill('SIGTERM');
      expect(await app.ended).toBe(0);
      const again = await startReady(await temporaryFolder(), { DATABASE_URL: server.url });
      expect((await ask(again.port, '/sante')).status).toBe(200);
    }
  );

  test('that does not answer, the refusal names it without its password', async () => {
    const app = await start(await temporaryFolder(), {
      DATABASE_URL: `postgres://moi:secret@127.0.0.1:${await freePort()}/base`
    });
    expect(await app.ended).toBe(1);
    expect(app.output()).toContain('postgres://moi:…@127.0.0.1');
    expect(app.output()).toContain('ne répond pas');
    expect(app.output()).not.toContain('secret');
  });
});
