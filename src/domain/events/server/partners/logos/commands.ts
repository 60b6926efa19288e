import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { withoutMetadata } from '#shared/pictures.ts';
import { readLogo, type LogoReading } from '../../../logo.ts';
import { getEntrusted, lockPartner, trace, type PartnerKey } from '../commands.ts';

export type LogoOutcome =
  { readonly ok: true } | { readonly ok: false; readonly reason: 'gone' } | Refused;
type Refused = Extract<LogoReading, { ok: false }>;

/**
 * Gives a partner its logo, known by its bytes alone: those who manage the edition, or that partner.
 * @throws Forbidden, NotFound
 */
export function setLogo(
  executor: Executor,
  actor: Actor,
  which: Pick<PartnerKey, 'event' | 'partner'>,
  bytes: Uint8Array
): Promise<LogoOutcome> {
  return write(executor, actor, which, bytes);
}

/**
 * Takes off the logo of a partner.
 * @throws Forbidden, NotFound
 */
export function removeLogo(
  executor: Executor,
  actor: Actor,
  which: Pick<PartnerKey, 'event' | 'partner'>
): Promise<LogoOutcome> {
  return write(executor, actor, which, null);
}

function write(
  executor: Executor,
  actor: Actor,
  which: Pick<PartnerKey, 'event' | 'partner'>,
  bytes: Uint8Array | null
): Promise<LogoOutcome> {
  return inTransaction(executor, async (tx) => {
    const event = await getEntrusted(tx, actor, which);
    const read = bytes && readLogo(bytes);
    if (read && !read.ok) return read;
    const kept = bytes && withoutMetadata(bytes);
    if (bytes && !kept) return { ok: false, reason: 'not-an-image' };
    const partner = await lockPartner(tx, which);
    if (!partner) return { ok: false, reason: 'gone' };
    await tx
      .updateTable('event_partner')
      .set({
        logo: kept && Buffer.from(kept),
        logo_type: read?.type ?? '',
        version: partner.version + 1
      })
      .where('id', '=', which.partner)
      .execute();
    await trace(tx, actor, event, 'logo', partner.name);
    return { ok: true };
  });
}
