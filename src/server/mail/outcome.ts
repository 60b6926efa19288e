import type { NodemailerError } from 'nodemailer';
import { namesTheMailbox } from './bounce-report.ts';

/** What became of a message handed to a mail server. */
export type Outcome =
  | { readonly kind: 'accepted' }
  /** Certainly not accepted, and may be later. */
  | { readonly kind: 'put-off'; readonly reason: string }
  /** Refused for good. `bounced`: the server names the mailbox as the cause. */
  | { readonly kind: 'refused'; readonly reason: string; readonly bounced: boolean }
  /** The last byte left and no answer came: nobody knows. */
  | { readonly kind: 'uncertain'; readonly reason: string }
  /** Somebody else holds the message now: nothing was handed over, nothing is to be recorded. */
  | { readonly kind: 'lost' };

/** Commands whose refusal is about the message; that of a greeting or of a password is about the server. */
const ABOUT_THE_MESSAGE = ['MAIL FROM', 'RCPT TO', 'DATA'];

/**
 * Judges a failure.
 * @param complete - whether the last byte was let go: before, the message cannot have been accepted
 * (RFC 5321 §4.1.1.4: without the final dot, the server must not process it).
 */
export function judgeFailure(error: NodemailerError, complete: boolean): Outcome {
  const { responseCode, command = '' } = error;
  const reason = readable(error);
  // Only a reply to the final dot settles what became of a complete message.
  if (complete && !(error.code === 'EMESSAGE' && responseCode))
    return { kind: 'uncertain', reason };
  if (isInvalidAddress(error)) return { kind: 'refused', reason, bounced: false };
  if (!responseCode || responseCode < 500 || !ABOUT_THE_MESSAGE.includes(command))
    return { kind: 'put-off', reason };
  const bounced = command === 'RCPT TO' && namesTheMailbox(enhancedCode(error.response));
  return { kind: 'refused', reason, bounced };
}

/** RFC 2034: « 550 5.1.1 no such user ». */
function enhancedCode(response = ''): string {
  return /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? '';
}

/** Refused by nodemailer itself, before any command. */
function isInvalidAddress({ code, responseCode }: NodemailerError): boolean {
  return code === 'EENVELOPE' && !responseCode;
}

const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Le serveur de messagerie ne répond pas à cette adresse.',
  EDNS: 'Le nom du serveur de messagerie est introuvable.',
  ETIMEDOUT: 'Le serveur de messagerie n’a pas répondu à temps.',
  ETLS: 'La connexion chiffrée avec le serveur de messagerie a échoué.',
  ECONNECTION: 'La connexion avec le serveur de messagerie a été coupée.',
  ECONNRESET: 'La connexion avec le serveur de messagerie a été coupée.',
  EAUTH: 'Le serveur de messagerie refuse l’identifiant ou le mot de passe de SMTP_URL.'
};

function readable({ code = '', originalCode = '', response, message }: NodemailerError): string {
  const cause = CAUSES[originalCode] ?? CAUSES[code];
  const answer = response ? `Réponse du serveur : ${response}` : '';
  return [cause, answer].filter(Boolean).join(' ') || message;
}
