import { deflateSync } from 'node:zlib';

const CRCS = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

/** A chunk of PNG. */
export function pngChunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  let crc = 0xffffffff;
  for (const byte of named) crc = CRCS[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(content.length);
  named.copy(framed, 4);
  framed.writeUInt32BE((crc ^ 0xffffffff) >>> 0, framed.length - 4);
  return framed;
}

/** A real PNG, of one colour. @param bytes - at least this heavy, by a comment in it. */
export function aPng(width = 120, height = 60, bytes = 0): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc((width * 3 + 1) * Math.min(height, 2000), 0x40);
  for (let y = 0; y < Math.min(height, 2000); y += 1) rows[y * (width * 3 + 1)] = 0;
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    ...(bytes > 0 ? [pngChunk('tEXt', Buffer.alloc(bytes, 0x61))] : []),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0))
  ]);
}

/** The frame of a JPEG: what tells its size, without a picture. */
export function aJpeg(width = 120, height = 60): Buffer {
  const [w, h] = [Buffer.alloc(2), Buffer.alloc(2)];
  w.writeUInt16BE(width);
  h.writeUInt16BE(height);
  return Buffer.concat([
    Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b08', 'hex'),
    ...[h, w],
    Buffer.from('01011100ffda0008010100003f00ffd9', 'hex')
  ]);
}

/** The frame of a lossless WebP, without a picture. */
export function aWebp(width = 120, height = 60): Buffer {
  const picture = Buffer.alloc(20);
  picture.write('VP8L', 'latin1');
  picture.writeUInt32LE(12, 4);
  picture.writeUInt8(0x2f, 8);
  picture.writeUInt32LE(((height - 1) << 14) | (width - 1), 9);
  const head = Buffer.alloc(12);
  head.write('RIFF', 'latin1');
  head.writeUInt32LE(picture.length + 4, 4);
  head.write('WEBP', 8, 'latin1');
  return Buffer.concat([head, picture]);
}

/** What a telephone writes beside a picture: how it is turned, its owner, and words that stand for a place. */
export function anExif(orientation: number, words: string): Buffer {
  const entry = (tag: number, type: number, count: number, value: number) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16LE(tag, 0);
    bytes.writeUInt16LE(type, 2);
    bytes.writeUInt32LE(count, 4);
    bytes.writeUInt32LE(value, 8);
    return bytes;
  };
  const head = Buffer.from('49492a00080000000200', 'hex');
  const text = Buffer.from(`${words}\0`, 'latin1');
  const at = head.length + 24 + 4;
  const all = [head, entry(0x0112, 3, 1, orientation), entry(0x8298, 2, text.length, at)];
  return Buffer.concat([...all, Buffer.alloc(4), text]);
}

/** A segment of JPEG. */
export function jpegSegment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

/** A chunk of WebP. */
export function webpChunk(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

/** A JPEG as a telephone writes it: `words` in its EXIF, its XMP, its IPTC, a comment, and a second picture after its end. */
export function aPhoto(orientation: number, words: string): Buffer {
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), anExif(orientation, words)]);
  const said = (prefix: string) => Buffer.from(`${prefix}${words}`, 'latin1');
  const plain = aJpeg();
  return Buffer.concat([
    plain.subarray(0, 20),
    jpegSegment(0xe1, exif),
    jpegSegment(0xe1, said('http://ns.adobe.com/xap/1.0/\0')),
    jpegSegment(0xe2, said('ICC_PROFILE\0\x01\x01').subarray(0, 14)),
    jpegSegment(0xe2, said('MPF\0')),
    jpegSegment(0xed, said('Photoshop 3.0\0')),
    jpegSegment(0xfe, said('')),
    plain.subarray(20),
    Buffer.from(words, 'latin1'),
    plain
  ]);
}

/** An extended WebP with `words` in its EXIF and its XMP. */
export function aToldWebp(orientation: number, words: string): Buffer {
  const extended = Buffer.alloc(10);
  extended.writeUInt8(0x0c, 0);
  extended.set([119, 0, 0, 59, 0, 0], 4);
  const body = Buffer.concat([
    webpChunk('VP8X', extended),
    aWebp().subarray(12),
    webpChunk('EXIF', anExif(orientation, words)),
    webpChunk('XMP ', Buffer.from(words, 'latin1')),
    webpChunk('????', Buffer.from(words, 'latin1'))
  ]);
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}

/** A PNG with `words` in every place that says something beside the picture. */
export function aToldPng(orientation: number, words: string): Buffer {
  const plain = aPng();
  const said = (name: string) => pngChunk(name, Buffer.from(`Author\0${words}`, 'latin1'));
  return Buffer.concat([
    plain.subarray(0, 33),
    ...[said('tEXt'), said('iTXt'), said('zTXt'), said('caBX'), pngChunk('tIME', Buffer.alloc(7))],
    pngChunk('pHYs', Buffer.alloc(9)),
    pngChunk('eXIf', anExif(orientation, words)),
    plain.subarray(33)
  ]);
}
