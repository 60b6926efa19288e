import type { Executor } from '#server/db/connection.ts';
import { hashToken } from '#server/tokens.ts';

/** @returns whether a link would still sign somebody in. Looking at it uses nothing. */
export async function isLinkAlive(db: Executor, token: string, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('sign_in_verification')
    .select('id')
    .where('identifier', '=', `magic-link:${hashToken(token)}`)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row !== undefined;
}
