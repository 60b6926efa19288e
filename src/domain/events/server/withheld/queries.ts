import { sql, type RawBuilder } from 'kysely';
import type { FoundContent } from '#domain/confidentiality/model.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventPlace } from '../../model.ts';
import { canReadEvent } from '../../rules.ts';

/** What withholdings call an edition and its programme. */
export const EVENT_CONTENT = 'event';

/** In SQL: the texts of this edition are hidden now. */
export function hidesEventTexts(id: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from withholding w where w.content_kind = 'event'
    and w.content_id = ${id}::text and w.status = 'withheld')`;
}

/**
 * An edition as a withholding names it. Null when there is none with this address or number, or none the actor may
 * read: a draft does not tell that it exists.
 */
export async function findEventContent(
  db: Executor,
  actor: Actor,
  key: string
): Promise<FoundContent | null> {
  const { rows } = await sql<EventPlace & { slug: string; title: string }>`
    select e.id, e.slug, e.title, e.territory_id as territory, e.status, e.visibility,
      (select coalesce(json_agg(json_build_object('person', m.person_id, 'role', m.role,
          'session', m.session_id, 'partner', m.partner_id)), '[]')
        from event_team_member m where m.event_id = e.id) as team
    from event e where e.slug = ${key} or e.id::text = ${key} limit 1`.execute(db);
  const [row] = rows;
  if (!row || !canReadEvent(actor, row)) return null;
  return {
    kind: EVENT_CONTENT,
    id: String(row.id),
    label: `Rencontre : ${row.title}`,
    territory: row.territory,
    page: `/rencontres/${row.slug}`
  };
}
