/**
 * Two people changed the same fiche from the same state: what each changed is kept, and only what both changed
 * differently is asked about.
 */
import type { PerimeterInput, ZoneRef } from '#domain/territory/model.ts';
import type { ContactInput, ServiceInput, StructureInput } from './model.ts';

/** A field that both changed, each in another way. */
export interface Conflict {
  /** `phone`, `services/Accueil/delay`, `contacts/Camille Exemple`. */
  path: string;
  base: unknown;
  mine: unknown;
  theirs: unknown;
}

export type Choices = Readonly<Record<string, 'mine' | 'theirs' | undefined>>;

export interface Merged {
  fiche: StructureInput;
  /** What no choice settles yet; there, `fiche` holds mine. */
  conflicts: Conflict[];
}

/** Lists whose order means nothing: what each added is added, what each took away is away. */
const SETS = new Set([
  'sources',
  'territories',
  'themes',
  'audiences',
  'solicitedBy',
  'solicitedThrough'
]);

interface Run {
  choices: Choices;
  conflicts: Conflict[];
}

/** @param choices - for each path of a conflict, whose version is kept. */
export function mergeFiches(
  base: StructureInput,
  mine: StructureInput,
  theirs: StructureInput,
  choices: Choices = {}
): Merged {
  const run: Run = { choices, conflicts: [] };
  const fiche = mergeFields(run, '', base, mine, theirs, {
    perimeter: mergePerimeters,
    services: (inside, at, ...three) =>
      mergeLists(inside, at, three as Three<ServiceInput[]>, { perimeter: mergePerimeters }),
    contacts: (inside, at, ...three) => mergeLists(inside, at, three as Three<ContactInput[]>, {})
  });
  return { fiche, conflicts: run.conflicts };
}

/** Whether two values say the same: neither the order of keys nor that of sets counts. */
export function isSame(a: unknown, b: unknown): boolean {
  return canonical('', a) === canonical('', b);
}

/** What services or contacts are called in a path: the second of one name is « Accueil (2) ». */
export function itemNames(list: readonly { name: string }[]): string[] {
  const seen = new Map<string, number>();
  return list.map(({ name }) => {
    const rank = (seen.get(name) ?? 0) + 1;
    seen.set(name, rank);
    return rank === 1 ? name : `${name} (${rank})`;
  });
}

type Three<T> = [base: T, mine: T, theirs: T];
type Merge = (run: Run, path: string, base: unknown, mine: unknown, theirs: unknown) => unknown;

function mergeFields<T extends object>(
  run: Run,
  path: string,
  base: T | undefined,
  mine: T,
  theirs: T,
  special: Partial<Record<string, Merge>>
): T {
  const keys = new Set([...Object.keys(theirs), ...Object.keys(mine)]);
  const merged = [...keys].map((key) => {
    const of = (thing: T | undefined) => (thing as Record<string, unknown> | undefined)?.[key];
    const at = path ? `${path}/${key}` : key;
    const three: Three<unknown> = [of(base), of(mine), of(theirs)];
    return [key, settle(run, at, key, three, special[key])] as const;
  });
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined)) as T;
}

function settle(
  run: Run,
  path: string,
  key: string,
  [base, mine, theirs]: Three<unknown>,
  special?: Merge
): unknown {
  const same = (a: unknown, b: unknown) => canonical(key, a) === canonical(key, b);
  if (same(mine, theirs) || same(base, mine)) return theirs;
  if (same(base, theirs)) return mine;
  // What was alone on one side, or empty of the other, has nothing to be put together with.
  if (special && base && mine && theirs) return special(run, path, base, mine, theirs);
  if (SETS.has(key)) {
    return mergeSets([(base ?? []) as string[], mine as string[], theirs as string[]], String);
  }
  return ask(run, path, base, mine, theirs);
}

