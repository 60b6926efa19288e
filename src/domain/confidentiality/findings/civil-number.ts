import type { Passage } from './finding.ts';

const GAP = String.raw`[ \u00A0\u202F.-]?`;
/** Sex, year, month, département, commune, order, then the key, which people often leave out. */
const NIR = new RegExp(
  String.raw`(?<![\p{L}\d]|\d${GAP})([1-478])${GAP}(\d{2})${GAP}(0[1-9]|1[0-2]|[2-9]\d)${GAP}(\d{2}|2[AB])${GAP}(\d{3})${GAP}(\d{3})(?:${GAP}(\d{2}))?(?![\p{L}\d]|${GAP}\d)`,
  'giu'
);
const ANNOUNCED = /(?:s[ée]curit[ée]\s+sociale|s[ée]cu|\bnir|\bnss|\bn°\s*ss)[^\d\n]{0,20}$/i;

/** Numbers of the social security (NIR), with or without their key. A wrong key is no NIR, unless announced as one. */
export function findCivilNumbers(text: string): Passage[] {
  return [...text.matchAll(NIR)]
    .filter((found) => hasRightKey(found) || ANNOUNCED.test(text.slice(0, found.index)))
    .map((found) => ({
      kind: 'number' as const,
      start: found.index,
      end: found.index + found[0].length
    }));
}

/** The key is 97 minus the rest of the number by 97; Corsica counts as 19 (2A) and 18 (2B). INSEE, 1946. */
function hasRightKey(found: RegExpMatchArray): boolean {
  const [, sex, year, month, departement = '', commune, order, key] = found;
  if (key === undefined) return true;
  const digits = departement.toUpperCase().replace('2A', '19').replace('2B', '18');
  const rest = Number(BigInt(`${sex}${year}${month}${digits}${commune}${order}`) % 97n);
  return 97 - rest === Number(key);
}
