/** How long each kind of data is kept: rules as data, with defaults that the administrator may change. */
import defaults from './defaults/retention.json' with { type: 'json' };

export type RetentionKind = keyof typeof defaults;

export interface RetentionRule {
  readonly kind: RetentionKind;
  /** What is erased, for the administrator. */
  readonly label: string;
  /** From when days are counted. */
  readonly since: string;
  readonly days: number;
  readonly isDefault: boolean;
}

const WORDS: Record<RetentionKind, { label: string; since: string }> = {
  'mail-body': { label: 'Texte des courriels remis', since: 'leur écriture' },
  mail: { label: 'Trace des courriels (destinataire, objet, état)', since: 'leur écriture' },
  relay: { label: 'Trace des messages relayés', since: 'leur envoi' },
  session: { label: 'Sessions finies (adresse IP, navigateur)', since: 'leur fin' },
  verification: { label: 'Liens et codes de connexion expirés', since: 'leur fin' },
  invitation: { label: 'Invitations acceptées, retirées ou expirées', since: 'leur fin' },
  request: { label: 'Demandes de rejoindre jamais confirmées par courriel', since: 'leur fin' },
  membership: { label: 'Demandes refusées et départs de réseaux', since: 'la décision' },
  suggestion: { label: 'Propositions et signalements traités', since: 'la décision' },
  draft: { label: 'Brouillons de fiches', since: 'la dernière frappe' },
  confirmation: { label: 'Demandes « toujours juste ? » closes', since: 'la réponse' },
  history: { label: 'Historique des fiches', since: 'le changement' },
  import: { label: 'Fichiers importés et leur compte rendu', since: 'leur dépôt' },
  need: { label: 'Besoins des inscrits (repas, accès)', since: 'la rencontre' },
  carpool: { label: 'Offres et demandes de covoiturage', since: 'la rencontre' },
  'poll-guest': { label: 'Réponses aux sondages de dates', since: 'leur clôture' },
  'event-invitation': { label: 'Invitations à une rencontre', since: 'la rencontre' },
  interview: { label: 'Entretiens proposés et réservés', since: 'la rencontre' },
  'registration-trace': {
    label: 'Suivi des places, inscription par inscription',
    since: 'la rencontre'
  },
  checkin: {
    label: 'Liens d’accueil et téléphones des bénévoles',
    since: 'la journée d’accueil'
  },
  presence: {
    label: 'Heure, appareil et auteur des entrées notées (reste qui est venu, par demi-journée)',
    since: 'la rencontre'
  },
  'walk-in': {
    label:
      'Identité des personnes inscrites à l’accueil, sans adresse, qui n’ont rien accepté ni signé',
    since: 'la rencontre'
  },
  'survey-link': {
    label: 'Qui a été interrogé par un questionnaire (restent les nombres)',
    since: 'la clôture du questionnaire'
  },
  'survey-words': {
    label: 'Réponses libres des questionnaires (restent les notes et les choix, de personne)',
    since: 'la clôture du questionnaire'
  },
  workshop: {
    label: 'Doutes, commentaires et points à régler des ateliers périmètres',
    since: 'la rencontre'
  },
  'follow-up': {
    label: 'Qui devait faire quoi, dans les comptes rendus (reste ce qui était à faire)',
    since: 'la rencontre'
  },
  signature: {
    label: 'Émargement : signatures et feuilles jointes, preuve due aux financeurs',
    since: 'la rencontre'
  },
  certificate: { label: 'Attestations de présence', since: 'la rencontre' },
  'event-message': { label: 'Messages envoyés aux inscrits et aux invités', since: 'la rencontre' },
  registration: {
    label:
      'Identité des inscrits (restent le nombre, la profession prise dans la liste, la catégorie et les séances)',
    since: 'la rencontre'
  },
  'table-rule': {
    label: 'Règles des plans de tables (ensemble, séparées, hôte, absence)',
    since: 'la rencontre'
  },
  wave: {
    label: 'Vagues d’interconnaissance : ce que chaque structure a dit des autres',
    since: 'leur clôture'
  },
  'sheet-import': {
    label: 'Textes donnés à lire pour en faire des fiches action',
    since: 'leur dépôt'
  },
  'sheet-version': {
    label: 'Qui a changé les fiches action et donné les chiffres (reste ce qui a changé)',
    since: 'le changement'
  },
  'sheet-note': {
    label: 'Qui a écrit les notes, commentaires et propositions des fiches action (reste le texte)',
    since: 'leur écriture'
  },
  'shared-removed': {
    label: 'Partages et réponses retirés, avec leurs fichiers',
    since: 'leur retrait'
  },
  'shared-version': {
    label: 'Qui a changé les textes partagés, et ce que disait une réponse avant d’être corrigée',
    since: 'le changement'
  },
  opportunity: { label: 'Opportunités passées', since: 'leur dernier jour' },
  interest: { label: 'Mises en relation « Ça m’intéresse »', since: 'la demande' },
  'question-call': {
    label: 'À qui une question a été transmise, qui a été nommé dans un texte',
    since: 'la fin du lien, ou la mention'
  },
  'conduct-report': { label: 'Signalements au code de conduite décidés', since: 'la décision' },
  pairing: { label: 'Binômes tirés, et ce qu’on en a dit', since: 'le tirage' },
  digest: {
    label: 'Courriels de nouvelles : à qui, quand, combien de nouvelles',
    since: 'leur écriture'
  },
  newsletter: {
    label: 'Qui a écrit et envoyé les lettres des territoires (restent les lettres)',
    since: 'leur envoi'
  },
  withholding: { label: 'Signalements décidés', since: 'la décision' },
  barrier: { label: 'Signalements d’un défaut d’accessibilité', since: 'leur envoi' },
  audit: { label: 'Journal d’audit', since: 'l’acte' },
  purge: { label: 'Journal des effacements', since: 'l’effacement' },
  'inactive-person': {
    label: 'Comptes inactifs (prévenus trente jours avant)',
    since: 'la dernière visite'
  }
};

