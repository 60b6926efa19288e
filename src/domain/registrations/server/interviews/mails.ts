import type { Event } from '#domain/events/model.ts';
import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { civilTime, formatDay, formatHour } from '#shared/dates.ts';

/** One of the two of an interview. Her address is written to, never shown to the other. */
interface Side {
  readonly name: string;
  readonly profession: string;
  readonly structure: string;
  readonly mailbox: string;
  /** Path of her page of interviews. */
  readonly link: string;
}

/** What messages about an interview may say. */
export interface Meeting {
  readonly event: Pick<Event, 'title' | 'timeZone' | 'slug'>;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly place: string;
  readonly host: Side;
  readonly trainee: Side;
}

/** To who booked: with whom, when and where. */
export function bookedMail(meeting: Meeting): Mail {
  const { host, trainee, place } = meeting;
  return {
    kind: 'interview-booked',
    ...write(meeting, trainee, `Votre entretien avec ${host.name}`, {
      paragraphs: [
        `Votre entretien avec ${described(host)} est réservé.`,
        [when(meeting), ...(place ? [`${place}.`] : [])].join('\n')
      ],
      notes: ['Un empêchement ? Annulez sur la même page : quelqu’un d’autre prendra ce moment.']
    })
  };
}

/** To who gives the moment: who comes. */
export function expectedMail(meeting: Meeting): Mail {
  const { host, trainee } = meeting;
  return {
    kind: 'interview-booked',
    ...write(meeting, host, `Un entretien avec ${trainee.name}`, {
      paragraphs: [`${described(trainee)} a réservé un de vos créneaux.`, when(meeting)],
      notes: ['La liste de vos entretiens est à jour sur la même page.']
    })
  };
}

/** To who gives the moment: it is free again. It names nobody: whoever left may be leaving for good. */
export function freedMail(meeting: Meeting): Mail {
  const { host } = meeting;
  return {
    kind: 'interview-cancelled',
    ...write(meeting, host, 'Un entretien est annulé', {
      paragraphs: [
        'Un de vos entretiens est annulé : ce créneau est de nouveau libre.',
        when(meeting)
      ]
    })
  };
}

/** To who had booked: the moment is not given any more. */
export function withdrawnMail(meeting: Meeting): Mail {
  const { trainee, place } = meeting;
  return {
    kind: 'interview-cancelled',
    ...write(meeting, trainee, 'Votre entretien est annulé', {
      paragraphs: [
        'L’entretien que vous aviez réservé n’aura pas lieu.',
        [when(meeting), ...(place ? [`${place}.`] : [])].join('\n'),
        'Votre place à la rencontre ne change pas. D’autres créneaux sont peut-être libres.'
      ]
    })
  };
}

/** To somebody whom the organiser names: what it means, and what is hers to do. */
export function namedHostMail(about: {
  readonly event: Meeting['event'];
  readonly host: Pick<Side, 'name' | 'mailbox' | 'link'>;
}): Mail {
  const { event, host } = about;
  const body = renderMail({
    greeting: `Bonjour ${host.name},`,
    paragraphs: [
      `L’équipe de « ${event.title} » vous propose de recevoir des internes et des étudiants, un quart d’heure chacun, pendant la journée.`,
      'Donnez vos heures sur votre page : elles sont découpées en créneaux, et chacun en réserve un.',
      'Les internes et étudiants inscrits voient votre nom, votre profession, votre structure et le lieu. Jamais votre adresse e-mail.'
    ],
    action: { label: 'Donner mes heures', url: siteAddress(host.link) },
    notes: ['Ce n’est pas prévu ? Dites-le sur la même page, ou à l’équipe.']
  });
  const to = { address: host.mailbox, name: host.name };
  return {
    kind: 'interview-named',
    to,
    subject: `Recevoir des internes : ${event.title}`,
    ...body
  };
}

function write(
  { event }: Meeting,
  { name, mailbox, link }: Side,
  subject: string,
  content: { readonly paragraphs: readonly string[]; readonly notes?: readonly string[] }
): Omit<Mail, 'kind'> {
  const rendered = renderMail({
    greeting: name ? `Bonjour ${name},` : 'Bonjour,',
    ...content,
    action: { label: 'Voir mes entretiens', url: siteAddress(link) }
  });
  const full = `${subject} : ${event.title}`;
  return { to: { address: mailbox, name }, subject: full, ...rendered, urgent: true };
}

function when({ startsAt, endsAt, event }: Meeting): string {
  const [start, end] = [civilTime(startsAt, event.timeZone), civilTime(endsAt, event.timeZone)];
  const day = formatDay(start);
  return `${day.charAt(0).toUpperCase()}${day.slice(1)}, de ${formatHour(start)} à ${formatHour(end)}.`;
}

function described({ name, profession, structure }: Side): string {
  const more = [profession, structure].filter(Boolean).join(', ');
  return more ? `${name} (${more})` : name;
}
