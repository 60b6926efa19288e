import type { Actor } from '#domain/identity/model.ts';
import type { Contribution } from '#domain/sharing/model.ts';
import { getContribution, getWritten } from '#domain/sharing/server/queries.ts';
import type { Database } from '#server/db/connection.ts';

interface Reached {
  readonly locals: { readonly db: Database; readonly actor: Actor };
  readonly params: { readonly slug: string };
}

/** @throws NotFound when there is none that she may read. */
export function askedDocument({ locals, params }: Reached): Promise<Contribution<'document'>> {
  return getContribution(locals.db, locals.actor, { kind: 'document', slug: params.slug });
}

/** @throws NotFound, Forbidden unless she writes it. */
export function askedWritten({ locals, params }: Reached): Promise<Contribution<'document'>> {
  return getWritten(locals.db, locals.actor, { kind: 'document', slug: params.slug });
}
