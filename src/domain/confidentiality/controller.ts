/** Who answers for an instance (RGPD, article 4.7), as its legal pages say. Maillage cannot know: it is asked. */

/** What is asked, in the order it is shown. Empty: to be completed. */
export interface Controller {
  readonly name: string;
  readonly address: string;
  readonly contact: string;
  readonly dpo: string;
  readonly host: string;
  readonly accessibility: string;
  readonly security: string;
}

export type ControllerField = keyof Controller;

export const CONTROLLER_FIELDS: readonly {
  readonly name: ControllerField;
  readonly label: string;
  readonly hint: string;
  /** An address that people write to. */
  readonly isEmail: boolean;
}[] = [
  {
    name: 'name',
    label: 'Organisme responsable',
    hint: 'Celui qui ouvre cette installation et répond des données : conseil départemental, groupement…',
    isEmail: false
  },
  { name: 'address', label: 'Adresse postale', hint: 'Sur une ligne.', isEmail: false },
  {
    name: 'contact',
    label: 'Adresse électronique de contact',
    hint: 'Pour exercer ses droits. Celle d’un service, plutôt que d’une personne.',
    isEmail: true
  },
  {
    name: 'dpo',
    label: 'Délégué·e à la protection des données',
    hint: 'Comment lui écrire. Obligatoire pour un organisme public.',
    isEmail: false
  },
  {
    name: 'host',
    label: 'Hébergeur',
    hint: 'Nom et adresse de qui fait tourner les serveurs.',
    isEmail: false
  },
  {
    name: 'accessibility',
    label: 'Signaler un défaut d’accessibilité',
    hint: 'L’adresse électronique où l’on répond.',
    isEmail: true
  },
  {
    name: 'security',
    label: 'Signaler une faille de sécurité',
    hint: 'L’adresse électronique donnée par /.well-known/security.txt ; vide, ce fichier n’existe pas.',
    isEmail: true
  }
];

export const UNKNOWN_CONTROLLER: Controller = {
  ...{ name: '', address: '', contact: '', dpo: '', host: '', accessibility: '', security: '' }
};

const MONTHS_VALID = 6;

/**
 * What `/.well-known/security.txt` says (RFC 9116); null when nobody is to be written to.
 * @param address - of the file itself.
 */
export function securityText(contact: string, address: string, now: Date): string | null {
  if (!contact) return null;
  const expires = new Date(now);
  expires.setUTCMonth(expires.getUTCMonth() + MONTHS_VALID, 1);
  expires.setUTCHours(0, 0, 0, 0);
  return [
    `Contact: mailto:${contact}`,
    `Expires: ${expires.toISOString()}`,
    'Preferred-Languages: fr, en',
    `Canonical: ${address}`,
    ''
  ].join('\n');
}
