import { enumerate } from '#shared/text.ts';
import type { SolicitedBy, SolicitedThrough } from './model.ts';

const BY: Record<SolicitedBy, string> = {
  professionnels: 'les professionnels',
  usagers: 'les personnes elles-mêmes',
  aidants: 'les proches'
};

const THROUGH: Record<SolicitedThrough, string> = {
  telephoner: 'par téléphone',
  'envoyer-un-courriel': 'par courriel',
  'se-presenter': 'sur place',
  'utiliser-lien-mobilisation': 'en ligne'
};

/** « les professionnels et les proches »; empty when nothing is said. */
export function solicitedByText(codes: readonly SolicitedBy[]): string {
  return enumerate([...new Set(codes)].map((code) => BY[code]));
}

/** « par téléphone et sur place »; empty when nothing is said. */
export function solicitedThroughText(codes: readonly SolicitedThrough[]): string {
  return enumerate([...new Set(codes)].map((code) => THROUGH[code]));
}

/** A national number as it is read aloud: « 05 36 49 00 01 », « 0 800 360 360 », « 39 77 ». */
export function formatPhone(digits: string): string {
  const nbsp = '\u00a0';
  if (/^08\d{8}$/.test(digits))
    return digits.replace(/^(0)(\d{3})(\d{3})(\d{3})$/, `$1${nbsp}$2${nbsp}$3${nbsp}$4`);
  if (/^0\d{9}$/.test(digits)) return digits.replace(/(\d{2})(?=\d)/g, `$1${nbsp}`);
  if (/^\d{4}$/.test(digits)) return digits.replace(/^(\d{2})/, `$1${nbsp}`);
  return digits;
}
