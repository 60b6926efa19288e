import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, chmod, chown, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { EmbeddedOptions } from '#server/db/embedded.ts';
import {
  IS_ROOT,
  ordinaryAccount,
  processesNaming,
  run,
  socketFolder,
  temporaryFolder,
  until,
  type Program,
  type ProgramOptions
} from '../support/processes.ts';

const DEBIAN_15 = '/usr/lib/postgresql/15/bin';

function hold(
  data: string,
  more: Partial<EmbeddedOptions> = {},
  options: ProgramOptions = {}
): Program {
  return run(
    'tests/support/holder.ts',
    [JSON.stringify({ data, role: 'serve', ...more })],
    options
  );
}

async function urlOf(program: Program): Promise<string> {
  return (await program.line(/^(ready|refused) /)).replace('ready ', '');
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

function untilGone(data: string): Promise<true> {
  return until(() => processesNaming(join(data, 'postgres')).length === 0);
}

test('PostgreSQL stops when its application is killed, and the next start finds the data', async () => {
  const data = await temporaryFolder();
  const first = hold(data);
  await query(await urlOf(first), 'create table kept as select 42 as answer');
  const sockets = socketFolder(data);
  first.child.kill('SIGKILL');
  await untilGone(data);
  await until(() => !existsSync(sockets));
  expect(existsSync(join(data, 'postgres', 'postmaster.pid'))).toBe(false);

  const second = hold(data);
  expect(await query(await urlOf(second), 'select answer from kept')).toEqual([{ answer: 42 }]);
});

test('a start at the very moment of a kill waits for the old server and recovers', async () => {
  const data = await temporaryFolder();
  const first = hold(data);
  await query(await urlOf(first), 'create table kept as select 42 as answer');
  first.child.kill('SIGKILL');
  const second = hold(data);
  expect(await query(await urlOf(second), 'select answer from kept')).toEqual([{ answer: 42 }]);
});

test('a stop that is asked for leaves no process, no socket and no postmaster.pid', async () => {
  const data = await temporaryFolder();
  const program = hold(data);
  await urlOf(program);
  const sockets = socketFolder(data);
  program.child.kill('SIGTERM');
  expect(await program.ended).toBe(0);
  expect(processesNaming(join(data, 'postgres'))).toEqual([]);
  expect(existsSync(sockets)).toBe(false);
  expect(existsSync(join(data, 'postgres', 'postmaster.pid'))).toBe(false);
});

test('a second application on the same folder refuses and names the first', async () => {
  const data = await temporaryFolder();
  const first = hold(data, { port: 4321 });
  const url = await urlOf(first);
  const second = hold(data);
  const answer = await second.line(/^refused/);
  expect(answer).toContain(`processus ${first.pid}, port 4321`);
  expect(answer).toContain(data);
  expect(await second.ended).toBe(1);
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('of two first starts at the same moment, one serves and the other refuses', async () => {
  const data = await temporaryFolder();
  const programs = [hold(data), hold(data)];
  const answers = await Promise.all(programs.map((program) => program.line(/^(ready|refused)/)));
  expect(answers.map((answer) => answer.split(' ')[0]).sort()).toEqual(['ready', 'refused']);
  expect(await readdir(data)).toEqual(['postgres', 'postgres.log']);
});

test('a command borrows the server of the running application and leaves it running', async () => {
  const data = await temporaryFolder();
  const application = hold(data);
  const url = await urlOf(application);
  const command = hold(data, { role: 'command' });
  expect(await urlOf(command)).toBe(url);
  command.child.kill('SIGTERM');
  expect(await command.ended).toBe(0);
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('an application does not start on a folder that a command is using, and says so', async () => {
  const data = await temporaryFolder();
  const command = hold(data, { role: 'command' });
  await urlOf(command);
  const application = hold(data);
  expect(await application.line(/^refused/)).toContain(`Une commande de Maillage est en cours`);
});

test('a command that started the server lets the other commands finish', async () => {
  const data = await temporaryFolder();
  const first = hold(data, { role: 'command' });
  const client = new pg.Client(await urlOf(first));
  await client.connect();
  first.child.kill('SIGTERM');
  expect((await client.query('select pg_sleep(1), 7 as seven')).rows[0].seven).toBe(7);
  await client.end();
  expect(await first.ended).toBe(0);
});

test('a postmaster.pid whose number now belongs to another program is no obstacle', async () => {
  const data = await temporaryFolder();
  const first = hold(data);
  await urlOf(first);
  first.child.kill('SIGTERM');
  await first.ended;
  const stale = [process.pid, join(data, 'postgres'), 1, 5432, '/nowhere', '', '', 'ready'];
  await writeFile(join(data, 'postgres', 'postmaster.pid'), `${stale.join('\n')}\n`);
  expect(await urlOf(hold(data))).toMatch(/^postgres:/);
});

test('what a killed first start left behind is cleared', async () => {
  const data = await temporaryFolder();
  await mkdir(join(data, 'postgres.init-999999'));
  await urlOf(hold(data));
  expect(await readdir(data)).toEqual(['postgres', 'postgres.log']);
});

describe('a folder that cannot be used is refused with what to do', () => {
  test('made by another version', async () => {
    const data = await temporaryFolder();
    await mkdir(join(data, 'postgres'));
    await writeFile(join(data, 'postgres', 'PG_VERSION'), '14\n');
    const answer = await hold(data).line(/^refused/);
    expect(answer).toContain('PostgreSQL 14');
    expect(answer).toContain('restaurez');
  });

  test('holding something else', async () => {
    const data = await temporaryFolder();
    await mkdir(join(data, 'postgres'));
    await writeFile(join(data, 'postgres', 'vacances.jpg'), '');
    expect(await hold(data).line(/^refused/)).toContain('Rien n’y a été touché');
  });

  test('damaged', async () => {
    const data = await temporaryFolder();
    const first = hold(data);
    await urlOf(first);
    first.child.kill('SIGTERM');
    await first.ended;
    await writeFile(join(data, 'postgres', 'global', 'pg_control'), 'damaged');
    expect(await hold(data).line(/^refused/)).toContain('semble endommagé');
  });

  test('that is a file', async () => {
    const data = await temporaryFolder();
    await appendFile(join(data, 'file'), '');
    expect(await hold(join(data, 'file')).line(/^refused/)).toContain('n’est pas un dossier');
  });
});

describe.skipIf(!existsSync(DEBIAN_15))('on Debian’s PostgreSQL 15', () => {
  test('the supervisor starts and stops it the same way', async () => {
    const data = await temporaryFolder();
    const program = hold(data, { bin: DEBIAN_15 });
    const rows = await query(
      await urlOf(program),
      `select current_setting('server_version_num')::int / 10000 as major`
    );
    expect(rows).toEqual([{ major: 15 }]);
    program.child.kill('SIGKILL');
    await untilGone(data);
    const newer = hold(data);
    expect(await newer.line(/^refused/)).toContain('créé par PostgreSQL 15');
  });
});

const account = ordinaryAccount();

describe.skipIf(!account)('under an ordinary account', () => {
  test('the server runs, and stops with its application', async () => {
    const data = await temporaryFolder();
    await chown(data, account?.uid ?? 0, account?.gid ?? 0);
    const program = hold(data, {}, { ...account });
    expect(await urlOf(program)).toMatch(/^postgres:/);
    program.child.kill('SIGKILL');
    await untilGone(data);
  });

  test('a folder of somebody else is refused by name', async () => {
    const data = await temporaryFolder();
    await chmod(data, 0o700);
    const answer = await hold(data, {}, { ...account }).line(/^refused/);
    expect(answer).toContain(`${data} n’est pas accessible`);
  });
});

describe.skipIf(!IS_ROOT)('as root', () => {
  test('the server does not run as root', async () => {
    const data = await temporaryFolder();
    await urlOf(hold(data));
    const [line] = processesNaming(`-D ${join(data, 'postgres')}`);
    expect(line).toBeDefined();
    expect(Number(line?.trim().split(/\s+/)[1])).not.toBe(0);
  });

  test('a full disk is told as such', async (context) => {
    const data = await temporaryFolder();
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', data]);
    if (mounted.status !== 0) context.skip('no right to mount a small disk on this machine');
    onTestFinished(() => void spawnSync('umount', ['-l', data]));
    expect(await hold(data).line(/^refused/)).toContain(`Le disque qui porte ${data} est plein`);
  });

  test('a folder closed to other accounts is served in a user namespace', async (context) => {
    const closed = await temporaryFolder();
    await chmod(closed, 0o700);
    const program = hold(join(closed, 'data'));
    const answer = await program.line(/^(ready|refused)/);
    if (answer.includes('ne s’exécute pas sous le compte root'))
      context.skip('no user namespaces on this machine');
    expect(answer).toMatch(/^ready/);
    program.child.kill('SIGKILL');
    await untilGone(join(closed, 'data'));
    expect(await urlOf(hold(join(closed, 'data')))).toMatch(/^postgres:/);
  });
});
