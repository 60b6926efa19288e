/** COPY by the connection of `pg`, which leaves it to whoever asks: rows out one by one, bytes in as they come. */
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type pg from 'pg';

/** What `pg` gives to a query it submits; `Connection` of its types says less. */
interface Wire {
  readonly stream: Duplex;
  query(text: string): void;
  sendCopyFromChunk(chunk: Uint8Array): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

/** Rows read ahead of who consumes them, in bytes: past it, PostgreSQL is told to wait. */
const AHEAD = 4_000_000;

/**
 * @param statement - « copy … to stdout ». One at a time on a connection.
 * @returns each row as PostgreSQL writes it, with its end of line.
 */
export async function* copyOut(client: pg.ClientBase, statement: string): AsyncGenerator<Buffer> {
  const rows = new Rows(statement);
  client.query(rows);
  try {
    for (;;) {
      const batch = await rows.take();
      if (!batch) return;
      yield* batch;
    }
  } finally {
    rows.abandon();
  }
}

/**
 * @param statement - « copy … from stdin ». @param bytes - cut anywhere.
 * @throws what PostgreSQL refuses, or what `bytes` throws: then nothing of it is kept.
 */
export async function copyIn(
  client: pg.ClientBase,
  statement: string,
  bytes: AsyncIterable<Uint8Array>
): Promise<void> {
  const filling = new Filling(statement);
  client.query(filling);
  const wire = await filling.ready;
  try {
    for await (const piece of bytes) {
      if (filling.isOver) break;
      wire.sendCopyFromChunk(piece);
      if (wire.stream.writableNeedDrain)
        await Promise.race([once(wire.stream, 'drain'), filling.over.catch(() => undefined)]);
    }
    if (!filling.isOver) wire.endCopyFrom();
  } catch (error) {
    if (!filling.isOver) wire.sendCopyFail('interrupted');
    await filling.over.catch(() => undefined);
    throw error;
  }
  await filling.over;
}

/** Part of what `pg` expects of a query. */
abstract class Copy {
  readonly #statement: string;
  protected wire: Wire | null = null;

  constructor(statement: string) {
    this.#statement = statement;
  }

  submit(connection: unknown): void {
    this.wire = connection as Wire;
    this.wire.query(this.#statement);
  }

  abstract handleError(error: Error): void;
  abstract handleReadyForQuery(): void;
  handleRowDescription(): void {
    // Nothing to do of it.
  }
  handleDataRow(): void {
    // Nothing to do of it.
  }
  handleCommandComplete(): void {
    // Nothing to do of it.
  }
  handlePortalSuspended(): void {
    // Nothing to do of it.
  }
  handleEmptyQuery(): void {
    // Nothing to do of it.
  }
  handleCopyInResponse(_connection: unknown): void {
    // Nothing to do of it.
  }
  handleCopyData(_message: { chunk: Buffer }): void {
    // Nothing to do of it.
  }
}

class Rows extends Copy {
  #rows: Buffer[] = [];
  #bytes = 0;
  #over = false;
  #abandoned = false;
  #error: Error | null = null;
  #wake: () => void = () => undefined;

  /** @returns the rows that have come; null after the last. */
  async take(): Promise<Buffer[] | null> {
    while (this.#rows.length === 0) {
      if (this.#error) throw this.#error;
      if (this.#over) return null;
      await new Promise<void>((wake) => (this.#wake = wake));
    }
    const taken = this.#rows;
    this.#rows = [];
    this.#bytes = 0;
    this.wire?.stream.resume();
    return taken;
  }

  /** What still comes is thrown away. */
  abandon(): void {
    this.#abandoned = true;
    this.#rows = [];
    if (!this.#over) this.wire?.stream.resume();
  }

  override handleCopyData({ chunk }: { chunk: Buffer }): void {
    if (this.#abandoned) return;
    // `pg` reuses the memory it read into.
    this.#rows.push(Buffer.from(chunk));
    this.#bytes += chunk.length;
    if (this.#bytes > AHEAD) this.wire?.stream.pause();
    this.#wake();
  }

  override handleError(error: Error): void {
    this.#error = error;
    this.#wake();
  }

  override handleReadyForQuery(): void {
    this.#over = true;
    this.#wake();
  }
}

class Filling extends Copy {
  readonly #ready = Promise.withResolvers<Wire>();
  readonly #over = Promise.withResolvers<null>();
  isOver = false;

  constructor(statement: string) {
    super(statement);
    // Both fail together: who waits for one need not hear the other.
    this.#ready.promise.catch(() => undefined);
    this.#over.promise.catch(() => undefined);
  }

  get ready(): Promise<Wire> {
    return this.#ready.promise;
  }

  get over(): Promise<null> {
    return this.#over.promise;
  }

  override handleCopyInResponse(connection: unknown): void {
    this.#ready.resolve(connection as Wire);
  }

  override handleError(error: Error): void {
    this.isOver = true;
    this.#ready.reject(error);
    this.#over.reject(error);
  }

  override handleReadyForQuery(): void {
    this.isOver = true;
    this.#over.resolve(null);
  }
}
