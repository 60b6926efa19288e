import type { StructureInput } from '../model.ts';

const OF_STRUCTURE = [
  'summary',
  'description',
  'limits',
  'handsOverTo',
  'toPrepare',
  'note'
] as const;
const OF_SERVICE = [
  'description',
  'conditions',
  'limits',
  'toPrepare',
  'feesDetail',
  'delay'
] as const;

/** The texts of a fiche that people write freely and others read, by the path of their field. */
export function freeTexts(fiche: StructureInput): Record<string, string> {
  const own = OF_STRUCTURE.map((field) => [field, fiche[field]]);
  const ofServices = fiche.services.flatMap((service, at) =>
    OF_SERVICE.map((field) => [`services.${at}.${field}`, service[field]])
  );
  const ofPerimeters = [
    ['perimeter.note', fiche.perimeter.note ?? ''],
    ...fiche.services.map(({ perimeter }, at) => [
      `services.${at}.perimeter.note`,
      perimeter?.note ?? ''
    ])
  ];
  const all = [...own, ...ofServices, ...ofPerimeters] as [string, string][];
  return Object.fromEntries(all.filter(([, text]) => text !== ''));
}
