import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { animates } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { NewsletterId, TerritoryId } from '#shared/ids.ts';
import type { Newsletter } from '../../newsletter.ts';

const NOT_YOURS = 'La lettre est écrite par les personnes qui animent le territoire.';

/** What withholdings call a letter; its content is numbered as it is. */
export const LETTER_CONTENT = 'newsletter';

type Which =
  { readonly id: NewsletterId } | { readonly territory: TerritoryId; readonly month: string };

/** A letter for whoever writes it. @throws Forbidden for whoever does not lead its network; NotFound. */
export async function getLedNewsletter(
  db: Executor,
  actor: Actor,
  which: Which
): Promise<Newsletter> {
  const found = await findNewsletter(db, which);
  if ('territory' in which) refuseUnled(actor, which.territory);
  if (!found) throw new NotFound('Cette lettre n’est pas commencée.');
  refuseUnled(actor, found.territory.id);
  return found;
}

/** @throws Forbidden */
export function refuseUnled(actor: Actor, territory: TerritoryId): void {
  if (!animates(actor, territory)) throw new Forbidden(NOT_YOURS);
}

/** A letter whoever asks: for what has already been decided. */
export async function findNewsletter(db: Executor, which: Which): Promise<Newsletter | null> {
  const where =
    'id' in which
      ? sql`n.id = ${which.id}`
      : sql`n.territory_id = ${which.territory} and n.month = ${`${which.month}-01`}`;
  return (await readNewsletters(db, where))[0] ?? null;
}

/** Letters of a territory, the last first. */
export async function listNewsletters(db: Executor, territory: TerritoryId): Promise<Newsletter[]> {
  return readNewsletters(db, sql`n.territory_id = ${territory}`);
}

async function readNewsletters(db: Executor, where: RawBuilder<unknown>): Promise<Newsletter[]> {
  const { rows } = await sql<Newsletter>`
    select n.id, to_char(n.month, 'YYYY-MM') as month, n.subject, n.introduction, n.items, n.visibility, n.status,
      n.sent_at as "sentAt", n.recipients, n.version,
      exists (select from withholding w where w.status = 'withheld' and w.content_kind = ${LETTER_CONTENT}
        and w.content_id = n.id::text) as hidden,
      json_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'nameWithDe', t.name_with_de,
        'fictional', t.fictional) as territory
    from newsletter n join territory t on t.id = n.territory_id where ${where}
    order by n.month desc`.execute(db);
  return rows;
}
