import { parentPort } from 'node:worker_threads';
import { makeCompiler, type Composition } from './compiler.ts';

export type Answer = { readonly bytes: Uint8Array } | { readonly failure: string };

/** One composition at a time, asked by compose.ts. */
const compile = makeCompiler();

parentPort?.on('message', (composition: Composition) => {
  const answer = attempt(composition);
  parentPort?.postMessage(answer, 'bytes' in answer ? [answer.bytes.buffer as ArrayBuffer] : []);
});

function attempt(composition: Composition): Answer {
  try {
    return { bytes: compile(composition) };
  } catch (error) {
    return { failure: String(error) };
  }
}
