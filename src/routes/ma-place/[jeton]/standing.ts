import { deskState } from '#domain/registrations/desk.ts';
import type { Place } from '#domain/registrations/server/registrants/queries.ts';
import { civilTime, formatHour, formatMoment } from '#shared/dates.ts';

/** One of the sessions chosen, and where it stands. */
export interface Seat {
  readonly session: number;
  readonly title: string;
  readonly when: string;
  readonly roomName: string;
  readonly status: 'wished' | 'confirmed' | 'waitlisted' | 'offered' | 'expired';
  readonly rank: number | null;
  /** Until when it is held. */
  readonly until: string | null;
}

export interface Standing {
  /** over: it has begun, or taken place. */
  readonly edition: 'coming' | 'over' | 'cancelled';
  readonly until: string | null;
  readonly seats: readonly Seat[];
  readonly mayChange: boolean;
  readonly mayCancel: boolean;
  /** Why one may not change any more; '' when one may. */
  readonly whyNot: string;
}

/** What « ma place » says, at a moment. */
export function standingOf({ registration, event, form }: Place, now: Date): Standing {
  const zone = event.timeZone;
  const started = event.startsAt !== null && now >= event.startsAt;
  const edition = event.status === 'cancelled' ? 'cancelled' : started ? 'over' : 'coming';
  const live = ['confirmed', 'waitlisted', 'offered'].includes(registration.status);
  const state = deskState(form.desk, event, now);
  const coming = edition === 'coming' && live;
  const late =
    !state.open && state.at
      ? `Les inscriptions sont closes depuis le ${formatMoment(state.at, zone)} : on ne change plus son inscription ici.`
      : 'Les inscriptions ne sont pas ouvertes : on ne change pas son inscription ici.';
  return {
    edition,
    until: registration.offerExpiresAt ? formatMoment(registration.offerExpiresAt, zone) : null,
    seats: seatsOf({ registration, event, form }),
    mayChange: coming && state.open,
    mayCancel: coming,
    whyNot: coming && !state.open ? late : ''
  };
}

function seatsOf({ registration, event, form }: Pick<Place, 'registration' | 'event' | 'form'>) {
  const zone = event.timeZone;
  return form.sessions.flatMap((session): Seat[] => {
    const choice = registration.choices.find((one) => one.session === session.id);
    if (!choice || choice.status === 'cancelled') return [];
    const [start, end] = [civilTime(session.startsAt, zone), civilTime(session.endsAt, zone)];
    return [
      {
        session: session.id,
        title: session.title,
        when: `${formatHour(start)} – ${formatHour(end)}`,
        roomName: session.roomName,
        status: choice.status,
        rank: choice.rank,
        until: choice.offerExpiresAt ? formatMoment(choice.offerExpiresAt, zone) : null
      }
    ];
  });
}
