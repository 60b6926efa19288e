import type { Event } from '#domain/events/model.ts';
import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { civilTime, formatDay, formatHour, formatWhen } from '#shared/dates.ts';
import type { ChosenSession } from '../desk.ts';
import type { Registration } from '../model.ts';

/** What a message about a registration may say. */
export interface RegistrationFacts {
  readonly event: Event;
  readonly registration: Registration;
  /** Path of « ma place ». */
  readonly link: string;
  /** The sessions its choices name. */
  readonly sessions: readonly Pick<ChosenSession, 'id' | 'title' | 'startsAt' | 'endsAt'>[];
  /** The person, or the group who registered her. */
  readonly to: { readonly address: string; readonly name: string };
}

/** A place is taken: what, when, where, and the link to change or cancel. */
export function confirmationMail(facts: RegistrationFacts): Mail {
  return mail(facts, 'registration-confirmed', `Votre place : ${facts.event.title}`, [
    `Votre inscription à « ${facts.event.title} » est enregistrée.`,
    ...when(facts)
  ]);
}

/** No place for now: the rank, and what happens next. */
export function waitingMail(facts: RegistrationFacts): Mail {
  return mail(facts, 'registration-waiting', `Liste d’attente : ${facts.event.title}`, [
    `« ${facts.event.title} » est complet. Vous êtes sur la liste d’attente, au rang ${facts.registration.rank ?? ''}.`,
    'Nous vous écrirons dès qu’une place se libère.',
    ...when(facts)
  ]);
}

/** A place is held until a deadline: here, or in a session. */
export function offerMail(facts: RegistrationFacts): Mail {
  const deadline = facts.registration.offerExpiresAt ?? firstOffer(facts);
  return mail(facts, 'registration-offer', `Une place se libère : ${facts.event.title}`, [
    `Une place se libère pour « ${facts.event.title} ».`,
    ...(deadline
      ? [`Elle vous est réservée jusqu’au ${moment(deadline, facts)} : confirmez-la d’ici là.`]
      : []),
    ...when(facts)
  ]);
}

/** Who waited has a place. */
export function promotedMail(facts: RegistrationFacts): Mail {
  return mail(facts, 'registration-promoted', `Vous avez une place : ${facts.event.title}`, [
    `Une place s’est libérée pour « ${facts.event.title} » : elle est à vous.`,
    ...when(facts)
  ]);
}

/** An offered place was not confirmed in time. */
export function expiredMail(facts: RegistrationFacts): Mail {
  return mail(
    facts,
    'registration-expired',
    `La place proposée est passée : ${facts.event.title}`,
    [
      `La place proposée pour « ${facts.event.title} » n’a pas été confirmée à temps : elle va à la personne suivante.`
    ]
  );
}

/** A registration is cancelled, by its holder or by the organiser. */
export function cancelledMail(facts: RegistrationFacts): Mail {
  return mail(facts, 'registration-cancelled', `Inscription annulée : ${facts.event.title}`, [
    `Votre inscription à « ${facts.event.title} » est annulée.`
  ]);
}

/** Somebody registers again with an address that is registered: the link, by the only way that proves whose it is. */
export function alreadyRegisteredMail(facts: RegistrationFacts): Mail {
  return mail(facts, 'registration-already', `Votre inscription : ${facts.event.title}`, [
    `Cette adresse est déjà inscrite à « ${facts.event.title} ». Voici le lien pour voir ou changer votre inscription.`,
    ...when(facts)
  ]);
}

function mail(facts: RegistrationFacts, kind: string, subject: string, paragraphs: string[]): Mail {
  const content = renderMail({
    greeting: facts.to.name ? `Bonjour ${facts.to.name},` : 'Bonjour,',
    paragraphs,
    action: { label: 'Voir ma place', url: siteAddress(facts.link) }
  });
  return { kind, to: facts.to, subject, ...content, urgent: true };
}

function when({ event }: RegistrationFacts): string[] {
  return event.startsAt && event.endsAt
    ? [`${formatWhen(event.startsAt, event.endsAt, event.timeZone)}.`]
    : [];
}

function firstOffer({ registration }: RegistrationFacts): Date | null {
  return registration.choices.find(({ offerExpiresAt }) => offerExpiresAt)?.offerExpiresAt ?? null;
}

function moment(instant: Date, { event }: RegistrationFacts): string {
  const civil = civilTime(instant, event.timeZone);
  return `${formatDay(civil)} à ${formatHour(civil)}`;
}
