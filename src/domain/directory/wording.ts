import { formatDate } from '#shared/dates.ts';
import { enumerate } from '#shared/text.ts';
import type { SolicitedBy, SolicitedThrough } from './model.ts';
import { weekText } from './opening-week.ts';

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

/** A value of a field of a fiche as a page says it; as it is kept when there is no better way. */
export function valueText(field: string, value: string): string {
  switch (field) {
    case 'phone':
      return formatPhone(value);
    case 'openingHours':
      return weekText(value);
    case 'solicitedBy':
      return (BY as Record<string, string | undefined>)[value] ?? value;
    case 'solicitedThrough':
      return (THROUGH as Record<string, string | undefined>)[value] ?? value;
    case 'confirmedAt':
    case 'consentAt':
      return value === '' ? '' : formatDate(new Date(value));
    case 'reviewEveryMonths':
      return value === '1' ? 'tous les mois' : `tous les ${value} mois`;
    case 'person':
      return 'relié à un compte';
    default:
      return value;
  }
}
