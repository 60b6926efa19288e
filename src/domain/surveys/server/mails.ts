import type { Event } from '#domain/events/model.ts';
import { paragraphsOf } from '#domain/registrations/messages.ts';
import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { unsubscribeAddress } from '#server/mail/unsubscribe.ts';
import { civilTime, formatDay } from '#shared/dates.ts';
import type { Survey } from '../model.ts';
import { surveyLink } from './links/queries.ts';

/** To whom a link is sent. */
export interface Addressee {
  readonly link: number;
  readonly version: number;
  readonly email: string;
  readonly name: string;
}

type Asking = Pick<Event, 'title' | 'timeZone'>;

/** « Votre avis » : a link of her own, that serves once. */
export function askMail(event: Asking, survey: Survey, to: Addressee): Mail {
  return {
    ...addressed(to),
    kind: 'survey',
    subject: `${survey.title} — ${event.title}`,
    dedupeKey: `survey:${survey.id}:${to.link}:${to.version}`,
    ...compose(event, survey, to, paragraphsOf(survey.intro))
  };
}

/** To those who have not answered: it is all that the machine knows of them. */
export function remindMail(event: Asking, survey: Survey, to: Addressee, round: number): Mail {
  const paragraphs = [
    `Nous n’avons pas reçu votre réponse à « ${survey.title} ».`,
    'Elle compte, même brève. Maillage sait seulement que ce lien n’a pas servi\u00a0: jamais ce que les autres ont dit.'
  ];
  return {
    ...addressed(to),
    kind: 'survey',
    subject: `Rappel — ${survey.title} — ${event.title}`,
    dedupeKey: `survey-reminder:${survey.id}:${to.link}:${round}`,
    ...compose(event, survey, to, paragraphs)
  };
}

/** Asked for on the page of the edition: it comes even to who left these messages. */
export function linkMail(event: Asking, survey: Survey, to: Addressee): Mail {
  const { unsubscribeUrl: _, ...rest } = addressed(to);
  return {
    ...rest,
    kind: 'survey-link',
    urgent: true,
    subject: `Votre lien — ${survey.title} — ${event.title}`,
    ...compose(event, survey, to, ['Voici le lien que vous avez demandé.'], false)
  };
}

const ANONYMOUS =
  'Vos réponses sont anonymes : elles sont gardées sans nom, sans date et dans le désordre. Ce lien est le vôtre et ne sert qu’une fois, quand vous envoyez vos réponses. Ne le transférez pas.';

function compose(
  event: Asking,
  { title, closesAt }: Survey,
  to: Addressee,
  paragraphs: readonly string[],
  leaves = true
) {
  const until = closesAt
    ? [`Réponse possible jusqu’au ${formatDay(civilTime(closesAt, event.timeZone))}.`]
    : [];
  return renderMail({
    greeting: to.name ? `Bonjour ${to.name},` : 'Bonjour,',
    paragraphs: [`« ${event.title} » : ${title}.`, ...paragraphs, ...until],
    action: {
      label: 'Répondre au questionnaire',
      url: siteAddress(surveyLink(to.link, to.version))
    },
    notes: [ANONYMOUS],
    ...(leaves && { unsubscribeUrl: unsubscribeAddress(to.email, 'survey') })
  });
}

function addressed({ email, name }: Addressee) {
  return { to: { address: email, name }, unsubscribeUrl: unsubscribeAddress(email, 'survey') };
}
