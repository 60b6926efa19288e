import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { plural } from '#shared/text.ts';

interface To {
  readonly name: string;
  readonly email: string;
}

/** Tells who is to answer that a proposal waits. Its text stays on the site: a message is not erased. */
export function arrivedMail(to: To, about: { structure: string; path: string; key: string }): Mail {
  const content = renderMail({
    greeting: `Bonjour ${to.name},`,
    paragraphs: [
      `Quelqu’un propose une correction ou un ajout à l’annuaire : « ${about.structure} ».`,
      'Vous l’acceptez ou la refusez en un instant ; la personne est remerciée si elle a laissé son adresse.'
    ],
    action: { label: 'Lire la proposition', url: siteAddress(about.path) }
  });
  return {
    kind: 'suggestion',
    to: { address: to.email, name: to.name },
    subject: `Une proposition pour « ${about.structure} »`,
    ...content,
    dedupeKey: about.key
  };
}

/** After fifteen days without an answer from the référents: one message to an animator, whatever their number. */
export function escalatedMail(to: To, about: { count: number; path: string; key: string }): Mail {
  const content = renderMail({
    greeting: `Bonjour ${to.name},`,
    paragraphs: [
      `${plural(about.count, 'proposition attend', 'propositions attendent')} depuis quinze jours sans réponse de la personne référente : ${about.count < 2 ? 'elle vous revient' : 'elles vous reviennent'}.`
    ],
    action: { label: 'Lire les propositions', url: siteAddress(about.path) }
  });
  return {
    kind: 'suggestion-escalated',
    to: { address: to.email, name: to.name },
    subject: plural(about.count, 'proposition sans réponse', 'propositions sans réponse'),
    ...content,
    dedupeKey: about.key
  };
}

/** Thanks the author of a proposal, with its outcome. */
export function outcomeMail(
  to: To,
  about: { id: number; structure: string; path: string; accepted: boolean; reason: string }
): Mail {
  const content = renderMail({
    greeting: to.name ? `Bonjour ${to.name},` : 'Bonjour,',
    paragraphs: about.accepted
      ? [
          `Merci : votre proposition pour « ${about.structure} » est retenue. L’annuaire est plus juste grâce à vous.`
        ]
      : [
          `Merci d’avoir pris le temps d’écrire à propos de « ${about.structure} ». Cette fois, la proposition n’est pas retenue.`,
          ...(about.reason ? [about.reason] : [])
        ],
    action: {
      label: about.accepted ? 'Voir la fiche' : 'Voir l’annuaire',
      url: siteAddress(about.path)
    },
    notes: ['Vous recevez ce message parce que vous avez laissé votre adresse avec la proposition.']
  });
  return {
    kind: 'suggestion-outcome',
    to: { address: to.email, name: to.name },
    subject: `Votre proposition pour « ${about.structure} »`,
    ...content,
    dedupeKey: `suggestion-outcome:${about.id}`
  };
}
