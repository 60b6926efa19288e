import type { Event } from '#domain/events/model.ts';
import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { unsubscribeAddress } from '#server/mail/unsubscribe.ts';
import { civilTime, formatDay } from '#shared/dates.ts';
import { plural } from '#shared/text.ts';
import type { OwnFollowUp } from '../follow-ups.ts';
import { dueText } from '../wording.ts';
import { minutesLink, minutesToken } from './links/queries.ts';
import type { MinutesRecipient } from './sending/queries.ts';

/** The compte rendu can be read: to each who came, by a link that opens it and nothing else. */
export function composeMinutesMail(
  { id, slug, title, startsAt, timeZone }: Event,
  { address, name, registration, version }: MinutesRecipient,
  validatedAt: Date
): Mail {
  const unsubscribeUrl = unsubscribeAddress(address, 'minutes');
  const on = startsAt ? ` du ${formatDay(civilTime(startsAt, timeZone))}` : '';
  return {
    kind: 'minutes',
    to: { address, name },
    subject: `Compte rendu : ${title}`,
    unsubscribeUrl,
    dedupeKey: `minutes:${id}:${validatedAt.getTime()}:${address}`,
    ...renderMail({
      greeting: greeting(name),
      paragraphs: [
        `Le compte rendu de « ${title} »${on} est prêt\u00a0: ce qui s’est dit, ce qui a été décidé, qui fait quoi et pour quand.`
      ],
      action: {
        label: 'Lire le compte rendu',
        url: siteAddress(minutesLink(slug, minutesToken(registration, version)))
      },
      notes: [
        `Vous recevez ce message parce que vous étiez inscrit·e à « ${title} ». Ce lien est le vôtre.`
      ],
      unsubscribeUrl
    })
  };
}

/** To whom something is recalled. */
export interface Doer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** All that somebody has to do that is late or near, in one message. */
export function composeFollowUps(
  { id, name, email }: Doer,
  followUps: readonly OwnFollowUp[],
  today: string
): Mail {
  const unsubscribeUrl = unsubscribeAddress(email, 'follow-ups');
  const late = followUps.filter(({ dueOn }) => dueOn !== null && dueOn < today).length;
  const count = plural(followUps.length, 'suite attend', 'suites attendent');
  return {
    kind: 'follow-ups',
    to: { address: email, name },
    subject:
      late > 0
        ? `${plural(late, 'suite')} de rencontre en retard`
        : 'Une suite de rencontre à faire bientôt',
    unsubscribeUrl,
    dedupeKey: `follow-ups:${id}:${today}`,
    ...renderMail({
      greeting: greeting(name),
      paragraphs: [
        `${count} que vous disiez ce qu’il en est\u00a0:`,
        ...followUps.map((one) => describe(one, today))
      ],
      action: { label: 'Dire ce qu’il en est', url: siteAddress('/mon-espace#a-faire') },
      notes: ['Vous ne recevrez pas d’autre rappel avant une semaine.'],
      unsubscribeUrl
    })
  };
}

function describe({ what, structure, dueOn, event }: OwnFollowUp, today: string): string {
  const late = dueOn !== null && dueOn < today ? ', en retard' : '';
  const house = structure ? ` (${structure.name})` : '';
  return `• ${what}${house} — ${dueText({ dueOn })}${late}. « ${event.title} ».`;
}

function greeting(name: string): string {
  return name ? `Bonjour ${name},` : 'Bonjour,';
}
