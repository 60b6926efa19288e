import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';

/** Warns somebody that her account, unused for long, will be erased. */
export function inactiveMail(
  to: { name: string; email: string },
  eraseOn: Date,
  dedupeKey: string
): Mail {
  const day = eraseOn.toLocaleDateString('fr-FR', { timeZone: 'Europe/Paris', dateStyle: 'long' });
  const body = renderMail({
    greeting: `Bonjour ${to.name},`,
    paragraphs: [
      `Vous n’êtes pas venu·e sur Maillage depuis longtemps. Sans visite de votre part, votre compte et vos données seront effacés après le ${day}.`,
      'Pour le garder, connectez-vous une fois. Sinon, vous n’avez rien à faire.'
    ],
    action: { label: 'Me connecter', url: siteAddress('/connexion') }
  });
  return {
    kind: 'inactive-person',
    to: { address: to.email, name: to.name },
    subject: 'Votre compte Maillage va être effacé',
    ...body,
    dedupeKey
  };
}
