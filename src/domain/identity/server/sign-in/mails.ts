import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { SIGN_IN_WITHIN } from '../../session.ts';

interface Recipient {
  readonly email: string;
  readonly name: string;
}

/** The link and the code, in one message: one is for this browser, the other for another screen. */
export function signInMail(
  to: Recipient,
  secret: { token: string; code: string; next: string }
): Mail {
  const search = new URLSearchParams({ jeton: secret.token });
  if (secret.next !== '/mon-espace') search.set('suite', secret.next);
  return {
    kind: 'sign-in',
    urgent: true,
    to: { address: to.email, name: to.name },
    subject: 'Votre lien pour vous connecter à Maillage',
    ...renderMail({
      ...(to.name && { greeting: `Bonjour ${to.name},` }),
      paragraphs: [
        'Voici de quoi vous connecter. Le lien ouvre une page avec un bouton ; le code se recopie sur la page où vous avez demandé ce message.'
      ],
      action: { label: 'Me connecter', url: siteAddress(`/connexion/lien?${search.toString()}`) },
      code: secret.code,
      notes: [
        'Le lien et le code servent une seule fois, pendant 15 minutes. Un nouveau message annule celui-ci.',
        'Vous n’avez rien demandé ? Vous n’avez rien à faire : sans ce message, personne ne se connecte à votre place.'
      ]
    }),
    expiresIn: SIGN_IN_WITHIN,
    eraseOnceSent: true
  };
}

/** To an address without an account: said to its owner only, the page says the same to everyone. */
export function strangerMail(email: string): Mail {
  return {
    kind: 'sign-in',
    urgent: true,
    to: { address: email },
    subject: 'Connexion à Maillage : aucun compte à cette adresse',
    ...renderMail({
      greeting: 'Bonjour,',
      paragraphs: [
        'Quelqu’un, sans doute vous, vient de demander à se connecter à Maillage avec cette adresse. Aucun compte n’y est rattaché.',
        'Peut-être en avez-vous un à une autre adresse ? Sinon, choisissez votre territoire et demandez à rejoindre son réseau : la personne qui l’anime vous répondra. L’annuaire, lui, se consulte sans compte.'
      ],
      action: { label: 'Voir les territoires', url: siteAddress('/territoires') },
      notes: ['Vous n’avez rien demandé ? Ignorez ce message : rien n’a été créé à votre nom.']
    })
  };
}

/** To somebody whose account the administration has closed. */
export function closedAccountMail(to: Recipient): Mail {
  return {
    kind: 'sign-in',
    urgent: true,
    to: { address: to.email, name: to.name },
    subject: 'Connexion à Maillage : votre compte est fermé',
    ...renderMail({
      greeting: `Bonjour ${to.name},`,
      paragraphs: [
        'Votre compte Maillage a été fermé par l’administration : il ne permet plus de se connecter.',
        'Si c’est une erreur, écrivez à la personne qui anime votre territoire.'
      ]
    })
  };
}

/** The code that proves that a new address is one's own. */
export function newAddressMail(to: Recipient, code: string): Mail {
  return {
    kind: 'sign-in',
    urgent: true,
    to: { address: to.email, name: to.name },
    subject: 'Maillage : confirmez votre nouvelle adresse',
    ...renderMail({
      greeting: `Bonjour ${to.name},`,
      paragraphs: [
        'Pour que Maillage vous écrive désormais à cette adresse, recopiez ce code sur la page de votre profil.'
      ],
      code,
      notes: [
        'Le code sert une seule fois, pendant 15 minutes.',
        'Vous n’avez rien demandé ? Ignorez ce message : rien ne change.'
      ]
    }),
    expiresIn: SIGN_IN_WITHIN,
    eraseOnceSent: true
  };
}

/** Tells the former address that it serves no more: what was not wanted is seen. */
export function addressChangedMail(to: Recipient): Mail {
  return {
    kind: 'sign-in',
    urgent: true,
    to: { address: to.email, name: to.name },
    subject: 'Maillage : votre adresse a changé',
    ...renderMail({
      greeting: `Bonjour ${to.name},`,
      paragraphs: [
        'Votre compte Maillage vient d’être rattaché à une autre adresse électronique. Celle-ci ne permet plus de s’y connecter.',
        'Si ce n’est pas vous, écrivez sans attendre à la personne qui anime votre territoire.'
      ]
    })
  };
}
