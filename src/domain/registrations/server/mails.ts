import type { Event } from '#domain/events/model.ts';
import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { formatMoment } from '#shared/dates.ts';
import { enumerate } from '#shared/text.ts';
import {
  calendar,
  carried,
  CHANGE,
  choices,
  contact,
  dateOf,
  firstDeadline,
  nameOf,
  rank,
  seats,
  takenAway,
  told,
  whenAndWhere,
  whose,
  withoutIt,
  write,
  type RegistrationFacts
} from './letters/mails.ts';

export type { RegistrationFacts };

/** A place is taken: what, when, where, and the link to change or cancel. */
export function confirmationMail(facts: RegistrationFacts): Mail {
  const { title } = facts.event;
  return {
    kind: 'registration-confirmed',
    ...carried(facts),
    ...write(facts, `Votre place : ${title}`, {
      paragraphs: [
        `${whose(facts)} à « ${title} » est enregistrée : la place est réservée.`,
        ...whenAndWhere(facts),
        ...choices(facts),
        ...told(facts)
      ],
      notes: [CHANGE, ...calendar(facts)]
    })
  };
}

/** No place for now: the rank, and what happens next. */
export function waitingMail(facts: RegistrationFacts): Mail {
  const { title } = facts.event;
  return {
    kind: 'registration-waiting',
    ...write(facts, `Liste d’attente : ${title}`, {
      paragraphs: [
        `« ${title} » est complet. ${whose(facts)} est sur la liste d’attente${rank(facts.registration.rank)}.`,
        'Dès qu’une place se libère, nous vous écrivons. D’ici là, rien n’est à faire.',
        ...whenAndWhere(facts),
        ...choices(facts)
      ],
      notes: ['Le rang se lit à tout moment sur la même page, et l’on y quitte la liste.']
    })
  };
}

/** A place is held until a deadline: here, or in a session. */
export function offerMail(facts: RegistrationFacts): Mail {
  const { event, registration } = facts;
  const offered = seats(facts, 'offered');
  const what =
    registration.status === 'offered'
      ? `« ${event.title} »`
      : enumerate(offered.map(({ title }) => `« ${title} »`));
  const until = registration.offerExpiresAt ?? firstDeadline(offered);
  return {
    kind: 'registration-offer',
    ...write(
      facts,
      `Une place se libère : ${event.title}`,
      {
        paragraphs: [
          `Une place se libère pour ${what}.`,
          ...(until
            ? [
                `Elle est gardée jusqu’au ${formatMoment(until, event.timeZone)}. Sans réponse d’ici là, elle va à la personne suivante.`
              ]
            : []),
          ...whenAndWhere(facts)
        ],
        notes: ['Vous ne pouvez plus venir ? Dites-le sur la même page : quelqu’un l’attend.']
      },
      'Confirmer ou laisser la place'
    )
  };
}

/** Who waited has a place, in the edition or in a session. */
export function promotedMail(facts: RegistrationFacts): Mail {
  return {
    kind: 'registration-promoted',
    ...carried(facts),
    ...write(facts, `Vous avez une place : ${facts.event.title}`, {
      paragraphs: [
        'Une place s’est libérée, et elle est à vous. Il n’y a rien à confirmer.',
        ...whenAndWhere(facts),
        ...choices(facts),
        ...told(facts)
      ],
      notes: [CHANGE, ...calendar(facts)]
    })
  };
}

/** An offered place was not confirmed in time. */
export function expiredMail(facts: RegistrationFacts): Mail {
  const { event, registration } = facts;
  const lost = seats(facts, 'expired');
  const all = registration.status === 'expired';
  const what = all ? `« ${event.title} »` : enumerate(lost.map(({ title }) => `« ${title} »`));
  return {
    kind: 'registration-expired',
    ...write(facts, `La place proposée est passée à quelqu’un d’autre : ${event.title}`, {
      paragraphs: [
        `La place proposée pour ${what} n’a pas été confirmée à temps : elle va à la personne suivante.`,
        all
          ? 'Tant que les inscriptions sont ouvertes, vous pouvez vous inscrire de nouveau.'
          : 'Le reste de votre inscription ne change pas.'
      ]
    })
  };
}

