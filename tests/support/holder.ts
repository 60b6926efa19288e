import { startEmbedded } from '#server/db/embedded.ts';
import { Refusal } from '#server/refusal.ts';

/**
 * A process that owns an embedded PostgreSQL, as the server does, for tests that kill it.
 * Called with the options of `startEmbedded` in JSON; prints its URL, or why it refuses.
 */
try {
  const server = await startEmbedded(JSON.parse(process.argv[2] ?? '{}'));
  process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)));
  console.log(`ready ${server.url}`);
  setInterval(() => undefined, 60_000);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.log(`refused ${error.message}`);
  process.exitCode = 1;
}
