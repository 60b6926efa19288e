import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { connect } from '#server/db/connection.ts';
import { aPlaceForTraces } from '../../tests/factories/traces.ts';
import { emptyDatabaseUrl, portrait, query } from '../../tests/support/backups.ts';
import { testDatabaseUrl } from '../../tests/support/database.ts';
import { run } from '../../tests/support/processes.ts';
import { savedInstance } from '../../tests/support/saved-instance.ts';

vi.setConfig({ testTimeout: 200_000, hookTimeout: 200_000 });

const { data, file, source, maillage } = await savedInstance();

describe('an instance that is not empty', () => {
  test('is replaced only by who has read what goes, and says so', async () => {
    const target = await testDatabaseUrl();
    const there = connect(target, { max: 2 });
    await aPlaceForTraces(there);
    await there.destroy();
    const before = await portrait(target);
    const refused = maillage(target, ['restore', file]);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/1\u00a0?.?compte.* effacés, sans retour/);
    const unsaid = maillage(target, ['restore', file, '--replace']);
    expect([unsaid.status, unsaid.stderr]).toEqual([1, expect.stringContaining('ajoutez --yes')]);
    expect(await portrait(target)).toEqual(before);
    const replaced = maillage(target, ['restore', file, '--replace', '--yes', '--moved', '--json']);
    expect(JSON.parse(replaced.stdout)).toMatchObject({ migrations: [], lost: [] });
    expect(await portrait(target)).toEqual(source);
  });

  test('killed in the middle of a restoration, is as before or as the backup, and never between', async () => {
    const target = await testDatabaseUrl();
    await query(
      target,
      `insert into stored_file (key, media_type, bytes) values ('db/avant', '', '')`
    );
    const before = await portrait(target);
    const outcomes: string[] = [];
    for (const when of [/Restauration : 25/, /Comparaison de chaque table/]) {
      const restoring = run('bin/maillage.ts', ['restore', file, '--replace', '--yes', '--moved'], {
        env: { DATABASE_URL: target, MAILLAGE_DATA: data, MAILLAGE_DEMO: 'off' }
      });
      await restoring.line(when);
      restoring.child.kill('SIGKILL');
      await restoring.ended;
      await gone(target);
      const after = await portrait(target);
      outcomes.push(
        after.get('public.stored_file') === before.get('public.stored_file') ? 'before' : 'after'
      );
      expect(after).toEqual(outcomes.at(-1) === 'before' ? before : source);
    }
    // Else it was never in the middle.
    expect(outcomes).toContain('before');
  });

  test('that is not Maillage is never touched', async () => {
    const target = await emptyDatabaseUrl();
    await query(target, 'create table comptabilite (montant integer)');
    const refused = maillage(target, ['restore', file, '--replace', '--yes']);
    expect([refused.status, refused.stderr]).toEqual([
      1,
      expect.stringContaining('ne sont pas de Maillage')
    ]);
    expect(await query(target, 'select count(*) from comptabilite')).toEqual([{ count: '0' }]);
  });
});

/** PostgreSQL has seen that who was killed is gone. */
async function gone(target: string): Promise<void> {
  for (;;) {
    const [{ count } = {}] = await query(
      target,
      `select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and backend_type = 'client backend'`
    );
    if (Number(count) === 0) return;
    await sleep(50);
  }
}
