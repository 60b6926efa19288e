/** Reads one file in a thread of its own: what a file makes of its reader harms nothing else. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Format } from '../../../documents/formats.ts';
import { readText } from './documents.ts';

export interface Reading {
  readonly bytes: Uint8Array;
  readonly format: Format;
}

export type Answer = { readonly text: string } | { readonly failure: string };

if (parentPort) await answer(workerData as Reading);

async function answer({ bytes, format }: Reading): Promise<void> {
  try {
    say({ text: await readText(bytes, format) });
  } catch (error) {
    say({ failure: String(error) });
  }
}

function say(said: Answer): void {
  parentPort?.postMessage(said);
}
