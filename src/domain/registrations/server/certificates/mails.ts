import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { formatDuration } from '../../certificate.ts';
import { dateOf, nameOf, write, type RegistrationFacts } from '../letters/mails.ts';
import type { Certificate } from './queries.ts';

/** Her certificate is ready: how long, the link, and how whoever receives it verifies it. */
export function certificateMail(facts: RegistrationFacts, certificate: Certificate): Mail {
  const { event, registration, link } = facts;
  const whose =
    registration.email === null
      ? `L’attestation de présence de ${nameOf(registration)}`
      : 'Votre attestation de présence';
  const { urgent: _, ...mail } = write(
    { ...facts, link: `${link}/attestation.pdf` },
    `Attestation de présence : ${event.title}`,
    {
      paragraphs: [
        `${whose} à « ${event.title} » est prête : ${formatDuration(certificate.minutes)}.`,
        ...dateOf(event),
        `Qui la reçoit la vérifie sur ${siteAddress('/attestation')} avec ce code : ${certificate.code}`
      ],
      notes: [
        'Ce document n’est pas une attestation de DPC.',
        'Une erreur ? Répondez à la personne qui organise : les présences se corrigent.'
      ]
    },
    'Ouvrir l’attestation'
  );
  return {
    kind: 'attendance-certificate',
    ...mail,
    dedupeKey: `attendance-certificate:${certificate.registration}:${certificate.issuedAt.getTime()}`
  };
}
