import {
  keptUntil,
  type RetentionKind,
  type RetentionRule
} from '#domain/confidentiality/retention.ts';

/** Something kept of somebody, and the day from which it is erased. */
export interface Kept {
  readonly what: string;
  readonly until: Date;
}

const WORDS: readonly (readonly [RetentionKind, string])[] = [
  ['need', 'Vos besoins de repas et d’accès'],
  ['carpool', 'Votre trajet partagé'],
  ['presence', 'L’heure de votre arrivée (il reste que vous êtes venu ou venue, par demi-journée)'],
  ['certificate', 'Votre attestation de présence'],
  ['signature', 'Votre signature à l’accueil'],
  ['registration', 'Votre nom, votre adresse et ce que vous avez dit de vous']
];

/** What is kept of who comes to an edition, the first to go first; nothing is dated while the edition is not. */
export function listKept(endsAt: Date | null, rules: readonly RetentionRule[]): Kept[] {
  if (!endsAt) return [];
  return WORDS.map(([kind, what]) => {
    const { days } = rules.find((rule) => rule.kind === kind)!;
    return { what, until: keptUntil(endsAt, days) };
  }).toSorted((a, b) => a.until.getTime() - b.until.getTime());
}