/** A registration cancelled by its holder. */
export function cancelledMail(facts: RegistrationFacts): Mail {
  const { title } = facts.event;
  return {
    kind: 'registration-cancelled',
    ...takenAway(facts),
    ...write(facts, `Inscription annulée : ${title}`, {
      paragraphs: [
        `${whose(facts)} à « ${title} » est annulée, comme demandé. La place est rendue à celles et ceux qui attendent.`
      ],
      notes: [
        ...withoutIt(facts),
        'Ce n’était pas vous ? Inscrivez-vous de nouveau, ou prévenez la personne qui organise.'
      ]
    })
  };
}

/** A registration cancelled by the organiser. */
export function cancelledByOrganiserMail(facts: RegistrationFacts): Mail {
  const { event } = facts;
  return {
    kind: 'registration-withdrawn',
    ...takenAway(facts),
    ...write(facts, `Inscription annulée : ${event.title}`, {
      paragraphs: [
        `${whose(facts)} à « ${event.title} » a été annulée par l’équipe qui organise.`,
        ...contact(event)
      ],
      notes: withoutIt(facts)
    })
  };
}

/** What the organiser changed by hand: a place given, a category, a session. */
export function movedMail(facts: RegistrationFacts): Mail {
  const { event, registration } = facts;
  const waits = registration.status === 'waitlisted';
  return {
    kind: 'registration-moved',
    ...(waits ? {} : carried(facts)),
    ...write(facts, `Votre inscription a changé : ${event.title}`, {
      paragraphs: [
        `L’équipe qui organise « ${event.title} » a changé votre inscription. Voici où elle en est.`,
        waits ? `Liste d’attente${rank(registration.rank)}.` : 'La place est réservée.',
        ...(registration.category ? [`Catégorie : ${registration.category.label}.`] : []),
        ...whenAndWhere(facts),
        ...choices(facts)
      ],
      notes: [...contact(event), ...(waits ? [] : calendar(facts))]
    })
  };
}

/** Somebody asks again with an address that is registered: the link, by the only way that proves whose it is. */
export function alreadyRegisteredMail(facts: RegistrationFacts): Mail {
  const { title } = facts.event;
  return {
    kind: 'registration-already',
    ...write(facts, `Votre lien : ${title}`, {
      paragraphs: [
        `${whose(facts)} à « ${title} » existe déjà : rien n’a été fait une seconde fois. Voici le lien pour la voir, la changer ou l’annuler.`,
        ...whenAndWhere(facts)
      ],
      notes: ['Ce n’était pas vous ? Ignorez ce message : personne d’autre ne l’a reçu.']
    })
  };
}

/** To who registered colleagues: each with a place, a rank, or registered before. */
export function groupMail(about: {
  readonly event: Event;
  readonly contact: { readonly name: string; readonly email: string };
  readonly registered: readonly RegistrationFacts[];
  readonly already: readonly { readonly firstName: string; readonly lastName: string }[];
}): Mail {
  const { event, contact: to, registered, already } = about;
  const content = renderMail({
    greeting: `Bonjour ${to.name},`,
    paragraphs: [
      `Voici les inscriptions que vous avez faites à « ${event.title} ».`,
      ...dateOf(event),
      ...registered.map(lineOfGroup),
      ...already.map(
        ({ firstName, lastName }) =>
          `${firstName} ${lastName} : rien n’a été changé. Si son adresse est déjà inscrite, son lien lui permet de voir sa place.`
      )
    ]
  });
  return {
    kind: 'registration-group',
    to: { address: to.email, name: to.name },
    subject: `Vos inscriptions : ${event.title}`,
    ...content,
    urgent: true
  };
}

function lineOfGroup({ registration, link }: RegistrationFacts): string {
  const place =
    registration.status === 'confirmed'
      ? 'place réservée'
      : `liste d’attente${rank(registration.rank)}`;
  return registration.email === null
    ? `${nameOf(registration)} : ${place}. Pour voir ou changer :\n${siteAddress(link)}`
    : `${nameOf(registration)} : ${place}. Son lien lui est envoyé.`;
}
