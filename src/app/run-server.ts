import { environment, type Environment } from '#server/env.ts';
import type { Jobs } from '#server/jobs/job.ts';
import { log } from '#server/log.ts';
import { Refusal } from '#server/refusal.ts';
import { JOBS } from './jobs.ts';
import { serve } from './serve.ts';

/**
 * The life of the server process, from configuration to the last connection closed.
 * @param jobs - what its worker does: everything, but in tests.
 * @returns the exit code: 0 after a stop that was asked for, 1 after a refusal to start or a lost database.
 */
export async function runServer(jobs: Jobs = JOBS): Promise<0 | 1> {
  // While it starts, nothing needs finishing: the watchdog stops PostgreSQL when this process is gone.
  const leave = () => process.exit(1);
  const forgetLeaving = onStopSignal(leave);
  try {
    const configuration = environment();
    const serving = await serve(configuration, jobs, say);
    forgetLeaving();
    const stopAsked = new Promise<'asked'>((resolve) => onStopSignal(() => resolve('asked')));
    console.log(welcome(configuration, serving.address));
    const cause = await Promise.race([
      stopAsked,
      serving.databaseLost.then(() => 'database-lost' as const)
    ]);
    if (cause === 'database-lost')
      log.fatal('PostgreSQL ended by itself: see postgres.log in the data folder');
    else say('Arrêt…');
    await serving.stop();
    if (cause !== 'database-lost') say('Arrêté.');
    return cause === 'database-lost' ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`\n✗ ${error.message}\n`);
    return 1;
  }
}

function say(line: string): void {
  console.log(`• ${line}`);
}

/** @returns how to stop listening. */
function onStopSignal(stop: () => void): () => void {
  // `disconnect`: started by scripts/setup.mjs on an old Node, which has disappeared.
  const events = ['SIGTERM', 'SIGINT', 'SIGHUP', 'disconnect'];
  for (const event of events) process.on(event, stop);
  return () => events.forEach((event) => process.off(event, stop));
}

function welcome({ demo }: Environment, address: string): string {
  const how =
    demo === 'off'
      ? ''
      : `\n  Mode démonstration, sur cette machine seulement : des personnes inventées vous prêtent leur place.\n  Choisissez la vôtre sur ${address}/connexion`;
  return `\n  Maillage est prêt : ${address}${how}\n  Ctrl+C pour arrêter.\n`;
}
