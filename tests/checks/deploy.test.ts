import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readEnvironment, VARIABLES } from '#server/env.ts';
import { limitOf } from '#server/http/bodies.ts';

/** What is shipped in deploy/ says the same as the code it installs. Other tests run it (tests/lifecycle). */

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const UNIT = 'deploy/systemd/maillage.service';
const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

describe('the settings', () => {
  const example = read('deploy/maillage.env.example');
  const named = [...example.matchAll(/^#?([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [
    name!,
    value!
  ]);

  test('the example names every variable, and none that is not read', () => {
    expect(named.map(([name]) => name).sort()).toEqual([...VARIABLES].sort());
  });

  test('the documentation tells every variable', () => {
    const documentation = read('docs/exploitation.md');
    expect(VARIABLES.filter((name) => !documentation.includes(`\`${name}\``))).toEqual([]);
  });

  test('as it is, it is accepted, and out of demonstration mode', () => {
    const environment = readEnvironment(parseEnv(example));
    expect(environment).toMatchObject({ demo: 'off', host: '127.0.0.1', proxies: 1 });
    expect(environment.origin?.origin).toBe('https://maillage.example.org');
  });

  test('every value it proposes is accepted', () => {
    // Those that only who installs knows, and a folder of her machine.
    const filled = { OIDC_ISSUER: 'https://fournisseur.example.org' };
    const all = Object.fromEntries(
      named.map(([name, value]) => [
        name!,
        name === 'MAILLAGE_CONTOURS' ? ROOT : value || 'x'.repeat(32)
      ])
    );
    const style = 'https://cartes.example.org/style.json';
    expect(() => readEnvironment({ ...all, ...filled, BASEMAP_STYLE_URL: style })).not.toThrow();
    expect(() => readEnvironment({ ...all, PORT: 'trois' })).toThrow('PORT=trois');
  });

  test('what systemd and Node read of it is the same: no quotes, no comment after a value', () => {
    for (const [name, value] of named) expect(value, name).not.toMatch(/["'\\]|\s#/);
  });
});

describe('the systemd unit', () => {
  const unit = read(UNIT);
  const setting = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1];

  test('starts the server as npm start does, with what was built ahead', () => {
    const flags = /SERVER_FLAGS = \[(.*)\]/.exec(read('scripts/setup.mjs'))![1]!;
    const words = [...flags.matchAll(/'([^']+)'/g)].map(([, flag]) => flag!);
    expect(words.length).toBeGreaterThan(0);
    expect(setting('ExecStart')).toBe(`/usr/bin/env node ${words.join(' ')} src/server.ts`);
    expect(JSON.parse(/^CMD (.*)$/m.exec(read('deploy/Containerfile'))![1]!)).toEqual([
      ...['node', ...words, 'src/server.ts']
    ]);
    const [, name, value] = /SERVER_ENVIRONMENT = \{ (\w+): '(\w+)' \}/.exec(
      read('scripts/setup.mjs')
    )!;
    expect(unit).toContain(`\nEnvironment=${name}=${value}\n`);
    expect(read('deploy/Containerfile')).toContain(`\nENV ${name}=${value}\n`);
  });

  test('lets Maillage stop PostgreSQL itself, longer than requests are waited for', () => {
    const wait = /FINISH_WITHIN_MS = ([\d_]+)/.exec(read('src/server/http/listen.ts'))![1]!;
    expect(setting('KillMode')).toBe('mixed');
    expect(Number(setting('TimeoutStopSec')) * 1000).toBeGreaterThan(
      2 * Number(wait.replaceAll('_', ''))
    );
  });

  test('compiles while it runs: no MemoryDenyWriteExecute', () => {
    expect(setting('MemoryDenyWriteExecute')).toBeUndefined();
  });

  // Debian: apt-get install systemd
  test.skipIf(!has('systemd-analyze'))(
    'is understood by systemd, which finds it well enclosed',
    () => {
      const verify = spawnSync('systemd-analyze', ['verify', join(ROOT, UNIT)], {
        encoding: 'utf8'
      });
      expect([verify.status, verify.stderr]).toEqual([0, '']);
      const security = spawnSync(
        'systemd-analyze',
        ['security', '--offline=true', '--threshold=20', '--no-pager', join(ROOT, UNIT)],
        { encoding: 'utf8' }
      );
      expect(security.stdout).toContain('Overall exposure level');
      expect(security.status, security.stdout).toBe(0);
    }
  );
});

describe('the reverse proxies', () => {
  const ADDRESSES = [
    ...['/', '/connexion', '/gestion/import', '/gestion/import/12', '/gestion/importer'],
    ...['/gestion/plans/a/import', '/gestion/plans/a/tableur', '/gestion/plans/a/fiches'],
    ...['/gestion/rencontres/a/documents/emargement', '/gestion/rencontres/a/documents'],
    ...['/partage/documents', '/partage/documents/nouveau', '/partage/documents/a/fichier']
  ];

  test.each(['deploy/nginx/maillage.conf', 'deploy/caddy/Caddyfile'])(
    '%s lets files through where Maillage takes them, and only there',
    (file) => {
      const patterns = read(file).match(/\^\/\(gestion\/import.*\|\$\)/g) ?? [];
      expect(patterns.length).toBeGreaterThan(0);
      expect(new Set(patterns).size).toBe(1);
      const through = ADDRESSES.filter((address) => new RegExp(patterns[0]!).test(address));
      const taken = ADDRESSES.filter((address) => limitOf(address) > 1_000_000);
      expect(taken.length).toBeGreaterThan(5);
      expect(through).toEqual(taken);
    }
  );

  test('every route that takes more than a form is among those addresses', () => {
    const routes = [...read('src/server/http/bodies.ts').matchAll(/path: \/(.*)\/, bytes/g)];
    for (const [, route] of routes)
      expect(
        ADDRESSES.some((address) => new RegExp(route!).test(address)),
        route
      ).toBe(true);
  });

  test('the pages they show need nothing else, and run nothing', () => {
    for (const page of readdirSync(join(ROOT, 'deploy/pages'))) {
      const html = read(`deploy/pages/${page}`);
      expect(html).toContain('lang="fr"');
      expect(html).not.toMatch(/<script|<link|<img|https?:|url\(/);
    }
  });

  test('those pages look the same: a proxy adds nothing, so each holds its own style', () => {
    const styles = readdirSync(join(ROOT, 'deploy/pages')).map(
      (page) => /<style>[\s\S]*<\/style>/.exec(read(`deploy/pages/${page}`))?.[0]
    );
    expect(styles.length).toBeGreaterThan(1);
    expect(new Set(styles)).toEqual(new Set([expect.stringContaining('prefers-color-scheme')]));
  });
});

describe('the containers', () => {
  const containerfile = read('deploy/Containerfile');
  const [build = '', run = ''] = containerfile.split(/^FROM /m).slice(1);

  test('the image runs as nobody in particular, is watched, and is stopped as Maillage expects', () => {
    expect(run).toMatch(/^USER 10001:10001$/m);
    expect(run).toMatch(/^STOPSIGNAL SIGTERM$/m);
    expect(run).toMatch(/^HEALTHCHECK [\s\S]*\/sante/m);
    expect(run).toMatch(/^VOLUME \/var\/lib\/maillage$/m);
    expect(build).toContain('npm prune --omit=dev');
    expect(run).not.toMatch(/npm |COPY \. /);
  });

  test('what it copies exists, and what it must not hold is left out', () => {
    for (const [, words] of containerfile.matchAll(/^COPY (?!--from)(.*)$/gm))
      for (const path of words!
        .replace(/--\S+ /, '')
        .split(' ')
        .slice(0, -1))
        expect(existsSync(join(ROOT, path)), path).toBe(true);
    const ignored = read('.dockerignore').split('\n');
    for (const left of ['.git', 'data', '**/node_modules', 'tests', '**/*.env'])
      expect(ignored).toContain(left);
  });

  // Docker’s own, or Debian’s docker-compose.
  const compose = [['docker', 'compose'], ['docker-compose']].find(
    ([program, ...words]) => spawnSync(program!, [...words, 'version']).status === 0
  );
  test.skipIf(!compose)(
    'the composition is understood, and refused without a password',
    () => {
      const [program, ...words] = compose!;
      const folder = mkdtempSync(join(tmpdir(), 'maillage-compose-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const file = join(folder, 'compose.yaml');
      copyFileSync(join(ROOT, 'deploy/compose.yaml'), file);
      copyFileSync(join(ROOT, 'deploy/maillage.env.example'), join(folder, 'maillage.env'));
      const config = (env: NodeJS.ProcessEnv) =>
        spawnSync(program!, [...words, '-f', file, 'config', '--services'], {
          env: { PATH: process.env['PATH'], ...env },
          encoding: 'utf8'
        });
      expect(config({}).status).not.toBe(0);
      const { status, stdout, stderr } = config({ POSTGRES_PASSWORD: 'x' });
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout.trim().split('\n').sort()).toEqual(['maillage', 'postgres']);
    },
    30_000
  );

  test('whoever reaches the port of the container is on the machine', () => {
    const compose = read('deploy/compose.yaml');
    expect(compose.match(/^ +- .*:3000$/gm)).toEqual(['      - 127.0.0.1:3000:3000']);
  });
});
