/** The text of one sheet, understood: which sheet it is, then what is under each of its headings. */
import { readActors, type StructureNames } from './actors.ts';
import { joinWrapped, splitEnumeration, splitItems } from './items.ts';
import type { OwnLabel } from './labels.ts';
import { outlineOf, type Outline } from './outline.ts';
import { fitted } from './fitting.ts';
import { readResources, type PlanNames } from './resources.ts';
import type { Section } from './sections.ts';
import { cleanSource, wordsOf } from './source.ts';
import { lostWords, saysMore, type UnderstoodSheet } from './understood.ts';

/** What is known beforehand, against which a text is read. */
export interface Knowledge {
  readonly structures: StructureNames;
  readonly plans: PlanNames;
  /** Headings as the plan calls them. */
  readonly headings: readonly OwnLabel[];
}

/** Headings of paragraphs: a sentence is never cut there. */
const PROSE = new Set(['diagnostic']);
const ENUMERATED = new Set(['levers', 'brakes']);

type Draft = {
  -readonly [Key in keyof UnderstoodSheet]: UnderstoodSheet[Key];
};

/** Understands the text of one sheet. Every word of it is in what is returned: in its place, or in the remainder. */
export function readSheet(source: string, knowledge: Knowledge): UnderstoodSheet {
  const text = cleanSource(source);
  const outline = outlineOf(text, knowledge.headings);
  const sheet = placed(outline, knowledge);
  const labels = outline.labels.filter((label) => wordsOf(label).length > 0);
  const told = labels.filter(saysMore);
  const remainder = [...outline.spare, ...told].join('\n');
  return withEveryWord(text, fitted({ ...sheet, labels, remainder }));
}

function placed(outline: Outline, knowledge: Knowledge): UnderstoodSheet {
  const { number, code, title, axis, objective } = outline;
  const empty = { texts: {}, pilots: [], partners: [], resources: [], labels: [] };
  const sheet: Draft = {
    ...{ number, code, title, axis, objective, ...empty },
    ...{ renewsYearly: false, remainder: '', doubts: [...outline.doubts] }
  };
  for (const section of outline.sections) place(sheet, section, knowledge);
  sheet.renewsYearly = isYearly(sheet.texts['schedule'] ?? []);
  return sheet;
}

function place(sheet: Draft, { keys, lines, label }: Section, knowledge: Knowledge): void {
  const key = keys[0]!;
  if (lines.length === 0) return;
  if (key === 'pilots' || key === 'partners')
    sheet[key] = [...sheet[key], ...readActors(lines, knowledge.structures)];
  else if (key === 'resources')
    sheet.resources = [...sheet.resources, ...readResources(lines, knowledge.plans)];
  else
    sheet.texts = { ...sheet.texts, [key]: [...(sheet.texts[key] ?? []), ...itemsOf(key, lines)] };
  if (keys.length > 1)
    sheet.doubts = [
      ...sheet.doubts,
      `« ${label} » nomme plusieurs rubriques : vérifiez où va son texte.`
    ];
}

function itemsOf(key: string, lines: readonly string[]): string[] {
  if (PROSE.has(key)) return joinWrapped(lines);
  const items = splitItems(lines);
  return ENUMERATED.has(key) ? items.flatMap(splitEnumeration) : items;
}

/** « Reconduction annuelle du dispositif ». */
function isYearly(schedule: readonly string[]): boolean {
  return schedule.some((line) =>
    /reconduction annuelle|reconduit[es]* (?:chaque année|tous les ans|annuellement)|^(?:annuel(?:le)?|chaque année|tous les ans)\.?$/iu.test(
      line
    )
  );
}

/** What no rule foresaw is not lost: the words that would be are told in the remainder. */
function withEveryWord(text: string, sheet: UnderstoodSheet): UnderstoodSheet {
  const lost = lostWords(text, sheet);
  if (lost.length === 0) return sheet;
  const remainder = [sheet.remainder, lost.join(' ')].filter((part) => part !== '').join('\n');
  return { ...sheet, remainder };
}
