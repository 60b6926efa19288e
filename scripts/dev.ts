/** `npm run dev`: the embedded PostgreSQL prepared as `npm start` does, and Vite serving the pages from their sources. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { JOBS } from '../src/app/jobs.ts';
import { prepareDatabase } from '../src/app/prepare.ts';
import { connect } from '../src/server/db/connection.ts';
import { openServer } from '../src/server/db/open.ts';
import { environment } from '../src/server/env.ts';
import { startWorker } from '../src/server/jobs/worker.ts';
import { Refusal } from '../src/server/refusal.ts';

const say = (message: string) => console.log(`• ${message}`);

try {
  await develop();
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(`\n✗ ${error.message}\n`);
  process.exitCode = 1;
}

async function develop(): Promise<void> {
  await import('./fonts.ts');
  const configuration = environment();
  const server = await openServer(configuration, 'serve', say);
  const db = connect(server.url);
  await prepareDatabase(db, configuration, say);
  await db.destroy();
  const worker = configuration.worker ? startWorker(server.url, JOBS) : null;
  const builders = ['vite.enhance.config.ts', 'vite.pointage.config.ts'].map((config) =>
    spawn('vite', ['build', '--watch', '--config', config, '--logLevel', 'warn'], {
      stdio: 'inherit'
    })
  );
  const vite = spawn(
    'vite',
    ['dev', '--port', String(configuration.port), '--host', configuration.host],
    {
      stdio: 'inherit',
      env: { ...process.env, DATABASE_URL: server.url }
    }
  );
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => vite.kill(signal));
  await once(vite, 'exit');
  for (const builder of builders) builder.kill();
  await worker?.stop();
  await server.stop();
}
