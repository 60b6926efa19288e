import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { freePort, IS_ROOT, temporaryFolder } from '../support/processes.ts';

/**
 * « Installer sur un serveur », followed on a machine to throw away: by systemd itself, where it can be the first
 * process of a container; and what its unit says done by hand, where it cannot. deploy.test.ts asks systemd what it
 * thinks of the unit.
 */

const ROOT = resolve(import.meta.dirname, '../..');
const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
/** The unit finds Node where it was installed with the project, or where Debian puts it. */
const REACHES_NODE =
  existsSync(join(ROOT, 'node_modules/.bin/node')) ||
  ['/usr/bin', '/usr/local/bin'].includes(dirname(process.execPath));
const HAS_LAYERS =
  IS_ROOT &&
  REACHES_NODE &&
  ['chroot', 'runuser', 'setpriv', 'useradd', 'curl'].every(has) &&
  // A layer over this machine: refused in many containers.
  spawnSync('unshare', [
    ...['--mount', 'sh', '-c'],
    'mount -t tmpfs t /mnt && cd /mnt && mkdir u w r && mount -t overlay o -o lowerdir=/,upperdir=u,workdir=w r'
  ]).status === 0;

/** Debian: apt-get install systemd-container. */
const BOOTS =
  HAS_LAYERS &&
  existsSync('/lib/systemd/systemd') &&
  spawnSync('systemd-nspawn', [
    ...['--quiet', '--register=no', '--keep-unit', '--console=pipe'],
    ...['--directory=/', '--volatile=yes', '/usr/bin/true']
  ]).status === 0;

async function follow(script: string): Promise<string> {
  const place = await temporaryFolder();
  const port = String(await freePort());
  const { stdout } = await promisify(execFile)(
    'unshare',
    ['--mount', 'sh', join(ROOT, 'tests/support', script), ROOT, place, port],
    { env: { PATH: process.env['PATH'] }, timeout: 140_000 }
  );
  expect(stdout).toContain('"status":"ok"');
  expect(stdout).toContain('account: maillage');
  const links = stdout.match(/https:\/\/maillage\.example\.org\/connexion\/lien\?jeton=[\w-]+/g);
  expect(new Set(links).size).toBe(2);
  return stdout;
}

test.skipIf(!HAS_LAYERS)(
  'the service starts under its account on read-only code, the command reaches it, and it stops with nothing left',
  async () => {
    const said = await follow('machine.sh');
    expect(said).toContain('elsewhere: refused');
    // The socket is where the command sees it, though /tmp is private to the service.
    expect(said).toContain('sockets: 1');
    expect(said).toContain('data: postgres 700;secret 600;');
    expect(said).toContain('ended: 0');
    expect(said).toContain('left: 0');
  }
);

test.skipIf(!BOOTS)(
  'systemd starts the unit with all that it forbids, starts it again once killed, and stops it in peace',
  async () => {
    const said = await follow('booted-machine.sh');
    expect(said).toContain('restarts: 1');
    expect(said).toContain('Result=success\nActiveState=inactive');
    expect(said).toContain('left: 0');
  }
);
