/** What the people who want to be paired are written. No message shows the address of another. */
import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { unsubscribeAddress } from '#server/mail/unsubscribe.ts';
import { formatMoment } from '#shared/dates.ts';
import type { PairingId, PersonId } from '#shared/ids.ts';
import { withDe } from '#shared/text.ts';
import { openingOf } from '../../model.ts';
import { sayMonth, ZONE } from '../../pairing/calendar.ts';
import { pairingLink, type Side } from './links/queries.ts';

export interface MailedPerson {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string;
}

/** The other of the two, as she is presented. */
export interface Presented {
  readonly id: PersonId;
  readonly name: string;
  readonly profession: string;
  readonly structures: readonly { readonly name: string }[];
}

export interface MailedPair {
  readonly id: PairingId;
  readonly side: Side;
  readonly version: number;
  readonly month: string;
  /** « des Trois Confluents ». */
  readonly territory: string;
  readonly other: Presented;
  readonly common: readonly string[];
  readonly dates: readonly Date[];
}

/** Presents somebody to her binôme of the month. */
export function pairedMail(to: MailedPerson, pair: MailedPair): Mail {
  const { other, common, dates, month, territory } = pair;
  return compose(to, {
    dedupeKey: `pairing:${pair.id}:${to.id}`,
    subject: `[Maillage] Votre binôme ${withDe(sayMonth(month))}\u00a0: ${other.name}`,
    paragraphs: [
      `Ce mois-ci, le réseau ${territory} vous propose de faire connaissance avec ${present(other)}.`,
      `Ce que vous avez en commun\u00a0:\n${common.map((one) => `–\u00a0${one}`).join('\n')}`,
      `Deux moments possibles, une demi-heure suffit\u00a0:\n${dates.map((at) => `–\u00a0${formatMoment(at, ZONE)}`).join('\n')}`,
      `${other.name} reçoit le même message. Le premier mot peut venir de vous.`
    ],
    action: {
      label: `Écrire à ${other.name}`,
      url: siteAddress(openingOf(`/ecrire/${other.id}`))
    },
    notes: [
      `La page de votre binôme, avec les deux moments à mettre dans votre agenda et de quoi dire où vous en êtes, sans compte\u00a0:\n${address(pair)}`,
      'Votre adresse n’est pas donnée\u00a0: les messages passent par Maillage.',
      LEAVING
    ]
  });
}

/** Says kindly to who is alone that it is not forgotten. */
export function aloneMail(
  to: MailedPerson,
  { month, territory, round }: { month: string; territory: string; round: number }
): Mail {
  return compose(to, {
    dedupeKey: `pairing-alone:${round}:${to.id}`,
    subject: `[Maillage] Pas de binôme pour vous en ${sayMonth(month)}`,
    paragraphs: [
      `Ce mois-ci, nous n’avons trouvé personne à vous proposer dans le réseau ${territory}\u00a0: le nombre était impair, ou vous connaissez déjà les autres.`,
      'Vous passerez avant les autres le mois prochain. Et si vous en parliez à un collègue qui n’y est pas encore\u00a0?'
    ],
    action: { label: 'Voir mes binômes', url: siteAddress('/mon-espace/binomes') },
    notes: [LEAVING]
  });
}

/** Asks, once, what became of it. */
export function feedbackMail(to: MailedPerson, pair: MailedPair): Mail {
  return compose(to, {
    dedupeKey: `pairing-feedback:${pair.id}:${to.id}`,
    subject: `[Maillage] ${pair.other.name} et vous\u00a0: vous êtes-vous parlé\u00a0?`,
    paragraphs: [
      `Il y a trois semaines, nous vous avons proposé de faire connaissance avec ${present(pair.other)}.`,
      'Vous êtes-vous parlé\u00a0? Un clic suffit pour le dire\u00a0: cela évite de vous présenter à nouveau, et aide le réseau à savoir qui se connaît.'
    ],
    action: { label: 'Dire où vous en êtes', url: address(pair) },
    notes: ['Qui n’a pas répondu, ou n’a pas voulu, n’est montré à personne.', LEAVING]
  });
}

const LEAVING =
  'Vous recevez ce message parce que vous avez demandé à être en binôme. Faire une pause ou arrêter\u00a0: «\u00a0Mon espace\u00a0», «\u00a0Mes binômes\u00a0».';

const address = ({ id, side, version }: MailedPair) => siteAddress(pairingLink(id, side, version));

function present({ name, profession, structures }: Presented): string {
  return [name, profession, structures[0]?.name].filter(Boolean).join(', ');
}

function compose(
  { name, email }: MailedPerson,
  said: Pick<Mail, 'subject'> & { readonly dedupeKey: string } & Omit<
      Parameters<typeof renderMail>[0],
      'greeting' | 'unsubscribeUrl'
    >
): Mail {
  const { subject, dedupeKey, ...content } = said;
  const unsubscribeUrl = unsubscribeAddress(email, 'pairing');
  return {
    kind: 'pairing',
    to: { address: email, name },
    ...{ subject, dedupeKey, unsubscribeUrl },
    ...renderMail({ greeting: `Bonjour ${name},`, ...content, unsubscribeUrl })
  };
}
