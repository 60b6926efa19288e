/** How plans number: « fiche 28 », « 28 bis », « action 3.3.3 ». Numbers are kept as people print them. */
import type { Issue } from '#shared/errors.ts';
import type { ActionSheetId, AxisId, ObjectiveId } from '#shared/ids.ts';
import { slugify } from '#shared/text.ts';
import type { Plan } from './model.ts';

export const LONGEST_NUMBER = 20;

/** The address of a sheet: « 28 bis » → « 28-bis », « 3.3.3 » → « 3-3-3 »; empty when nothing of it can be written. */
export function slugOfNumber(number: string): string {
  const slug = slugify(number);
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) ? slug : '';
}

/** The number of the next sheet: one more than the highest of those that are numbers; « 1 » to begin. */
export function nextNumber(numbers: readonly string[]): string {
  const known = numbers.flatMap((number) => /^\d{1,9}/.exec(number)?.[0] ?? []).map(Number);
  return String(known.length === 0 ? 1 : Math.max(...known) + 1);
}

/** The number of the next thing under another: after « 3.2 », under « 3 », « 3.3 »; empty under what has no number. */
export function nextUnder(parent: string, numbers: readonly string[]): string {
  if (parent === '') return '';
  const prefix = `${parent}.`;
  const ranks = numbers
    .filter((number) => number.startsWith(prefix))
    .map((number) => Number(number.slice(prefix.length)))
    .filter(Number.isSafeInteger);
  return prefix + String(ranks.length === 0 ? 1 : Math.max(...ranks) + 1);
}

/** A sheet where its number is decided. */
export interface Numbered {
  readonly number: string;
  readonly code: string;
}

/** A sheet of the plan that has a number already. */
export interface Taken extends Numbered {
  readonly slug: string;
  readonly title: string;
}

/**
 * What stands in the way of a number and a code: « 28 bis » and « 28-BIS » have one address, and are one.
 * @returns by field, with the sheet that has it.
 */
export function tellTaken(taken: readonly Taken[], { number, code }: Numbered): Issue[] {
  const slug = slugOfNumber(number);
  const same = taken.find((one) => one.slug === slug);
  const coded = code === '' ? undefined : taken.find((one) => one.code === code);
  return [
    ...(same ? [{ path: 'number', message: says(`le numéro ${same.number}`, same) }] : []),
    ...(coded ? [{ path: 'code', message: says(`le code ${code}`, coded) }] : [])
  ];
}

const says = (what: string, { title }: Taken) => `${what} est déjà celui de «\u00a0${title}\u00a0»`;

export const MOVES = ['up', 'down'] as const;
/** One rank earlier, or later. */
export type Move = (typeof MOVES)[number];

/** A list where one has moved by a rank; the same list when there is nowhere to go, or when it is not there. */
export function moveIn<T>(list: readonly T[], one: T, move: Move): readonly T[] {
  const from = list.indexOf(one);
  const to = from + (move === 'up' ? -1 : 1);
  if (from === -1 || to < 0 || to >= list.length) return list;
  return list.toSpliced(from, 1).toSpliced(to, 0, one);
}

/** A list where one stands just after another; first when there is no other, last when the other is not there. */
export function putAfter<T>(list: readonly T[], one: T, after: T | null): readonly T[] {
  const others = list.filter((item) => item !== one);
  const at = after === null ? 0 : others.indexOf(after) + 1;
  return at === 0 && after !== null ? [...others, one] : others.toSpliced(at, 0, one);
}

/** An axis or an objective as it is written. */
export interface Branch {
  readonly number: string;
  readonly title: string;
  readonly summary: string;
}

/** Whether nobody has written it since it was read; line ends are a browser’s, not a person’s. */
export function isSameBranch(one: Branch, other: Branch): boolean {
  const plain = (text: string) => text.replaceAll('\r\n', '\n').trim();
  return (
    one.number === other.number &&
    plain(one.title) === plain(other.title) &&
    plain(one.summary) === plain(other.summary)
  );
}

/** Where a sheet goes: an objective tells its axis. @returns null when the plan has no such place. */
export function placeIn(
  plan: Pick<Plan, 'axes'>,
  { axis, objective }: { axis: AxisId | null; objective: ObjectiveId | null }
): { axis: AxisId | null; objective: ObjectiveId | null } | null {
  if (objective === null) {
    const exists = axis === null || plan.axes.some(({ id }) => id === axis);
    return exists ? { axis, objective } : null;
  }
  const owner = plan.axes.find(({ objectives }) => objectives.some(({ id }) => id === objective));
  return owner && (axis === null || owner.id === axis) ? { axis: owner.id, objective } : null;
}

export interface NumberChange extends Numbered {
  readonly sheet: ActionSheetId;
  /** As they were read. */
  readonly before: Numbered;
}

/**
 * Numbers and codes that a person gives to several sheets at once, which may exchange theirs.
 * @param known - all the sheets of the plan.
 * @returns what stands in the way, by sheet and field (« 12.number »); what changes in fact.
 */
export function decideNumbers(
  known: readonly (Taken & { readonly id: ActionSheetId })[],
  changes: readonly NumberChange[]
): { issues: Issue[]; changed: NumberChange[] } {
  const asked = new Map(
    changes.filter((one) => !isSame(one, one.before)).map((change) => [change.sheet, change])
  );
  const issues: Issue[] = [];
  const settled: Taken[] = known.filter(({ id }) => !asked.has(id));
  const changed: NumberChange[] = [];
  for (const sheet of known) {
    const change = asked.get(sheet.id);
    if (!change) continue;
    const { number, code } = change;
    const isAsRead = isSame(sheet, change.before) || isSame(sheet, change);
    const found = isAsRead ? tellTaken(settled, change) : [movedOn(sheet)];
    issues.push(...found.map((issue) => ({ ...issue, path: `${sheet.id}.${issue.path}` })));
    settled.push({ number, code, slug: slugOfNumber(number), title: sheet.title });
    if (!isSame(sheet, change)) changed.push(change);
  }
  return { issues, changed };
}

const isSame = (one: Numbered, other: Numbered) =>
  one.number === other.number && one.code === other.code;

const movedOn = ({ number, code }: Numbered): Issue => ({
  path: 'number',
  message: `quelqu’un l’a numérotée ${code ? `${number} (${code})` : number} entre-temps`
});
