import type { Passage } from './finding.ts';

const MONTH =
  'janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre';
const DAY = String.raw`\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2,4}|(?:\d{1,2}|1er)\s+(?:${MONTH})(?:\s+\d{4})?`;
const YEAR = String.raw`(?:1[89]|20)\d{2}`;

/** « né le 12 mars 1942 », « née en 1942 », « née à Agen le 3/5/51 ». */
const BORN = new RegExp(
  String.raw`(?<!\p{L})n[ée]((?:\(e\)|e)?s?)\s+(?:(?:à|au)\s+[\p{L}' ’-]{2,30}?\s+)?(?:(le|un)\s+(?:\p{L}+di\s+)?(?:${DAY})|(en)\s+(?:(?:${MONTH})\s+)?${YEAR})(?!\d)`,
  'giu'
);
/** « DDN : 12/03/1942 », « date de naissance 12.03.42 ». */
const ANNOUNCED = new RegExp(
  String.raw`(?<!\p{L})(?:ddn|(?:date|ann[ée]e)\s+de\s+naissance|naissance)\s*(?:[:=-]|\ble\b|\bdu\b|\ben\b|\best\b)*\s*(?:le\s+)?(?:${DAY}|${YEAR})(?!\d)`,
  'giu'
);
/** « 12/03/1942 (date de naissance) », « du 12/03/1942, né à Agen ». */
const FOLLOWED = new RegExp(
  String.raw`(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](?:1[89]|20)\d{2}[ ,(]{1,3}(?:ddn|date de naissance|n[ée]e?\s+à)`,
  'giu'
);
/** What is born too, and is nobody. */
const INSTITUTION =
  /(?:association|r[ée]seau|dispositif|structure|projet|collectif|service|id[ée]e|maison|plateforme|cpts|dac|clic|mda|f[ée]d[ée]ration|partenariat|d[ée]marche|initiative|[ée]quipe|programme|groupe(?:ment)?|centre|coop[ée]rative|[ée]tablissement|action|fondation|syndicat|mutuelle|contrat|charte|plan|loi|commission|exp[ée]rimentation|ehpad|r[ée]sidence)[^.;\n]{0,45}$/iu;

/** Dates of birth, never the date when a network or an association was born. */
export function findBirths(text: string): Passage[] {
  const born = [...text.matchAll(BORN)].filter(([, ending = '', day], index, all) => {
    const before = text.slice(0, all[index]!.index);
    if (!day && ending.endsWith('s')) return false;
    return !INSTITUTION.test(before);
  });
  return [...born, ...text.matchAll(ANNOUNCED), ...text.matchAll(FOLLOWED)].map((found) => ({
    kind: 'birth' as const,
    start: found.index,
    end: found.index + found[0].length
  }));
}
