/** How the pages that number and place a sheet name their fields. */
import type { Issue } from '#shared/errors.ts';

export const SHEET_FIELDS: Readonly<Record<string, string>> = {
  number: 'numero',
  code: 'code',
  title: 'titre',
  axis: 'ou',
  objective: 'ou'
};

export const SHEET_LABELS: Readonly<Record<string, string>> = {
  numero: 'Numéro',
  code: 'Code',
  titre: 'Titre',
  ou: 'Où'
};

/** What the command refused, by field of the form; « 12.number » is of a sheet. */
export function sayIssues(issues: readonly Issue[]): Record<string, string> {
  return Object.fromEntries(
    issues.map(({ path, message }) => {
      const name = SHEET_FIELDS[path.split('.').at(-1)!] ?? path;
      return [name, message.charAt(0).toUpperCase() + message.slice(1)];
    })
  );
}
