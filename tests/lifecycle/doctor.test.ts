import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Finding } from '#app/doctor/finding.ts';
import { backupName } from '#server/backup/keeping.ts';
import { startEmbedded } from '#server/db/embedded.ts';
import { startFront, type Front } from '../support/front.ts';
import { smtpError, startMailbox, type Mailbox } from '../support/mailbox.ts';
import { freePort, IS_ROOT, run, temporaryFolder, type Program } from '../support/processes.ts';

/** `maillage doctor` beside a real instance: PostgreSQL, the built server, a proxy in https, a mail server. */

const METRICS_TOKEN = 'jeton-des-chiffres-0001';
const SECRET = 'un secret assez long pour cet essai';
const clearing: (() => Promise<void>)[] = [];
let app: Program;
let front: Front;
let mailbox: Mailbox;
let env: Record<string, string>;

beforeAll(async () => {
  const later = (clear: () => Promise<void>) => void clearing.push(clear);
  const data = await temporaryFolder(later);
  const postgres = await startEmbedded({ data, role: 'command', disposable: true });
  later(() => postgres.stop());
  mailbox = await startMailbox(later);
  const port = await freePort();
  front = await startFront(data, () => port);
  later(() => front.close());
  env = {
    ...{ DATABASE_URL: postgres.url, MAILLAGE_DATA: data, PORT: String(port), HOST: '127.0.0.1' },
    ...{ MAILLAGE_ORIGIN: front.origin, MAILLAGE_PROXY: '1', MAILLAGE_SECRET: SECRET },
    ...{ SMTP_URL: mailbox.url.replace('://', '://facteur:motdepassesecret@') },
    ...{
      MAIL_FROM: 'maillage@reseau.internal',
      NODE_EXTRA_CA_CERTS: front.authority,
      METRICS_TOKEN
    }
  };
  app = run('src/server.ts', [], { env, after: later });
  await app.line(/Maillage est prêt/);
  return async () => {
    for (const clear of clearing.reverse()) await clear();
  };
}, 200_000);

interface Diagnosis {
  readonly code: unknown;
  readonly text: string;
  /** By what was looked at. */
  readonly found: Readonly<Record<string, Finding>>;
}

async function diagnose(
  change: Record<string, string> = {},
  args: readonly string[] = []
): Promise<Diagnosis> {
  const command = run('bin/maillage.ts', ['doctor', '--json', ...args], {
    env: { ...env, ...change }
  });
  const code = await command.ended;
  const text = command.output();
  const { findings } = JSON.parse(text.slice(text.indexOf('{'))) as { findings: Finding[] };
  expect(text).not.toContain(SECRET);
  expect(text).not.toContain('motdepassesecret');
  // Whatever is not well says what to do.
  for (const one of findings.filter(({ state }) => state !== 'good'))
    expect({ ...one, remedy: typeof one.remedy }).toEqual({ ...one, remedy: 'string' });
  return { code, text, found: Object.fromEntries(findings.map((one) => [one.check, one])) };
}

test('a healthy instance says so, and the message asked for really leaves', async () => {
  const { code, found } = await diagnose({}, ['--mail', 'exploitation@reseau.internal']);
  const healthy = ['versions', 'database', 'clock', 'origin', 'proxy', 'weight', 'mail'];
  for (const check of [...healthy, 'worker', 'jobs', 'mail-queue', 'purge'])
    expect(found[check]).toMatchObject({ check, state: expect.stringMatching(/good|watch/) });
  for (const check of healthy.filter((one) => one !== 'clock'))
    expect(found[check]).toMatchObject({ check, state: 'good' });
  expect(code).toBe(0);
  expect(mailbox.messages.at(-1)).toMatchObject({
    to: ['exploitation@reseau.internal'],
    mail: { subject: 'Essai d’envoi de Maillage' }
  });
  const read = run('bin/maillage.ts', ['doctor'], { env });
  expect(await read.ended).toBe(0);
  expect(read.output()).toMatch(/✓ Adresse publique : Mène bien ici/);
});

test('a proxy that refuses heavy files, or hides who asks, is told', async () => {
  onTestFinished(() => front.behave({}));
  front.behave({ heaviest: 1_000_000 });
  const heavy = await diagnose();
  expect(heavy.found['weight']).toMatchObject({ state: 'watch' });
  expect(heavy.found['weight']!.remedy).toContain('client_max_body_size 60m');
  expect(heavy.code).toBe(0);
  front.behave({ forwarding: 'nothing' });
  const hidden = await diagnose();
  expect(hidden.found['proxy']).toMatchObject({ state: 'bad', value: 'Adresses falsifiables' });
  expect(hidden.code).toBe(1);
});

test('an address that leads elsewhere, whose certificate is unknown, or where nothing answers', async () => {
  const other = createServer((_request, response) => response.end('{"status":"ok"}'));
  await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready));
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const elsewhere = await diagnose({ MAILLAGE_ORIGIN: `http://localhost:${port}` });
  expect(elsewhere.found['origin']).toMatchObject({ state: 'bad', value: 'Mène ailleurs' });
  // The same code with another secret is another instance: it does not know the question.
  const stranger = await diagnose({
    MAILLAGE_SECRET: 'un autre secret, celui de quelqu’un d’autre'
  });
  expect(stranger.found['origin']).toMatchObject({ value: 'Mène ailleurs' });
  const unknown = await diagnose({ NODE_EXTRA_CA_CERTS: '' });
  expect(unknown.found['origin']!.remedy).toMatch(/certificat/);
  const nowhere = await diagnose({ MAILLAGE_ORIGIN: `https://localhost:${await freePort()}` });
  expect(nowhere.found['origin']!.detail).toContain('ECONNREFUSED');
  expect([elsewhere, stranger, unknown, nowhere].map(({ code }) => code)).toEqual([1, 1, 1, 1]);
});

