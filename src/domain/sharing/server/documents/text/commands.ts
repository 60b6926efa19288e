/** The text of a file is read after it was kept, apart from any request. */
import { Worker } from 'node:worker_threads';
import type { Database, Tx } from '#server/db/connection.ts';
import { addJob } from '#server/jobs/queue.ts';
import { log } from '#server/log.ts';
import { readFile } from '#server/storage/files.ts';
import { FORMAT_TRAITS, formatOf, type Format } from '../../../documents/formats.ts';
import type { TextState } from '../../../documents/versions.ts';
import type { Answer, Reading } from './worker.ts';

const TIMEOUT_MS = 90_000;
const MOST_MEMORY_MB = 512;

/** What a file says before it was read: an image has nothing to read. */
export function firstTextState(format: Format): TextState {
  return FORMAT_TRAITS[format].family === 'image' ? 'none' : 'waiting';
}

/** Asks for the text of a version to be read, once what keeps it is committed. */
export function askForText(tx: Tx, version: number): Promise<void> {
  return addJob(tx, 'documents.read', { id: version }, { jobKey: `document:${version}` });
}

/**
 * Reads the text of a version that waits for it. Done again, it changes nothing.
 * @throws StorageFailure: it is tried again later.
 */
export async function readVersionText(db: Database, version: number): Promise<void> {
  const found = await db
    .selectFrom('document_version')
    .select(['storage_key as key', 'size', 'sha256', 'media_type'])
    .where('id', '=', version)
    .where('text_state', '=', 'waiting')
    .executeTakeFirst();
  const format = found && formatOf(found.media_type);
  if (!found || !format) return;
  const bytes = await readFile(db, found);
  const answer = await readApart({ bytes: new Uint8Array(bytes), format });
  if ('failure' in answer) log.warn({ version, err: answer.failure }, 'a document cannot be read');
  // Versions brought back have the same file.
  await db
    .updateTable('document_version')
    .set(outcomeOf(answer))
    .where('storage_key', '=', found.key)
    .where('text_state', '=', 'waiting')
    .execute();
}

function outcomeOf(answer: Answer): { text: string; text_state: TextState } {
  if ('failure' in answer) return { text: '', text_state: 'unreadable' };
  const isScan = !/\p{L}/u.test(answer.text);
  return { text: answer.text, text_state: isScan ? 'none' : 'read' };
}

function readApart(reading: Reading): Promise<Answer> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: reading,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB }
    });
    const timer = setTimeout(() => end({ failure: `more than ${TIMEOUT_MS} ms` }), TIMEOUT_MS);
    const end = (answer: Answer) => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(answer);
    };
    worker.on('message', end);
    worker.on('error', (error) => end({ failure: String(error) }));
    worker.on('exit', (code) => end({ failure: `the thread ended: ${code}` }));
  });
}
