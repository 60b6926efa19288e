import { DECISION_LABELS, type ImportPart } from '#domain/plans/importing/deciding.ts';
import { STANDARD_HEADINGS } from '#domain/plans/headings.ts';
import { lostWords } from '#domain/plans/importing/understood.ts';
import { abridge } from '#shared/text.ts';

/** What was understood of a part of an import, for a terminal. */
export function tellPart({ kind, source, sheet, decision, standing }: ImportPart): string {
  if (kind === 'other') return `Hors fiche : ${abridge(source.replaceAll(/\s+/g, ' '), 200)}`;
  const { axis, objective } = sheet;
  const lost = lostWords(source, sheet);
  const head = [
    `Fiche ${sheet.number || '(sans numéro)'}${sheet.code ? ` (${sheet.code})` : ''} : ${sheet.title || '(sans titre)'}`,
    ...(axis ? [`  Axe ${axis.number} : ${axis.title}`] : []),
    ...(objective ? [`  Objectif ${objective.number} : ${objective.title}`] : [])
  ];
  const rows: [string, readonly string[]][] = STANDARD_HEADINGS.map(({ key, label }) => [
    label,
    itemsOf(sheet, key)
  ]);
  const own = Object.keys(sheet.texts).filter((key) =>
    STANDARD_HEADINGS.every((one) => one.key !== key)
  );
  for (const key of own) rows.push([key, sheet.texts[key]!]);
  if (sheet.remainder) rows.push(['Reste à placer', sheet.remainder.split('\n')]);
  return [
    ...head,
    ...rows.flatMap(([label, items]) =>
      items.length === 0 ? [] : [`  ${label}`, ...items.map((item) => `    - ${item}`)]
    ),
    ...sheet.doubts.map((doubt) => `  ? ${doubt}`),
    lost.length === 0
      ? '  Chaque mot du texte est dans la fiche ou dans le reste.'
      : `  Mots qui ne sont nulle part : ${lost.join(' ')}`,
    `  → ${DECISION_LABELS[decision]}${tellStanding(standing)}`
  ].join('\n');
}

function itemsOf(sheet: ImportPart['sheet'], key: string): readonly string[] {
  if (key === 'resources')
    return sheet.resources.map(({ planLabel, part, action }) =>
      [planLabel, part, action].filter((one) => one !== '').join(' > ')
    );
  if (key !== 'pilots' && key !== 'partners') return sheet.texts[key] ?? [];
  return sheet[key].map(({ label, structure }) =>
    structure && structure.name !== label ? `${label} (${structure.name})` : label
  );
}

function tellStanding(standing: ImportPart['standing']): string {
  if (standing.kind === 'exists')
    return ` : le plan a déjà la fiche ${standing.sheet.number}, « ${standing.sheet.title} »`;
  if (standing.kind === 'twice')
    return ` : ce numéro est déjà celui de la partie ${standing.position}`;
  return standing.kind === 'untitled' ? ' : il lui manque un titre' : '';
}
