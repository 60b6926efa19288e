import type { Mailbox } from '#domain/directory/server/relay/queries.ts';
import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';

/** What one of two structures reads: who writes, what the two have in common, how to write to the other. */
export interface IntroductionLetter {
  readonly sender: { readonly name: string; readonly email: string };
  /** « du Pays de Brest ». */
  readonly territory: string;
  readonly own: { readonly name: string };
  readonly other: { readonly name: string; readonly slug: string };
  /** « 12 communes et les personnes âgées en commun »: what their fiches say, never what either answered. */
  readonly common: string;
  readonly message: string;
}

/** Presents a structure to another, from an animator: it shows the address of neither to the other. */
export function introductionMail(to: Mailbox, letter: IntroductionLetter): Mail {
  const { sender, territory, own, other, common, message } = letter;
  const body = renderMail({
    greeting: 'Bonjour,',
    paragraphs: [
      `${sender.name}, qui anime le réseau ${territory}, vous propose de faire connaissance\u00a0: «\u00a0${own.name}\u00a0» et «\u00a0${other.name}\u00a0» ont beaucoup à se dire. ${common}.`,
      ...(message ? [message] : []),
      `«\u00a0${other.name}\u00a0» reçoit le même message. Le premier pas peut venir de vous\u00a0: sa fiche dit comment l’appeler, et permet de lui écrire par Maillage.`
    ],
    action: {
      label: `Lire la fiche de ${other.name}`,
      url: siteAddress(`/annuaire/${other.slug}`)
    },
    notes: [`Répondre à ce message écrit à ${sender.name}, et à personne d’autre.`]
  });
  return {
    kind: 'introduction',
    to: { address: to.address, name: to.name },
    replyTo: sender.email,
    subject: `[Maillage] Faire connaissance avec ${other.name}`,
    ...body,
    eraseOnceSent: true
  };
}
