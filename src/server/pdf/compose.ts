import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { DomainError } from '#shared/errors.ts';
import type { Composition } from './compiler.ts';
import type { Answer } from './worker.ts';

export interface PdfDocument {
  /**
   * Typst, written by us: begins with `#import "/ground.typ": *` and reads `json(bytes(sys.inputs.data))`. What people
   * wrote is in `data` alone, where it is text and never code.
   */
  readonly source: string;
  readonly data: unknown;
  /** Images by the name the source gives them: « /logo-1.png ». PNG, JPEG, WebP, SVG. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  /** The date it bears. The same document of the same date is the same bytes. */
  readonly at: Date;
}

/** Why there is no document, in words for whoever asked; `detail` is for the log. */
export class PdfFailure extends DomainError {
  readonly status: number;
  readonly detail: string;

  constructor(message: string, detail: string, status = 500) {
    super(message, { cause: detail });
    this.status = status;
    this.detail = detail;
  }
}

interface Job {
  readonly composition: Composition;
  readonly timeoutMs: number;
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (failure: PdfFailure) => void;
}

const MOST_WORKERS = Math.min(2, availableParallelism());
const MOST_WAITING = 50;
/** A worker that nobody needs gives back its fonts and its memory. */
const IDLE_MS = 60_000;

const waiting: Job[] = [];
/** Each worker with the timer that ends its rest, or null while it works. */
const workers = new Map<Worker, NodeJS.Timeout | null>();

/**
 * Sets a document as an accessible PDF (PDF/UA-1), away from the thread that answers requests.
 * @throws PdfFailure when it cannot be set, takes too long, or too many wait already.
 */
export function composePdf(
  document: PdfDocument,
  { timeoutMs = 20_000 }: { readonly timeoutMs?: number } = {}
): Promise<Uint8Array> {
  return compose(document, 'pdf', timeoutMs);
}

/**
 * Sets a document as a picture (SVG, its letters as shapes): what an `img` shows of it before it is asked for. Its pages
 * come one under the other: give it the data of one.
 * @throws PdfFailure as `composePdf` does.
 */
export function composePicture(document: PdfDocument): Promise<Uint8Array> {
  return compose(document, 'svg', 20_000);
}

function compose(
  { source, data, files = {}, at }: PdfDocument,
  as: Composition['as'],
  timeoutMs: number
): Promise<Uint8Array> {
  if (waiting.length >= MOST_WAITING)
    return Promise.reject(
      new PdfFailure(
        'Beaucoup de documents sont en préparation. Réessayez dans une minute.',
        'full',
        503
      )
    );
  const seconds = Math.floor(at.getTime() / 1000);
  const composition = { source, data: JSON.stringify(data), files, at: seconds, as };
  return new Promise((resolve, reject) => {
    waiting.push({ composition, timeoutMs, resolve, reject });
    start();
  });
}

function start(): void {
  const resting = [...workers].find(([, rest]) => rest !== null)?.[0];
  if (!resting && workers.size >= MOST_WORKERS) return;
  const job = waiting.shift();
  if (job) work(resting ?? hire(), job);
}

function hire(): Worker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url));
  workers.set(worker, null);
  return worker;
}

function work(worker: Worker, { composition, timeoutMs, resolve, reject }: Job): void {
  clearTimeout(workers.get(worker) ?? undefined);
  workers.set(worker, null);
  worker.ref();
  const answered = (answer: Answer) =>
    end('bytes' in answer ? answer.bytes : broken(answer.failure), false);
  const failed = (error: Error) => end(broken(String(error)), true);
  const exited = (code: number) => end(broken(`worker ended: ${code}`), true);
  const timer = setTimeout(() => end(tooLong(timeoutMs), true), timeoutMs);
  const end = (outcome: Uint8Array | PdfFailure, isLost: boolean) => {
    clearTimeout(timer);
    worker.off('message', answered).off('error', failed).off('exit', exited);
    if (isLost) dismiss(worker);
    else rest(worker);
    if (outcome instanceof PdfFailure) reject(outcome);
    else resolve(outcome);
    start();
  };
  worker.on('message', answered).on('error', failed).on('exit', exited);
  worker.postMessage(composition);
}

function rest(worker: Worker): void {
  // Waiting for work, it does not keep the process alive.
  worker.unref();
  workers.set(worker, setTimeout(() => dismiss(worker), IDLE_MS).unref());
}

function dismiss(worker: Worker): void {
  clearTimeout(workers.get(worker) ?? undefined);
  workers.delete(worker);
  worker.on('error', () => undefined);
  void worker.terminate();
}

function broken(detail: string): PdfFailure {
  return new PdfFailure(
    'Le document PDF n’a pas pu être composé. Rien n’est perdu : réessayez.',
    detail
  );
}

function tooLong(timeoutMs: number): PdfFailure {
  const message = 'Le document PDF est trop long à composer. Réessayez dans un instant.';
  return new PdfFailure(message, `more than ${timeoutMs} ms`, 503);
}
