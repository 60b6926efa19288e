import { describe, expect, test } from 'vitest';
import {
  aJpeg,
  anExif,
  aPhoto,
  aPng,
  aToldPng,
  aToldWebp,
  aWebp,
  jpegSegment,
  webpChunk
} from '../../tests/factories/images.ts';
import { readImage } from '#domain/events/logo.ts';
import { withoutMetadata } from './pictures.ts';

const WORDS = 'Chez Zoe, 44.017 N 1.355 E';
const KINDS = [
  ['a JPEG', aPhoto],
  ['a PNG', aToldPng],
  ['a WebP', aToldWebp]
] as const;

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
/** The entry of the orientation, as it is written: SHORT, once, its value. */
const TURNED = /0112000300000001000([2-8])0000/;
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe.each(KINDS)('%s', (_name, tell) => {
  test('keeps its picture and nothing of what is told beside it', () => {
    const told = tell(1, WORDS);
    expect(latin1(told)).toContain(WORDS);
    const kept = withoutMetadata(told)!;
    expect(latin1(kept)).not.toContain('Zoe');
    expect(latin1(kept)).not.toMatch(/Exif|eXIf|EXIF|XMP|tIME|Photoshop|MPF/);
    expect(readImage(kept)).toMatchObject({ width: 120, height: 60 });
    expect(withoutMetadata(kept)).toEqual(kept);
  });

  test.each([2, 3, 6, 8])('turned %i stays turned, and that alone is said', (turned) => {
    const kept = withoutMetadata(tell(turned, WORDS))!;
    expect(TURNED.exec(hex(kept))?.[1]).toBe(String(turned));
    expect(latin1(kept)).not.toContain('Zoe');
    expect(readImage(kept)).toMatchObject({ width: 120, height: 60 });
    expect(withoutMetadata(kept)).toEqual(kept);
  });

  test('turned in no known way is as it is', () => {
    expect(hex(withoutMetadata(tell(9, WORDS))!)).not.toMatch(TURNED);
  });

  test('torn or bent anywhere is refused or read, and never makes it fail', () => {
    const whole = tell(6, WORDS);
    for (let at = 0; at < whole.length; at += 1) {
      expect(() => withoutMetadata(whole.subarray(0, at))).not.toThrow();
      const bent = new Uint8Array(whole);
      bent[at] = 0xff;
      expect(() => withoutMetadata(bent)).not.toThrow();
    }
    expect(withoutMetadata(whole.subarray(0, 60))).toBeNull();
  });
});

describe('what draws stays', () => {
  test('a picture that tells nothing is the same', () => {
    for (const plain of [aJpeg(), aPng(), aWebp()])
      expect(Buffer.from(withoutMetadata(plain)!).equals(plain)).toBe(true);
  });

  test('the colour profile and the colours of Adobe, not the small image of JFIF', () => {
    const icc = jpegSegment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x01profil', 'latin1'));
    const adobe = jpegSegment(0xee, Buffer.from('Adobe\0d\0\0\0\0\x01', 'latin1'));
    const small = Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01abc', 'latin1');
    const plain = aJpeg();
    const rest = plain.subarray(20);
    const told = Buffer.concat([plain.subarray(0, 2), jpegSegment(0xe0, small), icc, adobe, rest]);
    const kept = Buffer.from(withoutMetadata(told)!);
    expect(kept.equals(Buffer.concat([plain.subarray(0, 20), icc, adobe, rest]))).toBe(true);
  });

  test('several scans, restarts and written 0xFF', () => {
    const scan = Buffer.from('ffda0008010100003f0011ff0022ffd033ffff', 'hex');
    const comment = jpegSegment(0xfe, Buffer.from(WORDS));
    const plain = aJpeg();
    const told = Buffer.concat([plain.subarray(0, -12), scan, comment, scan, plain.subarray(-2)]);
    const kept = Buffer.from(withoutMetadata(told)!);
    expect(kept.includes('Zoe')).toBe(false);
    expect(kept.toString('hex').split('11ff0022ffd033')).toHaveLength(3);
  });

  test('an EXIF of WebP that begins as in a JPEG is read too', () => {
    const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), anExif(6, WORDS)]);
    const told = aToldWebp(1, WORDS);
    const body = Buffer.concat([told.subarray(0, 30 + 20), webpChunk('EXIF', exif)]);
    body.writeUInt32LE(body.length - 8, 4);
    expect(hex(withoutMetadata(body)!)).toMatch(TURNED);
  });

  test('what is no picture is none', () => {
    for (const text of ['', 'GIF89a', '%PDF-1.7', 'RIFF\0\0\0\0WAVE'])
      expect(withoutMetadata(new Uint8Array(Buffer.from(text, 'latin1')))).toBeNull();
  });
});
