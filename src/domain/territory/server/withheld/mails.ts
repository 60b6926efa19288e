import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';

/** Tells an animator that a text waits to be read again. Neither the text nor who reported it is in the message. */
export function withheldMail(
  to: { email: string; name: string },
  label: string,
  territory: { slug: string; name: string }
): Mail {
  const { text, html } = renderMail({
    greeting: `Bonjour ${to.name},`,
    paragraphs: [
      `Quelqu’un signale qu’un texte du territoire ${territory.name} parle peut-être d’une personne : « ${label} ».`,
      'Ce texte est masqué partout depuis ce signalement. Relisez-le, puis remettez-le en ligne ou retirez-le.'
    ],
    action: {
      label: 'Relire les textes retenus',
      url: siteAddress(`/gestion/territoires/${territory.slug}/retenus`)
    }
  });
  return {
    kind: 'withheld',
    to: { address: to.email, name: to.name },
    subject: 'Un texte est retenu : à relire',
    text,
    html
  };
}
