import { sql } from 'kysely';
import type { StoredText } from '#domain/confidentiality/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { listEventTexts } from '../../../withheld.ts';

type Given = Parameters<typeof listEventTexts>;
type Texts = Given[0] & { sessions: Given[1]; partners: NonNullable<Given[2]> };

/** The texts of an edition and of its programme as they are stored, hidden or not: only for who decides, once checked. */
export async function listHiddenEventTexts(db: Executor, id: string): Promise<StoredText[]> {
  const { rows } = await sql<Texts>`
    select e.summary, e.description, e.intended_for as "intendedFor", e.lodging, e.cancel_reason as "cancelReason",
      json_build_object('walk', e.access_walk, 'bus', e.access_bus, 'car', e.access_car,
        'reducedMobility', e.access_reduced_mobility) as access,
      (select coalesce(json_agg(json_build_object('title', s.title, 'description', s.description,
          'materials', s.materials) order by s.starts_at, s.id), '[]')
        from programme_session s where s.event_id = e.id) as sessions,
      (select coalesce(json_agg(json_build_object('title', p.name, 'description', p.means, 'materials', '')
          order by p.position, p.id), '[]') from event_partner p where p.event_id = e.id) as partners
    from event e where e.id = ${Number(id)}`.execute(db);
  const [row] = rows;
  return row ? listEventTexts(row, row.sessions, row.partners) : [];
}
