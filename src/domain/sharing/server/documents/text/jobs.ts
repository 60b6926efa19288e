import type { Database } from '#server/db/connection.ts';
import { addJob } from '#server/jobs/queue.ts';

const HOUR_MS = 3_600_000;

/** Asks again for the texts that still wait after an hour: whoever was to read them has given up. */
export async function askForLateTexts(db: Database, now: Date): Promise<number> {
  const late = await db
    .selectFrom('document_version')
    .select('id')
    .where('text_state', '=', 'waiting')
    .where('uploaded_at', '<', new Date(now.getTime() - HOUR_MS))
    .limit(200)
    .execute();
  for (const { id } of late)
    await addJob(db, 'documents.read', { id }, { jobKey: `document:${id}` });
  return late.length;
}
