/**
 * The file of a backup: a tar archive compressed by gzip, which any tool opens, closed by an empty gzip member whose
 * comment is the SHA-256 of every byte before it. One byte changed, missing or added anywhere is seen before anything
 * else is read (docs/adr/0010).
 * @see POSIX.1-1988 (ustar); RFC 1952, 2.3 (FCOMMENT)
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

const BLOCK = 512;
const SAYS = 'maillage sha256 ';
/** Magic, deflate, « there is a comment », no date, no particular compression, unknown system. */
const SEAL_HEAD = Buffer.from([0x1f, 0x8b, 8, 0x10, 0, 0, 0, 0, 0, 0xff]);
/** End of the comment, an empty deflate block, its CRC and its length. */
const SEAL_TAIL = Buffer.from([0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const SEAL_LENGTH = SEAL_HEAD.length + SAYS.length + 64 + SEAL_TAIL.length;

/** The file is not a backup, or not any more. The message is for the log. */
export class DamagedArchive extends Error {}

/** The last bytes of the file, from the digest (hexadecimal) of those before. */
export function sealOf(sha256: string): Buffer {
  return Buffer.concat([SEAL_HEAD, Buffer.from(SAYS + sha256, 'latin1'), SEAL_TAIL]);
}

/** @param name - at most 100 ASCII characters. @returns the block that precedes an entry. */
export function entryHeader(name: string, size: number): Buffer {
  if (!/^[\x20-\x7e]{1,100}$/.test(name)) throw new Error(`not a name of entry: ${name}`);
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number) =>
    header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  header.write(name, 0, 'latin1');
  octal(0o600, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  header.write('        0', 148, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  header.write(`${sumOf(header).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

/** What follows an entry of this size, up to the next block. */
export function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

/** Two empty blocks. */
export const ARCHIVE_END = Buffer.alloc(2 * BLOCK);

export interface ArchiveEntry {
  readonly name: string;
  readonly size: number;
  /** Consumed before the next entry is asked for. */
  readonly body: AsyncIterable<Buffer>;
}

/**
 * Reads the whole file and compares it with its seal. @returns its size in bytes and its SHA-256.
 * @throws DamagedArchive
 */
export async function checkSeal(file: string): Promise<{ size: number; sha256: string }> {
  const handle = await open(file);
  const hash = createHash('sha256');
  try {
    const { size } = await handle.stat();
    if (size <= SEAL_LENGTH) throw new DamagedArchive('too short');
    const piece = Buffer.alloc(1_000_000);
    let at = 0;
    while (at < size - SEAL_LENGTH) {
      const length = Math.min(piece.length, size - SEAL_LENGTH - at);
      const { bytesRead } = await handle.read(piece, 0, length, at);
      if (bytesRead === 0) throw new DamagedArchive('became shorter while it was read');
      hash.update(piece.subarray(0, bytesRead));
      at += bytesRead;
    }
    const seal = Buffer.alloc(SEAL_LENGTH);
    await handle.read(seal, 0, SEAL_LENGTH, at);
    const sha256 = hash.digest('hex');
    if (!seal.equals(sealOf(sha256))) throw new DamagedArchive('not what was written');
    return { size, sha256 };
  } finally {
    await handle.close();
  }
}

/** The entries of a file, in their order. @throws DamagedArchive when it is no such archive. */
export async function* readArchive(file: string): AsyncGenerator<ArchiveEntry> {
  const bytes = new ByteReader(gunzipped(file));
  for (;;) {
    const header = await bytes.exactly(BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const { name, size } = readHeader(header);
    const body = bytes.pieces(size);
    yield { name, size, body };
    await Array.fromAsync(body, () => null);
    await bytes.exactly(padding(size).length);
  }
}

/** Whole, in memory: for small entries. @throws DamagedArchive past `most` bytes. */
export async function readEntry({ name, size, body }: ArchiveEntry, most: number): Promise<Buffer> {
  if (size > most) throw new DamagedArchive(`${name} is too large`);
  return Buffer.concat(await Array.fromAsync(body));
}

function readHeader(header: Buffer): { name: string; size: number } {
  const text = (from: number, length: number) =>
    header.toString('latin1', from, from + length).replace(/[\0 ].*$/s, '');
  const size = Number.parseInt(text(124, 12), 8);
  const isOurs = text(257, 6) === 'ustar' && Number.parseInt(text(148, 8), 8) === sumOf(header);
  if (!isOurs || !Number.isSafeInteger(size)) throw new DamagedArchive('not an entry of tar');
  return { name: text(0, 100), size };
}

/** The sum of the bytes of a header, its own place counted as spaces. */
function sumOf(header: Buffer): number {
  return header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);
}

async function* gunzipped(file: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  // Its error is the one that the loop throws.
  pipeline(createReadStream(file), gunzip, () => undefined);
  try {
    for await (const piece of gunzip) yield piece as Buffer;
  } catch (error) {
    throw new DamagedArchive((error as Error).message, { cause: error });
  }
}

/** Bytes asked for by number, whatever pieces they come in. */
class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async exactly(length: number): Promise<Buffer> {
    return Buffer.concat(await Array.fromAsync(this.pieces(length)));
  }

  async *pieces(length: number): AsyncGenerator<Buffer> {
    let left = length;
    while (left > 0) {
      if (this.#held.length === 0) {
        const next = await this.#source.next();
        if (next.done) throw new DamagedArchive('ends too early');
        this.#held = next.value;
      }
      const piece = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }
}
