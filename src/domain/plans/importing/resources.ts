/** « Ressources partenariales »: what a sheet says of other plans, their axes and their actions. */
import { normalise } from '#shared/text.ts';
import { cutOutside, joinWrapped } from './items.ts';
import type { UnderstoodResource } from './understood.ts';

/** A plan that a text may name. */
export interface KnownPlan {
  /** « PRAPS ». */
  readonly code: string;
  readonly name: string;
  readonly synonyms: readonly string[];
}

/** Plans by any of their names, as they are compared. */
export type PlanNames = ReadonlyMap<string, string>;

export function planNames(plans: readonly KnownPlan[]): PlanNames {
  const names = new Map<string, string>();
  for (const { code, name, synonyms } of plans)
    for (const written of [code, name, ...synonyms.filter(isName)])
      if (!names.has(normalise(written))) names.set(normalise(written), code);
  return names;
}

/** « insertion » or « volet ambulatoire » are words of the sector, not names of plans. */
function isName(synonym: string): boolean {
  return (
    /^\p{Lu}+$/u.test(synonym) ||
    /^(?:projet|programme|plan|sch[ée]ma|contrat) \S+ /iu.test(synonym)
  );
}

const SIGLUM = /^\p{Lu}[\p{Lu}\p{N}-]{1,11}s?$/u;
const YEARS = /\s*\(?(?:19|20)\d\d(?:\s?[-–/]\s?(?:(?:19|20)\d\d|\d\d))?\)?$/u;
const PARTS =
  /(?=(?<![\p{L}\p{N}])(?:Axe|Action|Volet|Objectif|Orientation|Fiche|Mesure)\s[^:]{1,60}:)/u;
const IS_PART = /^(?:axe|volet|objectif|orientation|priorit[ée])\s/iu;
const BEGINS_PART = /^(?:axe|action|volet|objectif|orientation|fiche|mesure)\s/iu;
const LONGEST_NAME = 10;

/** Each thing that lines say of another plan. Together they hold all the words. */
export function readResources(lines: readonly string[], names: PlanNames): UnderstoodResource[] {
  const said: Said[] = [];
  for (const line of joinWrapped(lines)) {
    const listed = cutOutside(line, /^[,;]\s?/u);
    if (listed.length > 1 && listed.every((piece) => codeOf(piece, names) !== undefined))
      said.push(...listed.map((plan) => ({ plan, texts: [] })));
    else for (const one of cutByPlan(line, names)) addTo(said, one, names);
  }
  return said.flatMap((one) => readPlan(one, names));
}

/** « Action 2.3 : … » on a line of its own is of the plan named above it; so is all that follows « PRAPS : ». */
function addTo(said: Said[], one: Said, names: PlanNames): void {
  const last = said.at(-1);
  const isOfLast =
    last !== undefined &&
    codeOf(last.plan, names) !== undefined &&
    one.texts.length === 0 &&
    codeOf(one.plan, names) === undefined &&
    (last.open === true || BEGINS_PART.test(one.plan));
  if (isOfLast) last.texts.push(one.plan);
  else said.push({ ...one, open: one.texts.length === 0 });
}

/** The code of a known plan, null for a siglum that is not known, undefined for what names no plan. */
function codeOf(label: string, names: PlanNames): string | null | undefined {
  const bare = label.replace(YEARS, '').trim();
  const known = names.get(normalise(bare));
  if (known) return known;
  return SIGLUM.test(bare) && !/^[IVX]+$/u.test(bare) ? null : undefined;
}

interface Said {
  readonly plan: string;
  readonly texts: string[];
  /** Its plan is alone on its line: what follows is of it. */
  readonly open?: boolean;
}

/** « SROS : … PRAPS : … » cut before each plan; what comes before the first names none. */
function cutByPlan(line: string, names: PlanNames): Said[] {
  const starts = [...line.matchAll(/:(?=\s|$)/gu)].flatMap(({ index }) => {
    const start = planBefore(line, index, names);
    return start === null ? [] : [{ start, colon: index }];
  });
  const head = starts[0]?.start === 0 ? [] : [bareHead(line.slice(0, starts[0]?.start), names)];
  return [
    ...head,
    ...starts.map(({ start, colon }, at) => ({
      plan: line.slice(start, colon).trim(),
      texts: [line.slice(colon + 1, starts[at + 1]?.start).trim()].filter((text) => text !== '')
    }))
  ];
}

/** Where the name of a plan begins that ends at a colon; the longest one. */
function planBefore(line: string, colon: number, names: PlanNames): number | null {
  const from = Math.max(0, colon - 160);
  const words = [...line.slice(from, colon).matchAll(/\S+/gu)].slice(-LONGEST_NAME);
  for (const [at, { index }] of words.entries()) {
    const written = line.slice(from + index, colon).trim();
    const before = words[at - 1]?.[0] ?? '';
    if (!/^\p{Lu}/u.test(written) || /^(?:axe|action|volet|objectif)$/iu.test(before)) continue;
    if (codeOf(written, names) !== undefined) return from + index;
  }
  return null;
}

/** « PRAPS Améliorer la coordination », « PTS – Action 2.1 »: a plan told without a colon. */
function bareHead(text: string, names: PlanNames): Said {
  const line = text.trim();
  const [first = ''] = line.split(/\s/u, 1);
  const rest = line.slice(first.length).replace(/^\s*[–—-]?\s*/u, '');
  const isPlan = rest !== '' && names.has(normalise(first)) && /^\p{Lu}{2}/u.test(first);
  return isPlan ? { plan: first, texts: [rest] } : { plan: line, texts: [] };
}

function readPlan({ plan, texts }: Said, names: PlanNames): UnderstoodResource[] {
  if (plan === '') return [];
  const pieces = texts.flatMap((text) => text.split(PARTS)).map((piece) => piece.trim());
  const found: UnderstoodResource[] = [];
  let part = '';
  let isTold = true;
  for (const piece of pieces.filter((one) => one !== '')) {
    if (IS_PART.test(piece)) {
      if (!isTold) found.push(resource(plan, part, '', names));
      const volet = /^(volet\s[^:]{1,60}?)\s*:\s*(.+)$/iu.exec(piece);
      part = volet?.[1] ?? piece;
      isTold = Boolean(volet);
      if (volet) found.push(resource(plan, part, volet[2]!, names));
    } else {
      found.push(resource(plan, part, piece, names));
      isTold = true;
    }
  }
  return isTold && found.length > 0 ? found : [...found, resource(plan, part, '', names)];
}

function resource(
  planLabel: string,
  part: string,
  action: string,
  names: PlanNames
): UnderstoodResource {
  return { planLabel, part, action, acronym: codeOf(planLabel, names) ?? null };
}

/** The code of the vocabulary that a label names, null when it names none. */
export function planCode(label: string, names: PlanNames): string | null {
  return codeOf(label, names) ?? null;
}
