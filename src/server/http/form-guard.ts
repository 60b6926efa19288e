import { isSameSignature, sign } from '../signing.ts';

/** A person does not fill a form that fast. */
const FASTEST_MS = 2000;
/** A page left open overnight is still a person's. */
const LONGEST_MS = 2 * 86_400_000;

/** What a public form carries so that its answer can be told from a machine's: when it was shown, signed. */
export function formStamp(now: Date): string {
  const at = now.getTime().toString(36);
  return `${at}.${signed(at)}`;
}

/**
 * Tells what a machine sent from what a person did. The fields are those of `FormGuard.svelte`.
 * @returns `trap`: the field that nobody sees was filled; `too-fast`: sent at once, or without having been shown.
 */
export function findMachine(form: FormData, now: Date): 'trap' | 'too-fast' | null {
  if (text(form, 'adresse-du-site') !== '') return 'trap';
  const [at = '', signature = ''] = text(form, 'presente').split('.');
  if (!isSameSignature(signature, signed(at))) return 'too-fast';
  const age = now.getTime() - parseInt(at, 36);
  return age < FASTEST_MS || age > LONGEST_MS ? 'too-fast' : null;
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

function signed(at: string): string {
  return sign(`form:${at}`).slice(0, 22);
}
