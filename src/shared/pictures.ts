/**
 * A picture without what it tells beside itself: where and when it was taken, with what, by whom, and the small image of
 * what was cut out of it. What is kept is listed, so that what nobody thought of goes; how it is turned stays.
 */

/**
 * @param bytes - a whole PNG, JPEG or WebP.
 * @returns null when it is none of them, or is damaged. What follows the end of the picture goes too.
 */
export function withoutMetadata(bytes: Uint8Array): Uint8Array | null {
  try {
    if (ascii(bytes, 0, 4) === '\x89PNG') return stripPng(bytes);
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return stripJpeg(bytes);
    if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'WEBP') return stripWebp(bytes);
    return null;
  } catch (error) {
    // A length that leads out of the file.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * ISO/IEC 15948 and the third edition of PNG: what draws (its name begins with a capital, or is one of these), the animation
 * included. Dates, texts and what is private to a software go.
 */
const PNG_KEPT =
  /^([A-Z]|(tRNS|gAMA|cHRM|sRGB|iCCP|cICP|mDCV|cLLI|sBIT|bKGD|hIST|pHYs|sPLT|acTL|fcTL|fdAT)$)/;

function stripPng(bytes: Uint8Array): Uint8Array | null {
  const [kept, drawn] = [[bytes.subarray(0, 8)], [] as Uint8Array[]];
  let turned = 1;
  for (let at = 8; at < bytes.length;) {
    const name = ascii(bytes, at + 4, 4);
    const piece = cut(bytes, at, 12 + view(bytes).getUint32(at));
    if (name === 'eXIf') turned = orientationOf(piece.subarray(8, -4));
    if (PNG_KEPT.test(name)) (name === 'IDAT' || drawn.length > 0 ? drawn : kept).push(piece);
    if (name === 'IEND') {
      const exif = turned === 1 ? [] : [pngChunk('eXIf', orientationTiff(turned))];
      return joined([...kept, ...exif, ...drawn]);
    }
    at += piece.length;
  }
  return null;
}

/**
 * ITU-T T.81. Of the segments of applications: JFIF (its small image apart), the colour profile, and how Adobe wrote the
 * colours; no comment.
 */
function stripJpeg(bytes: Uint8Array): Uint8Array | null {
  const head: Uint8Array[] = [];
  const kept: Uint8Array[] = [];
  let turned = 1;
  for (let at = 2; at < bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) {
      const exif = turned === 1 ? [] : [exifSegment(turned)];
      return joined([bytes.subarray(0, 2), ...head, ...exif, ...kept, bytes.subarray(at, at + 2)]);
    }
    const length = isAlone(marker) ? 2 : 2 + view(bytes).getUint16(at + 2);
    const segment = cut(bytes, at, marker === 0xda ? scanEnd(bytes, at + length) - at : length);
    if (marker === 0xe0) head.push(...jfif(segment));
    else if (marker === 0xe1) turned = exifOf(segment) ?? turned;
    else if (isDrawn(marker, segment)) kept.push(segment);
    at += segment.length;
  }
  return null;
}

/** TEM and the restarts have nothing after their two bytes. */
const isAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

function isDrawn(marker: number, segment: Uint8Array): boolean {
  if (marker === 0xe2) return ascii(segment, 4, 12) === 'ICC_PROFILE\0';
  if (marker === 0xee) return ascii(segment, 4, 5) === 'Adobe';
  return marker !== 0xfe && !(marker >= 0xe0 && marker <= 0xef);
}

/** Where the drawn bytes of a scan end: at a marker that is neither a restart nor a written 0xFF. */
function scanEnd(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    const next = bytes[at + 1]!;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7))
      return at;
  }
  return bytes.length;
}

function jfif(segment: Uint8Array): Uint8Array[] {
  if (ascii(segment, 4, 5) !== 'JFIF\0' || segment.length < 18) return [];
  const short = segment.slice(0, 18);
  short.set([0, 16], 2);
  short.set([0, 0], 16);
  return [short];
}

