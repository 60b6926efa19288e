import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import type { RelayInput } from '../../relay.ts';
import { abuseToken, type Mailbox } from './queries.ts';

/** What somebody wrote to another. Its text is nowhere else, and is erased once delivered. */
export function relayedMail(
  message: number,
  to: Mailbox,
  { name, email, subject, message: text }: RelayInput,
  about: string
): Mail {
  const report = siteAddress(`/ecrire/abus/${abuseToken(message)}`);
  const body = renderMail({
    greeting: 'Bonjour,',
    paragraphs: [`${name} (${email}) écrit à ${about} par Maillage :`, text],
    notes: [
      `Répondre à ce message écrit directement à ${name} : votre adresse lui sera alors visible.`,
      'Pour parler d’une personne accompagnée, n’utilisez ni ce message ni sa réponse : téléphonez, ou écrivez par MSSanté.',
      `Ce message n’aurait pas dû vous être envoyé ? Signalez-le : ${report}`
    ]
  });
  return {
    kind: 'relay',
    to: { address: to.address, name: to.name },
    replyTo: email,
    subject: `[Maillage] ${subject}`,
    ...body,
    eraseOnceSent: true
  };
}

/** The sender's own copy: only to an address that an account has proved. */
export function copyMail({ name, email, subject, message }: RelayInput, about: string): Mail {
  const body = renderMail({
    greeting: `Bonjour ${name},`,
    paragraphs: [`Voici ce que vous avez écrit à ${about} :`, message],
    notes: ['Maillage n’en garde pas le texte : cette copie est la seule.']
  });
  return {
    kind: 'relay-copy',
    to: { address: email, name },
    subject: `Copie : ${subject}`,
    ...body,
    eraseOnceSent: true
  };
}

/** Tells who runs the instance that a relayed message was reported: who sent it, never what it said. */
export function abuseMail(
  to: { email: string; name: string },
  report: { sender: string; at: Date; count: number }
): Mail {
  const day = report.at.toLocaleDateString('fr-FR', {
    timeZone: 'Europe/Paris',
    dateStyle: 'long'
  });
  const body = renderMail({
    greeting: `Bonjour ${to.name},`,
    paragraphs: [
      `Un message relayé le ${day} de la part de « ${report.sender} » est signalé comme abusif par qui l’a reçu.`,
      report.count > 1
        ? `C’est le ${report.count}ᵉ signalement de ses messages ce mois-ci.`
        : 'C’est le premier signalement de ses messages ce mois-ci.'
    ],
    action: { label: 'Voir le journal', url: siteAddress('/gestion/instance/journal') }
  });
  return {
    kind: 'relay-abuse',
    to: { address: to.email, name: to.name },
    subject: 'Un message relayé est signalé',
    ...body
  };
}
