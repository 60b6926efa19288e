import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { freePort, IS_ROOT, until, type Clean } from './processes.ts';

/** The reverse proxies of deploy/, started from the very files that are shipped: only names of this machine change. */

const ROOT = resolve(import.meta.dirname, '../..');
const DEPLOY = join(ROOT, 'deploy');
export const HOST = 'maillage.example.org';

export const PROXIES = ['caddy', 'nginx'] as const;
export type ProxyName = (typeof PROXIES)[number];

export interface Proxy {
  readonly https: number;
  readonly http: number;
  /** What it wrote: its journal, and what it says when it refuses to start. */
  output(): string;
  ask(path: string, options?: Asking): Promise<Answer>;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | FormData | URLSearchParams;
  /** Of the certificate that is asked for. */
  readonly servername?: string;
  /** Where it is asked from: any of 127.0.0.0/8. */
  readonly localAddress?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly bytes: Buffer;
  readonly text: string;
}

/** Whether this machine has it; CI installs both. */
export function isInstalled(name: ProxyName): boolean {
  return spawnSync(name, [name === 'caddy' ? 'version' : '-v']).status === 0;
}

/**
 * Starts a proxy of deploy/ in front of the application at `port`; its files go to `folder`.
 * @param second - the port of another server of the same instance, for nginx.
 */
export async function startProxy(
  name: ProxyName,
  { folder, port, second, after }: { folder: string; port: number; second?: number; after: Clean }
): Promise<Proxy> {
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  const ports = { app: port, second, http: await freePort(), https: await freePort() };
  const certificate = makeCertificate(place);
  const command =
    name === 'caddy' ? caddy(place, ports, certificate) : nginx(place, ports, certificate);
  const child = spawn(command[0]!, command.slice(1), {
    cwd: place,
    env: { PATH: process.env['PATH'], HOME: place, XDG_DATA_HOME: place, XDG_CONFIG_HOME: place }
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise((done) => child.on('close', done));
  after(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  await until(
    () => {
      if (child.exitCode !== null) throw new Error(`${name} refused its file:\n${output}`);
      return listens(ports.https);
    },
    () => output
  );
  const ca = readFileSync(certificate.file);
  const journal = () =>
    existsSync(journalOf(place)) ? readFileSync(journalOf(place), 'utf8') : '';
  return {
    ...ports,
    output: () => output + journal(),
    ask: (path, asking = {}) => askSecurely({ port: ports.https, ca, path }, asking)
  };
}

interface Ports {
  readonly app: number;
  readonly second?: number | undefined;
  readonly http: number;
  readonly https: number;
}

interface Certificate {
  readonly file: string;
  readonly key: string;
}

function makeCertificate(folder: string): Certificate {
  const [file, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-days', '2', '-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`],
    ...['-keyout', key, '-out', file]
  ]);
  if (made.status !== 0) throw new Error(`openssl: ${made.stderr.toString()}`);
  return { file, key };
}

function shipped(path: string, { app, second }: Ports): string {
  const text = readFileSync(join(DEPLOY, path), 'utf8');
  return (second ? text.replace('# server 127.0.0.1:3001', `server 127.0.0.1:${second}`) : text)
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${app}`)
    .replaceAll('/opt/maillage', ROOT);
}

function caddy(folder: string, ports: Ports, { file, key }: Certificate): string[] {
  const settings = `admin off\n\thttp_port ${ports.http}\n\thttps_port ${ports.https}\n\tdefault_bind 127.0.0.1\n\tskip_install_trust\n\t`;
  const text = shipped('caddy/Caddyfile', ports)
    .replace('{\n\tservers', `{\n\t${settings}servers`)
    .replace(`\n${HOST} {`, `\n${HOST} {\n\ttls ${file} ${key}`);
  const path = join(folder, 'Caddyfile');
  writeFileSync(path, text);
  return ['caddy', 'run', '--adapter', 'caddyfile', '--config', path];
}

function nginx(folder: string, ports: Ports, { file, key }: Certificate): string[] {
  const site = shipped('nginx/maillage.conf', ports)
    .replaceAll(/^ *listen \[::\].*\n/gm, '')
    .replaceAll('listen 80', `listen 127.0.0.1:${ports.http}`)
    .replaceAll('listen 443', `listen 127.0.0.1:${ports.https}`)
    .replaceAll(/(ssl_certificate) .*;/g, `$1 ${file};`)
    .replaceAll(/(ssl_certificate_key) .*;/g, `$1 ${key};`)
    .replaceAll('/var/log/nginx/maillage.log', journalOf(folder));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`
  );
  writeFileSync(join(folder, 'maillage.conf'), site);
  const around = [
    ...(IS_ROOT ? ['user root;'] : []),
    ...['daemon off;', `pid ${join(folder, 'pid')};`, 'error_log stderr;', 'events {}'],
    ...['http {', ...temporary, 'types { text/html html; }', 'include maillage.conf;', '}']
  ];
  const path = join(folder, 'nginx.conf');
  writeFileSync(path, around.join('\n'));
  return ['nginx', '-e', 'stderr', '-p', folder, '-c', path];
}

function journalOf(folder: string): string {
  return join(folder, 'access.log');
}

function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => done(true)).once('error', () => done(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** Asks as a browser does, over TLS and checking the certificate, whatever name the test wants to forge. */
async function askSecurely(
  to: { port: number; ca: Buffer; path: string },
  { method, headers = {}, body, servername = HOST, localAddress }: Asking
): Promise<Answer> {
  const written = body === undefined ? undefined : new Response(body as BodyInit);
  const bytes = written && Buffer.from(await written.arrayBuffer());
  const type = written?.headers.get('content-type');
  const sent = {
    ...{
      host: HOST,
      accept: 'text/html',
      ...(bytes && { 'content-length': String(bytes.length) })
    },
    ...(type && { 'content-type': type }),
    ...headers
  };
  return new Promise((done, failed) => {
    const outgoing = request(
      {
        ...to,
        host: '127.0.0.1',
        servername,
        localAddress,
        method: method ?? (bytes ? 'POST' : 'GET'),
        headers: sent
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('error', failed).on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const all = Buffer.concat(chunks);
          const { statusCode: status = 0, headers: received } = response;
          done({ status, headers: received, bytes: all, text: all.toString() });
        });
      }
    );
    outgoing.on('error', failed);
    outgoing.end(bytes);
  });
}
