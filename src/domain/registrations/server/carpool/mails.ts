import type { Event } from '#domain/events/model.ts';
import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import type { Holder } from './queries.ts';

/** What somebody wrote to another to come together. Its text is nowhere else, and is erased once delivered. */
export function carpoolMail(about: {
  readonly event: Pick<Event, 'title'>;
  readonly from: Pick<Holder, 'firstName'> & { readonly mailbox: string };
  readonly to: Pick<Holder, 'firstName'> & { readonly mailbox: string };
  readonly message: string;
  /** Path of the recipient’s own page of carpool. */
  readonly link: string;
}): Mail {
  const { event, from, to } = about;
  const body = renderMail({
    greeting: `Bonjour ${to.firstName},`,
    paragraphs: [
      `${from.firstName} (${from.mailbox}) vous écrit à propos du covoiturage pour « ${event.title} » :`,
      about.message
    ],
    action: { label: 'Changer ou retirer mon annonce', url: siteAddress(about.link) },
    notes: [
      `Répondre à ce message écrit directement à ${from.firstName} : votre adresse lui sera alors visible.`,
      'Maillage n’en garde pas le texte. Retirer votre annonce met fin à ces messages.'
    ]
  });
  return {
    kind: 'carpool',
    to: { address: to.mailbox, name: to.firstName },
    replyTo: from.mailbox,
    subject: `[Maillage] Covoiturage : ${event.title}`,
    ...body,
    eraseOnceSent: true
  };
}