test('a mail server that refuses, or does not answer, is told with its words', async () => {
  onTestFinished(() => mailbox.behave({}));
  mailbox.behave({
    recipient: () => {
      throw smtpError(550, '5.7.1 relais interdit');
    }
  });
  const refused = await diagnose({}, ['--mail', 'exploitation@reseau.internal']);
  expect(refused.found['mail']).toMatchObject({ state: 'bad' });
  expect(refused.found['mail']!.detail).toContain('relais interdit');
  const silent = await diagnose({ SMTP_URL: `smtp://127.0.0.1:${await freePort()}` });
  expect(silent.found['mail']).toMatchObject({ state: 'bad', value: 'Ne répond pas' });
  const none = await diagnose({ SMTP_URL: '' });
  expect(none.found['mail']!.remedy).toContain('SMTP_URL');
  expect([refused, silent, none].map(({ code }) => code)).toEqual([1, 1, 1]);
});

test('a backup is read from end to end; one that is cut does not pass for a backup', async () => {
  const folder = join(env['MAILLAGE_DATA']!, 'backups');
  mkdirSync(folder, { recursive: true });
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, backupName('demande', new Date()));
  const made = run('bin/maillage.ts', ['backup', file], { env });
  expect(await made.ended).toBe(0);
  const whole = await diagnose();
  expect(whole.found['backup']).toMatchObject({ state: 'good' });
  expect(whole.found['backup']!.detail).toContain('relue en entier');
  truncateSync(file, Math.floor(statSync(file).size / 2));
  const cut = await diagnose();
  expect(cut.found['backup']).toMatchObject({ state: 'bad', value: 'Ne se restaure pas' });
  expect(cut.code).toBe(1);
});

test('figures are opened by their token alone, and name patterns of addresses only', async () => {
  const folder = join(env['MAILLAGE_DATA']!, 'backups');
  mkdirSync(folder, { recursive: true });
  const tenMinutesAgo = new Date(Date.now() - 600_000);
  writeFileSync(join(folder, backupName('demande', tenMinutesAgo)), '');
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const ask = (authorization: string) =>
    fetch(`http://127.0.0.1:${env['PORT']}/metriques`, { headers: { authorization } });
  expect((await ask('')).status).toBe(401);
  expect((await ask(`Bearer ${METRICS_TOKEN}x`)).status).toBe(401);
  await fetch(`http://127.0.0.1:${env['PORT']}/ma-place/jeton-de-quelqu-un?nom=Camille`);
  const opened = await ask(`Bearer ${METRICS_TOKEN}`);
  expect(opened.headers.get('content-type')).toContain('version=0.0.4');
  const text = await opened.text();
  expect(text).toMatch(
    /maillage_http_requests_total\{method="GET",route="\/ma-place\/\[jeton\]",status="\d+"\} 1/
  );
  expect(text).not.toMatch(/jeton-de-quelqu|Camille/);
  const age = Number(/^maillage_backup_age_seconds (\S+)$/m.exec(text)![1]);
  expect(age).toBeGreaterThan(599);
  expect(age).toBeLessThan(900);
  for (const name of ['db_connections', 'jobs', 'mails', 'workers', 'event_loop_delay_seconds'])
    expect(text).toMatch(new RegExp(`^maillage_${name}(\\{.*\\})? \\d`, 'm'));
});

test('an invented address, or a word too many, is a bad call', async () => {
  for (const args of [['--mail', 'camille@exemple.test'], ['--mail', 'camille'], ['vite']]) {
    const command = run('bin/maillage.ts', ['doctor', ...args], { env });
    expect(await command.ended).toBe(2);
    expect(command.output()).toContain('Usage :');
  }
});

test('a database that does not answer is told without its password, and the rest is still looked at', async () => {
  const lost = await diagnose({
    DATABASE_URL: `postgres://moi:motdepassesecret@127.0.0.1:${await freePort()}/base`
  });
  expect(lost.found['database']).toMatchObject({ state: 'bad', value: 'Ne répond pas' });
  expect(lost.found['origin']).toMatchObject({ state: 'good' });
  expect(lost.code).toBe(1);
});

test('a folder where Maillage never started is told so, and stays as it was', async () => {
  const data = await temporaryFolder();
  const empty = await diagnose({ DATABASE_URL: '', MAILLAGE_DATA: data });
  expect(empty.found['database']!.detail).toContain('pas encore de base');
  expect(existsSync(join(data, 'postgres'))).toBe(false);
});

test.skipIf(!IS_ROOT)('a full disk is told', async () => {
  const data = await temporaryFolder();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'maillage-doctor', data]);
  if (mounted.status !== 0) return;
  onTestFinished(() => void spawnSync('umount', [data]));
  const full = await diagnose({ MAILLAGE_DATA: data });
  expect(full.found['disk']).toMatchObject({ state: 'bad' });
  expect(full.found['disk']!.remedy).toContain('Libérez de la place');
  const absent = await diagnose({ MAILLAGE_DATA: join(data, 'nulle-part') });
  expect(absent.found['disk']).toMatchObject({ state: 'bad', value: 'Introuvable' });
});

test('once the server is stopped, nobody does the jobs and nothing answers', async () => {
  app.child.kill('SIGTERM');
  await app.ended;
  const { found, code } = await diagnose();
  expect(found['worker']).toMatchObject({ state: 'bad', value: 'À l’arrêt' });
  expect(found['origin']).toMatchObject({ state: 'bad' });
  expect(found['database']).toMatchObject({ state: 'good' });
  expect(code).toBe(1);
});
