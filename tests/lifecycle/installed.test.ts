import { execFile, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { freePort, IS_ROOT, temporaryFolder } from '../support/processes.ts';

/**
 * « Installer sur un serveur », followed on a machine to throw away: what the unit starts, as the account it names,
 * where all but its two folders is read-only. systemd itself does not run here; deploy.test.ts asks it what it
 * thinks of the unit.
 */

const ROOT = resolve(import.meta.dirname, '../..');
const HAS_LAYERS =
  IS_ROOT &&
  ['chroot', 'runuser', 'setpriv', 'useradd', 'curl'].every(
    (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
  ) &&
  // A layer over this machine: refused in many containers.
  spawnSync('unshare', [
    ...['--mount', 'sh', '-c'],
    'mount -t tmpfs t /mnt && cd /mnt && mkdir u w r && mount -t overlay o -o lowerdir=/,upperdir=u,workdir=w r'
  ]).status === 0;

test.skipIf(!HAS_LAYERS)(
  'the service starts under its account on read-only code, the command reaches it, and it stops with nothing left',
  async () => {
    const place = await temporaryFolder();
    const port = String(await freePort());
    const script = join(ROOT, 'tests/support/machine.sh');
    const { stdout } = await promisify(execFile)(
      'unshare',
      ['--mount', 'sh', script, ROOT, place, port],
      { env: { PATH: process.env['PATH'] }, timeout: 140_000 }
    );
    expect(stdout).toContain('"status":"ok"');
    expect(stdout).toContain('account: maillage');
    expect(stdout).toContain('elsewhere: refused');
    const links = stdout.match(/https:\/\/maillage\.example\.org\/connexion\/lien\?jeton=[\w-]+/g);
    expect(new Set(links).size).toBe(2);
    // The socket is where the command sees it, though /tmp is private to the service.
    expect(stdout).toContain('sockets: 1');
    expect(stdout).toContain('data: postgres 700;secret 600;');
    expect(stdout).toContain('ended: 0');
    expect(stdout).toContain('left: 0');
  }
);
