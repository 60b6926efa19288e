import { createHash } from 'node:crypto';
import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { sign } from '#server/signing.ts';
import { formatDate } from '#shared/dates.ts';
import { plural } from '#shared/text.ts';
import type { Recipient, Told } from './recipients/queries.ts';

/**
 * The secret of the link of a request, the same in its message and its reminders: it is computed again, since only
 * its hash is stored. It serves nothing else.
 */
export function confirmationToken(request: number): string {
  return sign(`confirmation:${request}`).slice(0, 32);
}

/** What a message needs to say. */
export interface Asked {
  readonly request: number;
  readonly stage: number;
  /** Tells apart the message of a stage and what an animator sent again. */
  readonly round: string;
  readonly structure: {
    readonly name: string;
    readonly confirmedAt: Date | null;
  };
}

/** « Votre fiche confirmée le 3 mai 2026 : toujours juste ? », to one recipient. */
export function confirmationMail(
  { request, stage, round, structure }: Asked,
  recipient: Recipient,
  unsubscribeUrl: string
): Mail {
  const age = structure.confirmedAt
    ? `Votre fiche confirmée le ${formatDate(structure.confirmedAt)}`
    : 'Votre fiche n’a jamais été confirmée';
  const subject = `${stage > 0 ? 'Rappel — ' : ''}${age} : toujours juste ?`;
  const content = renderMail({
    greeting: recipient.name ? `Bonjour ${recipient.name},` : 'Bonjour,',
    paragraphs: [
      `La fiche « ${structure.name} » de l’annuaire oriente chaque jour des professionnels et des familles.`,
      'Un coup d’œil suffit : la page montre l’essentiel, un bouton dit que c’est toujours juste. Sans compte, sans mot de passe.'
    ],
    action: {
      label: 'Relire la fiche',
      url: siteAddress(`/fiche-a-jour/${confirmationToken(request)}`)
    },
    notes: [
      ...(stage === 2
        ? [
            'Sans réponse de votre part, nous demanderons à l’équipe d’animation du territoire de vous joindre.'
          ]
        : []),
      'Ce lien ne vaut que pour cette fiche : ne le transférez qu’à une personne qui peut en répondre.'
    ],
    unsubscribeUrl
  });
  return {
    kind: 'confirmation',
    to: { address: recipient.address, name: recipient.name },
    subject,
    ...content,
    unsubscribeUrl,
    dedupeKey: `confirmation:${request}:${stage}:${round}:${recipient.address}`
  };
}

/** One message to an animator for a round, whatever the number of fiches without an answer. */
export function digestMail(
  told: readonly Told[],
  names: ReadonlyMap<number, string>,
  day: string
): Mail {
  const { person, name, email } = told[0]!;
  const count = new Set(told.flatMap(({ structures }) => structures)).size;
  const lines = told.map(({ territory, structures }) => {
    const shown = structures.slice(0, 12).map((id) => `– ${names.get(id) ?? ''}`);
    const rest = structures.length - shown.length;
    const where = territory
      ? [siteAddress(`/gestion/territoires/${territory.slug}/fiches?etat=en-retard`)]
      : [];
    return [
      `${territory?.name ?? 'Sans territoire'} :`,
      ...shown,
      ...(rest > 0 ? [`– et ${rest} autres`] : []),
      ...where
    ].join('\n');
  });
  const content = renderMail({
    greeting: `Bonjour ${name},`,
    paragraphs: [
      `${plural(count, 'fiche reste', 'fiches restent')} sans réponse après deux rappels, ou ${count < 2 ? 'n’a' : 'n’ont'} personne à qui écrire. Un appel suffit souvent : vous pouvez noter la confirmation vous-même.`,
      ...lines
    ]
  });
  return {
    kind: 'confirmation-digest',
    to: { address: email, name },
    subject: plural(count, 'fiche à faire confirmer', 'fiches à faire confirmer'),
    ...content,
    // A second round the same day tells of other structures: it is not the same message.
    dedupeKey: `confirmation-digest:${person}:${day}:${saidOf(told)}`
  };
}

/** The structures a digest tells of, in a word. */
function saidOf(told: readonly Told[]): string {
  const ids = [...new Set(told.flatMap(({ structures }) => structures))].sort((a, b) => a - b);
  return createHash('sha256').update(ids.join(',')).digest('base64url').slice(0, 16);
}
