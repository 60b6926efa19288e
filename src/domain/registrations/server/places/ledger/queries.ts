import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { CategoryId, EventId, ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import type { ChoiceStatus, RegistrationStatus } from '../../../model.ts';

/** Where a registration stands, read under the lock. */
export interface Standing {
  readonly id: RegistrationId;
  readonly event: EventId;
  readonly email: string | null;
  readonly category: CategoryId | null;
  readonly status: RegistrationStatus;
  readonly overruled: boolean;
  readonly offerExpiresAt: Date | null;
  readonly choices: readonly {
    readonly session: ProgrammeSessionId;
    readonly status: ChoiceStatus;
    readonly overruled: boolean;
    readonly startsAt: Date;
    readonly endsAt: Date;
    readonly title: string;
  }[];
}

type Row = Omit<Standing, 'choices'> & {
  choices: (Omit<Standing['choices'][number], 'startsAt' | 'endsAt'> & {
    startsAt: string;
    endsAt: string;
  })[];
};

/** Where a registration stands: to be asked once the desk is taken. @throws NotFound */
export async function getStanding(tx: Tx, id: RegistrationId): Promise<Standing> {
  const { rows } = await sql<Row>`
    select r.id, r.event_id as event, r.email, r.category_id as category, r.status, r.overruled,
      r.offer_expires_at as "offerExpiresAt",
      (select coalesce(json_agg(json_build_object('session', c.session_id, 'status', c.status,
          'overruled', c.overruled, 'startsAt', s.starts_at, 'endsAt', s.ends_at, 'title', s.title)), '[]')
        from session_choice c join programme_session s on s.id = c.session_id
        where c.registration_id = r.id) as choices
    from registration r where r.id = ${id}`.execute(tx);
  const row = rows[0];
  if (!row) throw new NotFound('Cette inscription n’existe plus.');
  return {
    ...row,
    choices: row.choices.map((choice) => ({
      ...choice,
      startsAt: new Date(choice.startsAt),
      endsAt: new Date(choice.endsAt)
    }))
  };
}

/** Still wanted by its holder: neither cancelled nor expired. */
export function isLive(status: ChoiceStatus): boolean {
  return status !== 'cancelled' && status !== 'expired';
}
