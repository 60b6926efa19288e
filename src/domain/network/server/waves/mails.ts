import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { unsubscribeAddress } from '#server/mail/unsubscribe.ts';
import { formatDay } from '#shared/dates.ts';
import type { PersonId, WaveId, WaveStructureId } from '#shared/ids.ts';
import { enumerate, plural } from '#shared/text.ts';
import { minutesFor } from '../../wording.ts';
import { waveLink } from './links/queries.ts';

/** A structure for which somebody answers. */
export interface HeldStructure {
  readonly id: WaveStructureId;
  readonly version: number;
  readonly name: string;
  /** Structures it is asked about, and of how many it has already spoken. */
  readonly lines: number;
  readonly said: number;
}

/** A référent, with all for which she answers in the wave: one message, whatever their number. */
export interface Correspondent {
  readonly person: PersonId;
  readonly name: string;
  readonly email: string;
  readonly structures: readonly HeldStructure[];
}

export interface MailedWave {
  readonly id: WaveId;
  readonly title: string;
  readonly introduction: string;
  readonly closesOn: string;
  /** « du Pays de Brest ». */
  readonly territory: string;
}

/** The wave is open: a link for each structure, which serves until it closes. */
export function waveMail(wave: MailedWave, to: Correspondent): Mail {
  const lines = to.structures.reduce((sum, one) => sum + one.lines, 0);
  return compose(wave, to, {
    subject: `${plural(lines, 'structure')} à situer — ${wave.title}`,
    dedupeKey: `wave:${wave.id}:${to.person}`,
    paragraphs: [
      `Le réseau ${wave.territory} demande à chaque structure si elle connaît celles qui interviennent dans les mêmes communes.`,
      ...wave.introduction.split(/\n{2,}/).filter(Boolean),
      `${enumerate(to.structures.map(({ name }) => name))} : ${plural(lines, 'structure')} à situer, une touche pour chacune. Comptez ${minutesFor(lines)}.`
    ]
  });
}

/** To those who have not said that they had finished. @param day - civil day, so that a second try writes nothing twice. */
export function waveReminderMail(wave: MailedWave, to: Correspondent, day: string): Mail {
  const remaining = to.structures.reduce((sum, one) => sum + one.lines - one.said, 0);
  const begun = to.structures.some(({ said }) => said > 0);
  return compose(wave, to, {
    subject: `Rappel — ${wave.title}`,
    dedupeKey: `wave-reminder:${wave.id}:${to.person}:${day}`,
    paragraphs: [
      begun
        ? `Merci d’avoir commencé : vos réponses sont gardées. ${remaining > 0 ? `Il reste ${plural(remaining, 'structure')} à situer (${minutesFor(remaining)}).` : 'Il reste à dire que vous avez terminé.'}`
        : `${enumerate(to.structures.map(({ name }) => name))} n’a pas encore situé les structures de ses communes. Comptez ${minutesFor(remaining)}.`,
      'Sans réponse, on ne dira jamais que vous « ne connaissez pas » : on dira qu’on ne sait pas.'
    ]
  });
}

const WHO_READS =
  'Ce que vous dites est lu par votre structure et par les personnes qui animent le territoire. Les autres ne voient que des totaux.';

function compose(
  { title, closesOn }: MailedWave,
  { name, email, structures }: Correspondent,
  said: { subject: string; dedupeKey: string; paragraphs: readonly string[] }
): Mail {
  const [first, ...others] = structures.map((one) => ({
    name: one.name,
    url: siteAddress(waveLink(one.id, one.version))
  }));
  const unsubscribeUrl = unsubscribeAddress(email, 'wave');
  return {
    kind: 'wave',
    to: { address: email, name },
    subject: said.subject,
    dedupeKey: said.dedupeKey,
    unsubscribeUrl,
    ...renderMail({
      greeting: name ? `Bonjour ${name},` : 'Bonjour,',
      paragraphs: [...said.paragraphs, `Réponse possible jusqu’au ${formatDay(closesOn)}.`],
      action: {
        label: others.length > 0 ? `Répondre pour ${first!.name}` : 'Situer les structures',
        url: first!.url
      },
      notes: [
        ...others.map((one) => `Répondre pour ${one.name} :\n${one.url}`),
        WHO_READS,
        `Ce lien est celui de votre structure : une collègue peut s’en servir, sans compte, jusqu’à la fin de « ${title} ».`
      ],
      unsubscribeUrl
    })
  };
}
