import type { ServerResponse } from 'node:http';
import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';

/** `/sante`: 200 when pages can be served, 503 when the database does not answer. For probes and load balancers. */
export async function answerHealth(response: ServerResponse, db: Database): Promise<void> {
  const healthy = await sql`select 1`.execute(db).then(
    () => true,
    () => false
  );
  response.writeHead(healthy ? 200 : 503, {
    'content-type': 'application/json',
    'cache-control': 'no-store'
  });
  response.end(JSON.stringify({ status: healthy ? 'ok' : 'unavailable', database: healthy }));
}