function ask(run: Run, path: string, base: unknown, mine: unknown, theirs: unknown): unknown {
  const choice = run.choices[path];
  if (choice === undefined) run.conflicts.push({ path, base, mine, theirs });
  return choice === 'theirs' ? theirs : mine;
}

/** Theirs, without what I took away, with what I added. */
function mergeSets<T>([base, mine, theirs]: Three<T[]>, keyOf: (item: T) => string): T[] {
  const keys = (items: T[]) => new Set(items.map(keyOf));
  const [inBase, inMine, inTheirs] = [keys(base), keys(mine), keys(theirs)];
  return [
    ...theirs.filter((item) => inMine.has(keyOf(item)) || !inBase.has(keyOf(item))),
    ...mine.filter((item) => !inBase.has(keyOf(item)) && !inTheirs.has(keyOf(item)))
  ];
}

/** Zones are put together; when one says « partout » and the other changes zones, it is asked. */
const mergePerimeters: Merge = (run, path, ...given) => {
  const [base, mine, theirs] = given as Three<PerimeterInput>;
  const isDeclared = [base, mine, theirs].every(({ certainty }) => certainty === 'declared');
  if (!isDeclared) return ask(run, path, base, mine, theirs);
  const zoneKey = (zone: ZoneRef) => `${zone.level} ${zone.code}`;
  const note = settle(run, `${path}/note`, 'note', [
    base.note ?? '',
    mine.note ?? '',
    theirs.note ?? ''
  ]) as string;
  const include = mergeSets([base.include, mine.include, theirs.include], zoneKey);
  // Each took away what the other kept: nothing would be left, which neither of them wanted.
  if (include.length === 0) return ask(run, path, base, mine, theirs);
  return {
    ...theirs,
    include,
    exclude: mergeSets([base.exclude, mine.exclude, theirs.exclude], zoneKey),
    note
  };
};

interface Named {
  name: string;
}

/** Services and contacts are followed by their name, or by their place when only the name changed. */
function mergeLists<T extends Named>(
  run: Run,
  path: string,
  [base, mine, theirs]: Three<T[]>,
  special: Partial<Record<string, Merge>>
): T[] {
  const baseItems = keyed(base, base);
  const mineItems = keyed(mine, base);
  const theirItems = keyed(theirs, base);
  const baseOrder = [...baseItems.keys()];
  const kept = [...mineItems.keys()].filter((key) => baseItems.has(key));
  const movedByMe = kept.join('\n') !== baseOrder.filter((key) => mineItems.has(key)).join('\n');
  const [first, second] = movedByMe ? [mineItems, theirItems] : [theirItems, mineItems];
  const order = new Set([...first.keys(), ...second.keys()]);
  return [...order].flatMap((key) => {
    const at = `${path}/${key}`;
    const three = [baseItems.get(key), mineItems.get(key), theirItems.get(key)] as const;
    const [before, my, their] = three;
    if (my && their) return [mergeFields(run, at, before, my, their, special)];
    if (!before) return [(my ?? their)!];
    if (isSame(before, my ?? their)) return [];
    return (ask(run, at, before, my ?? null, their ?? null) as T | null) ?? [];
  });
}

function keyed<T extends Named>(items: readonly T[], base: readonly T[]): Map<string, T> {
  const baseNames = itemNames(base);
  const own = itemNames(items);
  const isRenamed = (at: number) =>
    items.length === base.length && !baseNames.includes(own[at]!) && !own.includes(baseNames[at]!);
  return new Map(items.map((item, at) => [isRenamed(at) ? baseNames[at]! : own[at]!, item]));
}

function canonical(key: string, value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) {
    const items = value.map((item) => canonical('', item));
    const isSet = SETS.has(key) || key === 'include' || key === 'exclude';
    return `[${(isSet ? [...new Set(items)].sort() : items).join()}]`;
  }
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([name, item]) => item !== undefined && !(name === 'note' && item === ''))
    .map(([name, item]) => `${name}:${canonical(name, item)}`);
  return `{${entries.sort().join()}}`;
}
