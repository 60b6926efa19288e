import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { LogoType } from '../../../logo.ts';
import { canEditPartner } from '../../../rules.ts';
import type { PartnerId } from '#shared/ids.ts';
import { getEvent } from '../../queries.ts';

export interface Logo {
  readonly bytes: Uint8Array;
  readonly type: LogoType;
}

/**
 * The logo of a partner that is shown to this actor.
 * @throws NotFound when there is none, or the partner is not shown and she does not write of it.
 */
export async function getLogo(
  db: Executor,
  actor: Actor,
  slug: string,
  partner: number
): Promise<Logo> {
  const event = await getEvent(db, actor, slug);
  const { rows } = await sql<Logo & { shown: boolean }>`
    select logo as bytes, logo_type as type, shown from event_partner
    where event_id = ${event.id} and id = ${Number.isSafeInteger(partner) ? partner : 0}
      and logo is not null and removed_at is null`.execute(db);
  const found = rows[0];
  if (!found || !(found.shown || canEditPartner(actor, event.place, partner as PartnerId)))
    throw new NotFound('Ce logo n’existe pas.');
  return { bytes: found.bytes, type: found.type };
}
