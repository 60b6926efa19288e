/** Inviting to an edition: what each has answered, whom to relaunch and when. */
import { z } from 'zod';
import type { Event } from '#domain/events/model.ts';
import { formatWhen } from '#shared/dates.ts';
import type { EventInvitationId } from '#shared/ids.ts';
import type { Source } from './audience.ts';

/** Sent at once, at most. */
export const MOST_INVITED = 2000;
/** Between an invitation and a relaunch, or two relaunches. */
export const REMIND_AFTER_DAYS = 3;

/** What became of an invitation. declined: said so, or gave up the place. */
export const INVITATION_STATES = ['registered', 'waiting', 'declined', 'silent'] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];

export const STATE_LABELS: Readonly<Record<InvitationState, string>> = {
  registered: 'Inscrits',
  waiting: 'En attente',
  declined: 'Ne viendront pas',
  silent: 'Silencieux'
};

/** One invitation as the organiser follows it: never its address. */
export interface SentInvitation {
  readonly id: EventInvitationId;
  readonly name: string;
  readonly structureName: string;
  readonly typeName: string;
  readonly origin: Source;
  readonly state: InvitationState;
  readonly invitedAt: Date;
  readonly remindedAt: Date | null;
  readonly reminders: number;
  /** What was said with a refusal. */
  readonly comment: string;
}

/** A line of the follow-up: one type of structure. */
export interface FollowUpLine {
  /** '' when the person is tied to no structure. */
  readonly typeName: string;
  readonly counts: Readonly<Record<InvitationState, number>>;
}

export interface FollowUp {
  readonly lines: readonly FollowUpLine[];
  readonly total: Readonly<Record<InvitationState, number>>;
  /** The silent who may be relaunched now. */
  readonly toRemind: number;
  /** When the first of the others may be; null when there is none. */
  readonly nextReminder: Date | null;
}

/** What whoever holds the link of an invitation reads. */
export interface OpenInvitation {
  readonly id: EventInvitationId;
  readonly event: Event;
  readonly email: string;
  readonly name: string;
  readonly structureName: string;
  readonly state: InvitationState;
}

export const declineInput = z.object({
  comment: z.string().trim().max(500, '500 caractères au plus').default('')
});

/** Why nobody is invited now; null when people may be. */
export type NotInviting = 'draft' | 'cancelled' | 'past';

/** Whether an edition can be announced to people. */
export function whyNotInviting(
  { status, startsAt }: Pick<Event, 'status' | 'startsAt'>,
  now: Date
): NotInviting | null {
  if (status === 'draft') return 'draft';
  if (status === 'cancelled') return 'cancelled';
  return startsAt && startsAt <= now ? 'past' : null;
}

export const NOT_INVITING: Readonly<Record<NotInviting, string>> = {
  draft:
    'Cette rencontre n’est pas encore publiée : le lien de l’invitation ne mènerait nulle part. Publiez-la d’abord.',
  cancelled: 'Cette rencontre est annulée : personne n’est plus invité.',
  past: 'Cette rencontre a commencé : il est trop tard pour inviter.'
};

type Said = Pick<
  Event,
  'title' | 'summary' | 'startsAt' | 'endsAt' | 'timeZone' | 'venueName' | 'communeName'
>;

/** What an invitation says unless it is rewritten. */
export function proposeInvitation(event: Said): { subject: string; body: string } {
  const lines = [
    `Nous serions heureux de vous compter parmi nous : « ${event.title} »${whenAndWhere(event)}.`,
    ...(event.summary ? [event.summary] : []),
    'L’inscription se fait en moins d’une minute, sans compte. Si vous ne pouvez pas venir, dites-le d’un bouton : cela nous aide à préparer l’accueil.'
  ];
  return { subject: `Invitation : ${event.title}`, body: lines.join('\n\n') };
}

/** What a relaunch says unless it is rewritten. */
export function proposeReminder(event: Said): { subject: string; body: string } {
  return {
    subject: `Rappel : ${event.title}`,
    body: [
      `Nous n’avons pas encore votre réponse pour « ${event.title} »${whenAndWhere(event)}.`,
      'Une minute suffit pour vous inscrire, et un bouton pour dire que vous ne pourrez pas venir.'
    ].join('\n\n')
  };
}

function whenAndWhere({ startsAt, endsAt, timeZone, venueName, communeName }: Said): string {
  const where = [venueName, communeName].filter(Boolean).join(', ');
  const when = startsAt && endsAt ? `, ${formatWhen(startsAt, endsAt, timeZone)}` : '';
  return `${when}${where ? `, ${where}` : ''}`;
}

/** When somebody who was written to then may be relaunched. */
export function mayRemindAt(written: Date): Date {
  return new Date(written.getTime() + REMIND_AFTER_DAYS * 86_400_000);
}

/** Told to who follows a link of invitation that leads nowhere. */
export const NO_SUCH_LINK =
  'Ce lien d’invitation ne sert pas, ou ne sert plus. Copiez-le en entier depuis le message.';
