import { describe, expect, test } from 'vitest';
import { aJpeg, aPng, aWebp } from '../../../tests/factories/images.ts';
import { readLogo } from './logo.ts';

const text = (content: string) => new TextEncoder().encode(content);

describe('a logo is known by its bytes', () => {
  test.each([
    ['image/png', aPng(300, 90)],
    ['image/jpeg', aJpeg(300, 90)],
    ['image/webp', aWebp(300, 90)]
  ])('%s, with its size', (type, bytes) => {
    expect(readLogo(bytes)).toEqual({ ok: true, type, width: 300, height: 90 });
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['an SVG, which may hold a script', text('<svg xmlns="http://www.w3.org/2000/svg"></svg>')],
    ['a page named logo.png', text('<!doctype html><script>alert(1)</script>')],
    ['a GIF', text('GIF89a' + '\0'.repeat(40))],
    ['a PDF', text('%PDF-1.7 ' + ' '.repeat(40))],
    [
      'the first bytes of a PNG, then a page',
      Buffer.concat([aPng().subarray(0, 40), text('<script>')])
    ],
    ['a whole PNG, then a page', Buffer.concat([aPng(), text('<script>alert(1)</script>')])],
    ['a whole JPEG, then an archive', Buffer.concat([aJpeg(), text('PK\x03\x04')])],
    ['a WebP longer than it says', Buffer.concat([aWebp(), text('<script>')])],
    ['a PNG cut short', aPng().subarray(0, -6)],
    ['a PNG of no width', aPng(0, 10)]
  ])('%s is not one', (_, bytes) => {
    expect(readLogo(bytes)).toEqual({ ok: false, reason: 'not-an-image' });
  });

  test('past 500 kB, or 4,000 pixels a side, it is refused', () => {
    expect(readLogo(aPng(10, 10, 500_000))).toEqual({ ok: false, reason: 'too-heavy' });
    expect(readLogo(aPng(4001, 1))).toEqual({ ok: false, reason: 'too-large' });
    expect(readLogo(aPng(10, 10, 499_000))).toMatchObject({ ok: true });
  });

  test('no bytes, whatever they are, make it fail otherwise than by a refusal', () => {
    const whole = [aPng(), aJpeg(), aWebp()];
    for (const bytes of whole)
      for (let cut = 0; cut < bytes.length; cut += 1) {
        const torn = new Uint8Array(bytes.subarray(0, cut));
        expect(() => readLogo(torn)).not.toThrow();
        const bent = new Uint8Array(bytes);
        bent[cut] = 0xff;
        expect(() => readLogo(bent)).not.toThrow();
      }
  });
});
