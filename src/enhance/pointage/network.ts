/** Sends what was done, and learns what others did, whenever the network allows it: nobody has to think of it. */
import type {
  Batch,
  BatchAnswer,
  CheckinList,
  Gesture
} from '#domain/registrations/checkin/model.ts';

/** In milliseconds: while all is well, and after a failure, twice as long each time. */
const REST = 10_000;
const FIRST_RETRY = 2_000;
const LAST_RETRY = 60_000;
const SOON = 250;
const TOO_LONG = 20_000;

export type ListAnswer =
  | { readonly state: 'list'; readonly list: CheckinList }
  | { readonly state: 'gone' | 'late' | 'offline' }
  | { readonly state: 'early'; readonly opensAt: number };

export async function askList(root: string): Promise<ListAnswer> {
  const answer = await ask(`${root}/liste`);
  if (!answer) return { state: 'offline' };
  if (answer.ok) return { state: 'list', list: (await answer.json()) as CheckinList };
  const said = (await answer.json().catch(() => ({}))) as { reason?: string; opensAt?: number };
  if (answer.status === 410) return { state: said.reason === 'late' ? 'late' : 'gone' };
  if (answer.status === 425) return { state: 'early', opensAt: said.opensAt ?? 0 };
  return { state: 'offline' };
}

export type SendAnswer =
  | { readonly state: 'received'; readonly answer: BatchAnswer }
  /** failed: the server answered, and could not do it. */
  | { readonly state: 'gone' | 'offline' | 'failed' };

export async function send(root: string, batch: Batch): Promise<SendAnswer> {
  const answer = await ask(`${root}/envoi`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(batch)
  });
  if (answer?.ok) return { state: 'received', answer: (await answer.json()) as BatchAnswer };
  if (!answer || answer.status === 429 || answer.status === 425) return { state: 'offline' };
  return { state: answer.status === 410 ? 'gone' : 'failed' };
}

/** Null without network, or when what answers is not the server: a hotel that asks for a room number. */
async function ask(address: string, init: RequestInit = {}): Promise<Response | null> {
  try {
    const signal = AbortSignal.timeout(TOO_LONG);
    const answer = await fetch(address, { ...init, signal, cache: 'no-store', redirect: 'error' });
    const isOurs = answer.headers.get('content-type')?.includes('application/json');
    return isOurs ? answer : null;
  } catch {
    return null;
  }
}

export interface Exchange {
  batch(): { readonly gestures: readonly Gesture[]; readonly batch: Batch };
  /** @returns whether there is more to send at once. */
  received(answer: BatchAnswer, sent: readonly Gesture[]): Promise<boolean>;
  gone(): Promise<void>;
  failed(): void;
  /** Whether the last attempt met the server. */
  reached(online: boolean): void;
}

/** Goes on by itself until told to stop. */
export class Courier {
  readonly #root: string;
  readonly #exchange: Exchange;
  #timer = 0;
  #failures = 0;
  #busy = false;
  #again = false;
  #stopped = false;

  constructor(root: string, exchange: Exchange) {
    this.#root = root;
    this.#exchange = exchange;
    addEventListener('online', () => this.hurry());
    addEventListener('offline', () => exchange.reached(false));
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.hurry();
    });
  }

  /** Something was done, or the network is said to be back. */
  hurry(): void {
    if (this.#busy) this.#again = true;
    else this.#plan(SOON);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #plan(delay: number): void {
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = window.setTimeout(() => void this.#run(), delay);
  }

  async #run(): Promise<void> {
    this.#busy = true;
    this.#again = false;
    const { gestures, batch } = this.#exchange.batch();
    const said = await send(this.#root, batch);
    let more = false;
    if (said.state === 'gone') {
      this.stop();
      await this.#exchange.gone();
    } else if (said.state === 'received') {
      this.#failures = 0;
      this.#exchange.reached(true);
      more = await this.#exchange.received(said.answer, gestures);
    } else {
      this.#failures += 1;
      if (said.state === 'failed') this.#exchange.failed();
      this.#exchange.reached(false);
    }
    this.#busy = false;
    this.#plan(this.#delay(more));
  }

  #delay(more: boolean): number {
    if (this.#failures > 0) {
      const delay = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** (this.#failures - 1));
      // Forty telephones do not come back at the same second.
      return delay * (0.75 + Math.random() / 2);
    }
    return more || this.#again ? SOON : REST;
  }
}
