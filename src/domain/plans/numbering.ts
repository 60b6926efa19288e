/** How plans number: « fiche 28 », « 28 bis », « action 3.3.3 ». Numbers are kept as people print them. */
import type { Issue } from '#shared/errors.ts';
import { slugify } from '#shared/text.ts';

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
