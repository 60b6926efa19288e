/** The messages of the instance, in words. */
import type { MailId } from '#shared/ids.ts';

export const MAIL_STATUSES = [
  'queued',
  'sending',
  'sent',
  'failed',
  'uncertain',
  'kept',
  'cancelled'
] as const;
export type MailStatus = (typeof MAIL_STATUSES)[number];

/** A message as the administration sees it: never its text, which is between two people. */
export interface OutboxMail {
  readonly id: MailId;
  readonly kind: string;
  readonly recipient: string;
  readonly recipientName: string;
  readonly subject: string;
  readonly status: MailStatus;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  readonly bouncedAt: Date | null;
}

export interface OutboxMailDetail extends OutboxMail {
  readonly replyTo: string;
  readonly attempts: number;
  readonly notBefore: Date;
  /** When its last byte left. */
  readonly handedAt: Date | null;
  readonly lastError: string;
  readonly bounceReason: string;
  readonly messageId: string;
  /** Its text was erased: it cannot be sent again. */
  readonly erased: boolean;
  /** Its address is written to no more, and why. */
  readonly refusal: { readonly kind: string; readonly reason: string } | null;
}

export interface OutboxFilter {
  readonly status: MailStatus | null;
  readonly kind: string | null;
  readonly recipient: string | null;
}

/** What may be done about a message. */
export type MailAction = 'retry' | 'send-again' | 'cancel';

/** @returns what may be done about it: a message that may have arrived asks for a decision, others need none. */
export function actionsOn({
  status,
  erased
}: Pick<OutboxMailDetail, 'status' | 'erased'>): MailAction[] {
  if (status === 'queued') return ['cancel'];
  if (erased) return [];
  if (status === 'failed') return ['retry'];
  return status === 'uncertain' ? ['send-again'] : [];
}

const STATUS_LABELS: Readonly<Record<MailStatus, string>> = {
  queued: 'À envoyer',
  sending: 'Envoi en cours',
  sent: 'Envoyé',
  failed: 'Échec',
  uncertain: 'Envoi incertain',
  kept: 'Gardé',
  cancelled: 'Annulé'
};

export function mailStatusLabel(status: MailStatus): string {
  return STATUS_LABELS[status];
}

const KIND_LABELS = new Map([
  ['attendance-certificate', 'Attestation de présence'],
  ['sign-in', 'Connexion'],
  ['confirmation', 'Fiche à vérifier'],
  ['invitation', 'Invitation'],
  ['join-check', 'Demande à confirmer'],
  ['join-request', 'Demande d’adhésion'],
  ['join-refusal', 'Adhésion refusée'],
  ['welcome', 'Bienvenue'],
  ['claim', 'Demande de référent·e'],
  ['claim-answer', 'Réponse à une demande de référent·e'],
  ['left-alone', 'Structure sans référent·e'],
  ['suggestion', 'Suggestion'],
  ['suggestion-escalated', 'Suggestion sans réponse'],
  ['suggestion-outcome', 'Suite donnée à une suggestion'],
  ['relay', 'Message relayé'],
  ['carpool', 'Covoiturage'],
  ['event-invitation', 'Invitation à une rencontre'],
  ['event-news', 'Message aux inscrits'],
  ['event-cancellation', 'Rencontre annulée'],
  ['date-poll', 'Sondage de dates'],
  ['date-poll-closed', 'Date fixée'],
  ['survey', 'Questionnaire'],
  ['survey-link', 'Lien d’un questionnaire'],
  ['minutes', 'Compte rendu'],
  ['follow-ups', 'Suites d’une rencontre'],
  ['wave', 'Vague d’interconnaissance'],
  ['introduction', 'Mise en relation'],
  ['pairing', 'Binôme du mois'],
  ['plan-reminder', 'Rappel aux pilotes des fiches action'],
  ['conduct-report', 'Signalement à décider'],
  ['conduct-decision', 'Suite donnée à un signalement'],
  ['opportunity-expiry', 'Opportunité bientôt retirée'],
  ['question-call', 'Question à qui pourrait savoir'],
  ['question-waiting', 'Question sans réponse'],
  ['reply', 'Réponse ou commentaire reçu'],
  ['mention', 'Mention'],
  ['co-writing', 'Invitation à écrire ou à relire'],
  ['co-writing-ready', 'Relecture terminée'],
  ['interest', 'Quelqu’un s’intéresse à votre projet'],
  ['interest-answer', 'Réponse à qui s’intéresse à un projet'],
  ['reuse-news', 'Ce que devient une expérience reprise'],
  ['withheld', 'Contenu retiré'],
  ['access-barrier', 'Défaut d’accessibilité signalé'],
  ['document-review', 'Document à revoir'],
  ['digest', 'Vos nouvelles'],
  ['newsletter', 'Lettre du territoire'],
  ['all', 'Tous les messages']
]);

/** The kind of a message in words; one that is not listed yet says its own name. */
export function mailKindLabel(kind: string): string {
  return KIND_LABELS.get(kind) ?? kind;
}
