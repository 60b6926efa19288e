import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { oneself } from '#domain/identity/server/profile/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { DEFAULT_RHYTHM, type Rhythm } from '../../digest.ts';

/** What somebody chose of how she is told the news. */
export interface Preference {
  readonly rhythm: Rhythm;
  /** She receives the letters of her territories. */
  readonly letters: boolean;
  /** Until when she has read what is new. */
  readonly seenAt: Date | null;
  /** Of the address of her private feed. */
  readonly feedVersion: number;
}

/** One's own choices; who has made none receives a digest a week, and leaving its messages is choosing none. @throws Forbidden without an account */
export async function getPreference(db: Executor, actor: Actor): Promise<Preference> {
  const { id } = oneself(actor);
  const { rows } = await sql<{
    rhythm: Rhythm | null;
    seenAt: Date | null;
    feedVersion: number | null;
    left: string[];
  }>`
    select d.rhythm, d.seen_at as "seenAt", d.feed_version as "feedVersion",
      array(select r.kind from mail_refusal r where r.address = p.email and r.kind in ('digest', 'newsletter')) as left
    from person p left join digest_preference d on d.person_id = p.id where p.id = ${id}`.execute(
    db
  );
  const { rhythm, seenAt, feedVersion, left } = rows[0]!;
  return {
    rhythm: left.includes('digest') ? 'none' : (rhythm ?? DEFAULT_RHYTHM),
    letters: !left.includes('newsletter'),
    seenAt,
    feedVersion: feedVersion ?? 1
  };
}
