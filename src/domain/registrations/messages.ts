/** Writing to people about an edition: the words, checked and read again before anything leaves. */
import { z } from 'zod';
import type { Event } from '#domain/events/model.ts';
import { formatWhen } from '#shared/dates.ts';

/** An object and a text, as typed. */
export const messageInput = z.object({
  subject: z.string().trim().min(1, 'écrivez l’objet').max(160, '160 caractères au plus'),
  body: z.string().trim().min(1, 'écrivez le message').max(5000, '5 000 caractères au plus')
});
export type MessageInput = z.output<typeof messageInput>;

export type MessageKind = 'invitation' | 'reminder' | 'news' | 'cancellation';

export const MESSAGE_KIND_LABELS: Readonly<Record<MessageKind, string>> = {
  invitation: 'Invitation',
  reminder: 'Relance',
  news: 'Message',
  cancellation: 'Annulation'
};

/** A message that was sent, without those who received it. */
export interface SentMessage {
  readonly id: number;
  readonly kind: MessageKind;
  readonly subject: string;
  readonly recipients: number;
  readonly sentBy: string;
  readonly createdAt: Date;
}

/** A text as paragraphs: what is between blank lines. */
export function paragraphsOf(text: string): string[] {
  return text
    .split(/(?:\r?\n){2,}/)
    .map((paragraph) => paragraph.replaceAll('\r\n', '\n').trim())
    .filter(Boolean);
}

/** What the message of a cancellation says, the reason besides. */
export function describeCancellation(
  event: Pick<Event, 'title' | 'startsAt' | 'endsAt' | 'timeZone'>,
  reason: string
): string[] {
  const { title, startsAt, endsAt, timeZone } = event;
  const when = startsAt && endsAt ? `, prévue ${formatWhen(startsAt, endsAt, timeZone)}` : '';
  return [
    `« ${title} »${when}, est annulée.`,
    ...paragraphsOf(reason),
    'Vous n’avez rien à faire : votre réponse est sans suite.'
  ];
}
