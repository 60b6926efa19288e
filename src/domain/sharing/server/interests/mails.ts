import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import type { ContributionId, InterestId, PersonId } from '#shared/ids.ts';
import { enumerate } from '#shared/text.ts';
import { INTEREST_DAYS } from '../../forms/interest.ts';
import { interestAddress } from './links/queries.ts';
import { openingOf } from '../../model.ts';

interface To {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string;
}

interface Project {
  readonly title: string;
  readonly slug: string;
}

/** To those who carry a project: somebody is interested. Neither reads the address of the other. */
export function composeInterest(
  to: To,
  {
    id,
    version,
    project,
    name,
    structures,
    message
  }: {
    readonly id: InterestId;
    readonly version: number;
    readonly project: Project;
    readonly name: string;
    readonly structures: readonly string[];
    readonly message: string;
  }
): Mail {
  const where = structures.length > 0 ? ` (${enumerate(structures)})` : '';
  return {
    kind: 'interest',
    to: { address: to.email, name: to.name },
    subject: `${name} s’intéresse à «\u00a0${project.title}\u00a0»`,
    about: `interest:${id}`,
    eraseOnceSent: true,
    ...renderMail({
      greeting: `Bonjour ${to.name},`,
      paragraphs: [
        `${name}${where} a dit «\u00a0ça m’intéresse\u00a0» sur votre projet «\u00a0${project.title}\u00a0».`,
        ...(message ? [message] : ['Sans ajouter de message.'])
      ],
      action: { label: `Répondre à ${name}`, url: interestAddress(id, version, to.id) },
      notes: [
        `Ce lien est le vôtre, et répond sans vous connecter pendant ${INTEREST_DAYS} jours. Aucune de vos adresses n’est montrée à l’autre.`,
        `Le projet\u00a0: ${siteAddress(openingOf(`/partage/projets/${project.slug}`))}`
      ]
    })
  };
}

/** To who was interested: one of those who carry the project answers. */
export function composeInterestAnswer(
  to: To,
  {
    project,
    carrier,
    message
  }: {
    readonly project: Project & { readonly id: ContributionId };
    readonly carrier: { readonly id: PersonId; readonly name: string };
    readonly message: string;
  }
): Mail {
  return {
    kind: 'interest-answer',
    to: { address: to.email, name: to.name },
    subject: `${carrier.name} vous répond au sujet de «\u00a0${project.title}\u00a0»`,
    about: `contribution:${project.id}`,
    eraseOnceSent: true,
    ...renderMail({
      greeting: `Bonjour ${to.name},`,
      paragraphs: [
        `Vous aviez dit «\u00a0ça m’intéresse\u00a0» sur «\u00a0${project.title}\u00a0». ${carrier.name} vous répond\u00a0:`,
        message
      ],
      action: {
        label: `Écrire à ${carrier.name}`,
        url: siteAddress(openingOf(`/ecrire/${carrier.id}`))
      },
      notes: [
        'Votre adresse ne lui a pas été donnée. Elle la lira si vous lui écrivez, pour pouvoir vous répondre.',
        `Le projet\u00a0: ${siteAddress(openingOf(`/partage/projets/${project.slug}`))}`
      ]
    })
  };
}
