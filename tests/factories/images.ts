import { deflateSync } from 'node:zlib';

const CRCS = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function chunk(name: string, content: Buffer): Buffer {
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
    chunk('IHDR', header),
    ...(bytes > 0 ? [chunk('tEXt', Buffer.alloc(bytes, 0x61))] : []),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0))
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