const EXIF = 'Exif\0\0';

function exifOf(segment: Uint8Array): number | null {
  return ascii(segment, 4, 6) === EXIF ? orientationOf(segment.subarray(10)) : null;
}

function exifSegment(turned: number): Uint8Array {
  const tiff = orientationTiff(turned);
  return joined([latin1(`\xff\xe1\0${String.fromCharCode(8 + tiff.length)}${EXIF}`), tiff]);
}

/** RFC 9649. Frames are kept whole. */
const WEBP_KEPT = ['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP'];
const [HAS_EXIF, HAS_XMP] = [0x08, 0x04];

function stripWebp(bytes: Uint8Array): Uint8Array | null {
  const data = view(bytes);
  const end = Math.min(bytes.length, 8 + data.getUint32(4, true));
  const kept: Uint8Array[] = [];
  let turned = 1;
  for (let at = 12; at < end;) {
    const [name, size] = [ascii(bytes, at, 4), data.getUint32(at + 4, true)];
    const piece = cut(bytes, at, 8 + size + (size % 2));
    if (WEBP_KEPT.includes(name)) kept.push(piece.slice());
    if (name === 'EXIF') turned = orientationOf(exifBody(piece.subarray(8, 8 + size)));
    at += piece.length;
  }
  const extended = kept.find((piece) => ascii(piece, 0, 4) === 'VP8X');
  // Only an extended file may say how it is turned.
  const isTurned = turned !== 1 && extended !== undefined;
  if (extended) extended[8] = (extended[8]! & ~(HAS_EXIF | HAS_XMP)) | (isTurned ? HAS_EXIF : 0);
  const tiff = orientationTiff(turned);
  if (isTurned) kept.push(joined([latin1('EXIF'), little(tiff.length), tiff]));
  const body = joined(kept);
  return joined([latin1('RIFF'), little(4 + body.length), latin1('WEBP'), body]);
}

const exifBody = (bytes: Uint8Array) => (ascii(bytes, 0, 6) === EXIF ? bytes.subarray(6) : bytes);

const ORIENTATION = 0x0112;

/** TIFF 6.0: how the picture is turned, from 1 (as it is) to 8; 1 when it is not said, or not readable. */
function orientationOf(tiff: Uint8Array): number {
  const isLittle = ascii(tiff, 0, 2) === 'II';
  if (tiff.length < 8 || !(isLittle || ascii(tiff, 0, 2) === 'MM')) return 1;
  const data = view(tiff);
  const first = data.getUint32(4, isLittle);
  if (first + 2 > tiff.length) return 1;
  const count = data.getUint16(first, isLittle);
  for (let at = first + 2, left = count; left > 0 && at + 12 <= tiff.length; at += 12, left -= 1) {
    if (data.getUint16(at, isLittle) !== ORIENTATION) continue;
    const value = data.getUint16(at + 8, isLittle);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** One directory, of one entry. */
function orientationTiff(turned: number): Uint8Array {
  const one = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0];
  return new Uint8Array([0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1, ...one, 0, 0, 0, 0]);
}

function pngChunk(name: string, content: Uint8Array): Uint8Array {
  const named = joined([latin1(name), content]);
  const framed = new Uint8Array(named.length + 8);
  const data = view(framed);
  data.setUint32(0, content.length);
  framed.set(named, 4);
  data.setUint32(framed.length - 4, crc32(named));
  return framed;
}

/** ISO/IEC 15948, annex D; bit by bit, since it only sums a few bytes. */
function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

function cut(bytes: Uint8Array, from: number, length: number): Uint8Array {
  if (length < 2 || from + length > bytes.length) throw new RangeError('out of the file');
  return bytes.subarray(from, from + length);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function little(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  view(bytes).setUint32(0, value, true);
  return bytes;
}

const ascii = (bytes: Uint8Array, from: number, length: number) =>
  String.fromCharCode(...bytes.subarray(from, from + length));
const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
