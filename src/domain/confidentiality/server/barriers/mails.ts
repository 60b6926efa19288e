import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import type { BarrierInput } from '../../barrier.ts';

/** Says what keeps somebody from using Maillage, to who must correct it: answering it answers her, if she left an address. */
export function barrierMail(
  to: { name: string; email: string },
  { page, happened, used, email }: BarrierInput
): Mail {
  const body = renderMail({
    greeting: to.name ? `Bonjour ${to.name},` : 'Bonjour,',
    paragraphs: [
      'Une personne signale un défaut d’accessibilité de Maillage :',
      happened,
      ...(page ? [`Page : ${page}`] : []),
      ...(used ? [`Ce qu’elle utilise : ${used}`] : []),
      email
        ? `Elle attend une réponse : répondre à ce message lui écrit (${email}).`
        : 'Elle n’a pas laissé d’adresse : aucune réponse n’est possible.'
    ],
    action: {
      label: 'Voir les signalements',
      url: siteAddress('/gestion/instance/accessibilite')
    }
  });
  return {
    kind: 'access-barrier',
    to: { address: to.email, name: to.name },
    ...(email && { replyTo: email }),
    subject: 'Un défaut d’accessibilité est signalé',
    ...body,
    // It is kept, for its time, where the page reads it.
    eraseOnceSent: true
  };
}
