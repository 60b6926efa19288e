import { crc32, deflateSync } from 'node:zlib';
import QRCode from 'qrcode';

/** A code for a telephone, as one path: what a page draws in a square of `size` modules, margin included. */
export interface Code {
  readonly size: number;
  readonly path: string;
}

/** The light modules that a reader needs around the code (ISO 18004). */
const MARGIN = 4;

/** The code of an address: that of « ma place », shown at the door. */
export function drawCode(address: string): Code {
  const { modules } = QRCode.create(address, { errorCorrectionLevel: 'M' });
  const path = Array.from({ length: modules.size }, (_row, y) =>
    runs(modules.size, (x) => Boolean(modules.get(y, x)))
      .map(([x, width]) => `M${x + MARGIN} ${y + MARGIN}h${width}v1h-${width}z`)
      .join('')
  ).join('');
  return { size: modules.size + 2 * MARGIN, path };
}

/** Dark modules side by side are one rectangle: less to draw, two thousand times. */
function runs(size: number, isDark: (x: number) => boolean): [x: number, width: number][] {
  const found: [number, number][] = [];
  for (let x = 0; x < size; x += 1) {
    if (!isDark(x)) continue;
    const last = found.at(-1);
    if (last && last[0] + last[1] === x) last[1] += 1;
    else found.push([x, 1]);
  }
  return found;
}

/** Points of each module, so that a reader that smooths images leaves its edges sharp. */
const POINTS = 2;
const BLACK_AND_WHITE = [1, 0, 0, 0, 0];

/** The same code as an image (PNG, one bit a point), a hundred times faster to print than a drawing. */
export function drawPng(address: string): Uint8Array {
  const { modules } = QRCode.create(address, { errorCorrectionLevel: 'M' });
  const side = (modules.size + 2 * MARGIN) * POINTS;
  const line = Math.ceil(side / 8);
  const bits = Buffer.alloc((line + 1) * side);
  for (let y = 0; y < side; y += 1) {
    const start = y * (line + 1) + 1;
    for (let x = 0; x < side; x += 1)
      if (!isDark(modules, x, y)) bits[start + (x >> 3)]! |= 0x80 >> (x & 7);
  }
  const header = Buffer.alloc(8);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', Buffer.concat([header, Buffer.from(BLACK_AND_WHITE)])),
    chunk('IDAT', deflateSync(bits)),
    chunk('IEND', Buffer.alloc(0))
  ]);
}

function isDark(modules: QRCode.BitMatrix, x: number, y: number): boolean {
  const [column, row] = [Math.floor(x / POINTS) - MARGIN, Math.floor(y / POINTS) - MARGIN];
  const within = (at: number) => at >= 0 && at < modules.size;
  return within(column) && within(row) && Boolean(modules.get(row, column));
}

/** ISO/IEC 15948: length, name, content, checksum. */
function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
