import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { formatWhen } from '#shared/dates.ts';
import type { Event, TeamRole } from '../../model.ts';
import { TEAM_ROLE_MEANINGS } from '../../team.ts';

/** Tells somebody that she is in the team of an edition, what she may do there, and who put her there. */
export function teamMail(
  to: { email: string; name: string },
  event: Event,
  { role, thing, by }: { role: TeamRole; thing: string; by: string }
): Mail {
  const when =
    event.startsAt && event.endsAt
      ? formatWhen(event.startsAt, event.endsAt, event.timeZone)
      : 'la date est encore à choisir';
  const { text, html } = renderMail({
    greeting: `Bonjour ${to.name},`,
    paragraphs: [
      `${by} vous a ajouté à l’équipe de « ${event.title} » (${when}).`,
      `Votre rôle : ${TEAM_ROLE_MEANINGS[role]}${thing ? ` Il s’agit de « ${thing} ».` : ''}`
    ],
    action: { label: 'Ouvrir la rencontre', url: siteAddress(`/gestion/rencontres/${event.slug}`) }
  });
  return {
    kind: 'event-team',
    to: { address: to.email, name: to.name },
    subject: `Vous êtes dans l’équipe de « ${event.title} »`,
    text,
    html
  };
}