export const RETENTION_KINDS = Object.keys(defaults) as RetentionKind[];

/** An account is warned this many days before it is erased for want of use. */
export const WARNED_DAYS_BEFORE = 30;

const LONGEST = 3650;

/** The shortest and the longest that an administrator may choose, in days. Mails are remembered longer than a warning lasts. */
export function bounds(kind: RetentionKind): { min: number; max: number } {
  const shortest: Partial<Record<RetentionKind, number>> = {
    mail: 2 * WARNED_DAYS_BEFORE,
    // A digest a month tells nothing twice: the one before must be known (discovery/digest).
    digest: 70,
    // A telephone that found no network sends what it kept within three days (registrations/checkin/days.ts).
    checkin: 3,
    // Nobody is paired twice with the same person within a year (sharing/pairing).
    pairing: 366
  };
  return { min: shortest[kind] ?? 1, max: LONGEST };
}

/** Every rule, those that were changed over the defaults. @param chosen - days by kind. */
export function retentionRules(chosen: ReadonlyMap<string, number>): RetentionRule[] {
  return RETENTION_KINDS.map((kind) => ({
    kind,
    ...WORDS[kind],
    days: chosen.get(kind) ?? defaults[kind],
    isDefault: !chosen.has(kind)
  }));
}

/** The instant before which something kept this many days goes. */
export function purgedBefore(days: number, now: Date): Date {
  return new Date(now.getTime() - days * 86_400_000);
}

/** When something kept this many days after an instant goes, as it is announced to whom it concerns. */
export function keptUntil(since: Date, days: number): Date {
  return purgedBefore(-days, since);
}

/** « 30 jours », « 6 mois », « 2 ans ». */
export function duration(days: number): string {
  if (days >= 365 && days % 365 === 0) return days === 365 ? '1 an' : `${days / 365} ans`;
  if (days >= 60 && days % 30 === 0) return `${days / 30} mois`;
  return days === 1 ? '1 jour' : `${days} jours`;
}
