import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';
import type { PersonId, TerritoryId } from '#shared/ids.ts';

/** Somebody follows a theme, chose her rhythm, was written to, and sent a letter that names her. */
export async function someoneToldNews(
  db: Database,
  territory: TerritoryId,
  { id, name }: { readonly id: PersonId; readonly name: string }
): Promise<void> {
  await sql`insert into follow (person_id, target, target_key) values (${id}, 'theme', 'soutien-aidants')`.execute(
    db
  );
  await sql`insert into digest_preference (person_id, rhythm, feed_version) values (${id}, 'daily', 3)
    on conflict (person_id) do nothing`.execute(db);
  await sql`insert into digest (person_id, period, since, until, items)
    values (${id}, '2026-11-23', now() - interval '1 day', now(), 2)`.execute(db);
  const items = [{ kind: 'words', id: null, title: 'Merci', text: `De ${name}`, href: '' }];
  await sql`insert into newsletter (territory_id, month, subject, introduction, items, status, sent_at, sent_by, created_by)
    values (${territory}, '2026-11-01', ${`La lettre de ${name}`}, ${`${name} vous écrit.`}, ${JSON.stringify(items)},
      'sent', now(), ${id}, ${id}) on conflict do nothing`.execute(db);
}
