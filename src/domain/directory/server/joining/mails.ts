import type { Correspondent } from '#domain/identity/server/accounts/queries.ts';
import type { Territory } from '#domain/territory/model.ts';
import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';

type Place = Pick<Territory, 'slug' | 'name'>;

/** Asks somebody to show that an address is hers, whether or not it is known: the message is the same. */
export function composeAddressCheck(
  to: { readonly email: string; readonly name: string },
  territory: Place,
  token: string
): Mail {
  return {
    kind: 'join-check',
    to: { address: to.email, name: to.name },
    subject: `Confirmez votre demande pour rejoindre le réseau « ${territory.name} »`,
    eraseOnceSent: true,
    ...renderMail({
      greeting: 'Bonjour,',
      paragraphs: [
        `Vous demandez à rejoindre le réseau « ${territory.name} ». Il reste à confirmer que cette adresse est la vôtre.`
      ],
      action: {
        label: 'Confirmer ma demande',
        url: siteAddress(`/rejoindre/confirmer/${token}`)
      },
      notes: [
        'Ce lien sert une fois, pendant 24 heures.',
        'Si vous n’avez rien demandé, ne faites rien : la demande s’effacera d’elle-même.'
      ]
    })
  };
}

/** Tells who decides that somebody asks to join. What she wrote is read on the page, not in the message. */
export function composeRequest(
  to: Correspondent,
  territory: Place,
  request: { readonly name: string; readonly structure: string | null },
  leaderless: boolean
): Mail {
  const place = request.structure ? `, de la structure « ${request.structure} »,` : '';
  return {
    kind: 'join-request',
    to: { address: to.email, name: to.name },
    subject: `${request.name} demande à rejoindre le réseau « ${territory.name} »`,
    ...renderMail({
      greeting: `Bonjour ${to.name},`,
      paragraphs: [
        `${request.name}${place} demande à rejoindre le réseau « ${territory.name} ».`,
        ...(leaderless
          ? [
              'Personne n’anime encore ce réseau : la demande vous parvient parce que vous administrez cette instance.'
            ]
          : [
              'La première réponse donnée est la bonne : si une autre personne a déjà répondu, vous le verrez.'
            ])
      ],
      action: {
        label: 'Lire la demande',
        url: siteAddress(`/gestion/territoires/${territory.slug}/membres`)
      }
    })
  };
}

/** Welcomes a new member: the first page is where to begin. */
export function composeWelcome(to: Correspondent, territory: Place): Mail {
  return {
    kind: 'welcome',
    to: { address: to.email, name: to.name },
    subject: `Bienvenue dans le réseau « ${territory.name} »`,
    ...renderMail({
      greeting: `Bonjour ${to.name},`,
      paragraphs: [
        `Vous faites maintenant partie du réseau « ${territory.name} ».`,
        'Une page vous attend : vos voisins de territoire, trois personnes à rencontrer, les dernières nouvelles et les premiers gestes utiles.'
      ],
      action: {
        label: 'Ouvrir ma page de bienvenue',
        url: siteAddress(`/bienvenue/${territory.slug}`)
      }
    })
  };
}

/** Tells somebody that her request is refused, and why. */
export function composeRefusal(to: Correspondent, territory: Place, reason: string): Mail {
  return {
    kind: 'join-refusal',
    to: { address: to.email, name: to.name },
    subject: `Votre demande pour rejoindre le réseau « ${territory.name} »`,
    eraseOnceSent: true,
    ...renderMail({
      greeting: `Bonjour ${to.name},`,
      paragraphs: [
        `Votre demande pour rejoindre le réseau « ${territory.name} » n’a pas été retenue.`,
        ...(reason ? [reason] : []),
        'L’annuaire et « Qui couvre ? » vous restent ouverts, et vous pouvez refaire une demande.'
      ],
      action: { label: 'Voir le territoire', url: siteAddress(`/territoires/${territory.slug}`) }
    })
  };
}
