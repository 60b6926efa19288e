import type { z } from 'zod';

/** Field of the page for each property of the input. */
const FIELDS: Record<string, string> = {
  part: 'partie',
  text: 'texte',
  source: 'source',
  name: 'structure',
  type: 'type',
  communeCode: 'commune',
  phone: 'telephone',
  website: 'site',
  authorName: 'nom',
  authorEmail: 'courriel'
};

type Refused = Record<string, string | undefined>;

/** What is wrong in each field of a proposal, by the name the field has on the page. */
export function refusedFields(error: z.ZodError): Refused {
  return Object.fromEntries(
    error.issues.map(({ path, message }) => [FIELDS[String(path[0])] ?? 'texte', sentence(message)])
  );
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}

export const TOO_FAST: Refused = {
  texte:
    'L’envoi est parti trop vite, ou la page était ouverte depuis longtemps : relisez, puis renvoyez'
};

export const TOO_MANY: Refused = {
  texte: 'Beaucoup d’envois viennent de cette connexion : réessayez dans une heure'
};
