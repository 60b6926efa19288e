import type { Event } from '#domain/events/model.ts';
import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail, type MailContent } from '#server/mail/template.ts';
import { civilTime, formatHour, formatWhen } from '#shared/dates.ts';
import type { ChosenSession } from '../../desk.ts';
import type { Registration, SessionChoice } from '../../model.ts';

/** What a message about a registration may say. */
export interface RegistrationFacts {
  readonly event: Event;
  readonly registration: Registration;
  /** What the organiser tells each person registered; '' when nothing. */
  readonly words: string;
  /** Path of « ma place ». */
  readonly link: string;
  /** The sessions its choices name. */
  readonly sessions: readonly Pick<ChosenSession, 'id' | 'title' | 'startsAt' | 'endsAt'>[];
  /** The person, or the group who registered her. */
  readonly to: { readonly address: string; readonly name: string };
}

export const CHANGE =
  'Un empêchement ? Annulez sur la même page : la place ira à quelqu’un qui l’attend.';

/** The one form of these messages: to whom, and the link of « ma place ». */
export function write(
  { to, link }: RegistrationFacts,
  subject: string,
  content: Pick<MailContent, 'paragraphs' | 'notes'>,
  label = 'Voir ma place'
): Omit<Mail, 'kind'> {
  const rendered = renderMail({
    greeting: to.name ? `Bonjour ${to.name},` : 'Bonjour,',
    ...content,
    action: { label, url: siteAddress(link) }
  });
  return { to, subject, ...rendered, urgent: true };
}

/** A colleague without an address of her own is named to whoever registered her. */
export function whose({ registration }: RegistrationFacts): string {
  return registration.email === null
    ? `L’inscription de ${nameOf(registration)}`
    : 'Votre inscription';
}

export function nameOf({ firstName, lastName }: Registration): string {
  return `${firstName} ${lastName}`.trim();
}

export function rank(value: number | null): string {
  return value === null ? '' : `, au rang ${value}`;
}

export function whenAndWhere({ event, registration }: RegistrationFacts): string[] {
  const { name, address, postalCode, commune, onlineUrl } = event.venue;
  const town = [postalCode, commune?.name].filter(Boolean).join(' ');
  const where = [name, address, town].filter(Boolean).join(', ');
  const online =
    onlineUrl && registration.status === 'confirmed' ? [`En ligne : ${onlineUrl}`] : [];
  return [[...dateOf(event), ...(where ? [`${where}.`] : []), ...online].join('\n')].filter(
    Boolean
  );
}

export function dateOf({ startsAt, endsAt, timeZone }: Event): string[] {
  if (!startsAt || !endsAt) return [];
  const when = formatWhen(startsAt, endsAt, timeZone);
  return [`${when.charAt(0).toUpperCase()}${when.slice(1)}.`];
}

const CHOICE_WORDS: Partial<Record<SessionChoice['status'], string>> = {
  confirmed: 'place réservée',
  waitlisted: 'liste d’attente',
  offered: 'place proposée, à confirmer',
  wished: 'souhaité, dès qu’une place se libère'
};

/** What was chosen, and where each stands. */
export function choices({ event, registration, sessions }: RegistrationFacts): string[] {
  const lines = sessions.flatMap(({ id, title, startsAt }) => {
    const choice = registration.choices.find(({ session }) => session === id);
    const words = choice && CHOICE_WORDS[choice.status];
    if (!words) return [];
    const hour = formatHour(civilTime(startsAt, event.timeZone));
    return [`${hour} · ${title} : ${words}${rank(choice.rank)}`];
  });
  return lines.length > 0 ? [lines.join('\n')] : [];
}

export function seats(
  { registration, sessions }: RegistrationFacts,
  status: SessionChoice['status']
) {
  return sessions.flatMap((session) => {
    const choice = registration.choices.find((one) => one.session === session.id);
    return choice?.status === status
      ? [{ title: session.title, offerExpiresAt: choice.offerExpiresAt }]
      : [];
  });
}

export function firstDeadline(offered: readonly { offerExpiresAt: Date | null }[]): Date | null {
  const known = offered.flatMap(({ offerExpiresAt }) => (offerExpiresAt ? [offerExpiresAt] : []));
  return known.length > 0 ? new Date(Math.min(...known.map(Number))) : null;
}

/** The file leaves with the message (`carried`); those whose mailbox takes files away have its address. */
export function calendar(facts: RegistrationFacts): string[] {
  const { link } = facts;
  if (!carried(facts).attachment) return [];
  const address = siteAddress(`${link}/calendrier.ics`);
  return [
    `Le fichier joint s’ajoute à votre agenda. Il est aussi ici, toujours à jour : ${address}`
  ];
}

/** Not the texts of an edition that are hidden until somebody reads them again. */
export function told({ event, words }: RegistrationFacts): string[] {
  return words && !event.textsHidden ? [words] : [];
}

/** The calendar of the person, as it is when the message leaves; nothing until the edition has a date. */
export function carried({ event, registration }: RegistrationFacts): Pick<Mail, 'attachment'> {
  if (!event.startsAt || !event.endsAt) return {};
  return { attachment: { kind: 'registration-calendar', id: registration.id } };
}

/**
 * What takes the entries away from her calendar. Not for a colleague without an address of her own: who registered her may
 * come too, and would lose the entry that is hers.
 */
export function takenAway({ event, registration }: RegistrationFacts): Pick<Mail, 'attachment'> {
  if (!event.startsAt || !event.endsAt || registration.email === null) return {};
  return { attachment: { kind: 'registration-cancellation', id: registration.id } };
}

/** What that file is for; nothing when there is none. */
export function withoutIt(facts: RegistrationFacts): string[] {
  return takenAway(facts).attachment ? [TAKES_AWAY] : [];
}

export const TAKES_AWAY =
  'La rencontre est dans votre agenda ? Ouvrez le fichier joint : il l’en retire.';

export function contact({ contactName, contactPhone }: Event): string[] {
  const who = [contactName, contactPhone].filter(Boolean).join(', ');
  return who ? [`Une question ? ${who}.`] : [];
}
