/** What a ZIP archive holds once unpacked, counted before anything else opens it. */
import { inflateRawSync } from 'node:zlib';

/** broken: it is no archive, or has more entries than allowed. */
export type Unpacked = 'fits' | 'too-large' | 'broken';

const ENTRY_LIST_END = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const ENTRY = 0x02014b50;

/**
 * Walks the archive's own list of entries and unpacks each up to the limit, whatever sizes it declares: a small file may
 * hide a huge one.
 * @param most.bytes - of all entries together. @param most.entries - how many.
 * @see APPNOTE.TXT of PKWARE, 4.3.12 and 4.3.16
 */
export function measureUnpacked(
  bytes: Buffer,
  most: { readonly bytes: number; readonly entries: number }
): Unpacked {
  const end = bytes.lastIndexOf(ENTRY_LIST_END);
  if (end < 0 || end + 22 > bytes.length) return 'broken';
  const count = bytes.readUInt16LE(end + 10);
  if (count > most.entries) return 'broken';
  let at = bytes.readUInt32LE(end + 16);
  let left = most.bytes;
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY) return 'broken';
    const size = unpackedSize(bytes, at, left);
    if (typeof size === 'string') return size;
    left -= size;
    if (left < 0) return 'too-large';
    at +=
      46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return 'fits';
}

function unpackedSize(bytes: Buffer, entry: number, left: number): number | Unpacked {
  const method = bytes.readUInt16LE(entry + 10);
  const packed = bytes.readUInt32LE(entry + 20);
  const local = bytes.readUInt32LE(entry + 42);
  if (local + 30 > bytes.length) return 'broken';
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const data = bytes.subarray(start, start + packed);
  if (method === 0) return data.length;
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, left) }).length;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? 'too-large'
      : 'broken';
  }
}
