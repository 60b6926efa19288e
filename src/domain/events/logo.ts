/** A logo, known by its bytes: neither its name nor what the browser says of it is believed. */

export const LOGO_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type LogoType = (typeof LOGO_TYPES)[number];

export const MOST_LOGO_BYTES = 500_000;
/** Past this side, in pixels, a small file fills the memory of a telephone. */
const LONGEST_SIDE = 4000;

export type LogoReading =
  | { readonly ok: true; readonly type: LogoType; readonly width: number; readonly height: number }
  | { readonly ok: false; readonly reason: 'too-heavy' | 'not-an-image' | 'too-large' };

export interface Image {
  readonly type: LogoType;
  readonly width: number;
  readonly height: number;
}

/** Tells which image a file is, whole: one with something added after its end is refused. */
export function readLogo(bytes: Uint8Array): LogoReading {
  if (bytes.length > MOST_LOGO_BYTES) return { ok: false, reason: 'too-heavy' };
  const image = readImage(bytes);
  if (!image) return { ok: false, reason: 'not-an-image' };
  if (Math.max(image.width, image.height) > LONGEST_SIDE) return { ok: false, reason: 'too-large' };
  return { ok: true, ...image };
}

/** Tells which image a file is, whole, of any size; null when it is none. */
export function readImage(bytes: Uint8Array): Image | null {
  const image = readPng(bytes) ?? readJpeg(bytes) ?? readWebp(bytes);
  return image && image.width > 0 && image.height > 0 ? image : null;
}

const ascii = (bytes: Uint8Array, from: number, length: number) =>
  String.fromCharCode(...bytes.subarray(from, from + length));
const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** ISO/IEC 15948: a signature, then chunks (length, name, content, checksum) from IHDR to IEND. */
function readPng(bytes: Uint8Array): Image | null {
  if (ascii(bytes, 0, 8) !== '\x89PNG\r\n\x1a\n' || ascii(bytes, 12, 4) !== 'IHDR') return null;
  const data = view(bytes);
  let at = 8;
  while (at + 12 <= bytes.length) {
    const next = at + 12 + data.getUint32(at);
    if (ascii(bytes, at + 4, 4) === 'IEND')
      return next === bytes.length
        ? { type: 'image/png', width: data.getUint32(16), height: data.getUint32(20) }
        : null;
    at = next;
  }
  return null;
}

/** ITU-T T.81: markers, the size in the one that begins a frame (SOF, save the tables DHT, JPG and DAC). */
function readJpeg(bytes: Uint8Array): Image | null {
  const end = bytes.length;
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  if (bytes[end - 2] !== 0xff || bytes[end - 1] !== 0xd9) return null;
  const data = view(bytes);
  let at = 2;
  while (at + 9 < end && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame)
      return { type: 'image/jpeg', width: data.getUint16(at + 7), height: data.getUint16(at + 5) };
    at += marker === 0xff ? 1 : 2 + data.getUint16(at + 2);
  }
  return null;
}

/** RFC 9649: RIFF of the announced length, whose first chunk is VP8, VP8L or VP8X. */
function readWebp(bytes: Uint8Array): Image | null {
  if (bytes.length < 30 || ascii(bytes, 0, 4) !== 'RIFF' || ascii(bytes, 8, 4) !== 'WEBP')
    return null;
  const data = view(bytes);
  if (data.getUint32(4, true) + 8 !== bytes.length) return null;
  const size = webpSize(ascii(bytes, 12, 4), data);
  return size && { type: 'image/webp', ...size };
}

function webpSize(chunk: string, data: DataView): { width: number; height: number } | null {
  const three = (at: number) => data.getUint16(at, true) + (data.getUint8(at + 2) << 16);
  if (chunk === 'VP8X') return { width: three(24) + 1, height: three(27) + 1 };
  if (chunk === 'VP8 ')
    return { width: data.getUint16(26, true) & 0x3fff, height: data.getUint16(28, true) & 0x3fff };
  if (chunk !== 'VP8L' || data.getUint8(20) !== 0x2f) return null;
  const bits = data.getUint32(21, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}
