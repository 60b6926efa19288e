import type { Actor } from '#domain/identity/model.ts';
import type { Contribution } from '#domain/sharing/model.ts';
import { getContribution, getWritten } from '#domain/sharing/server/queries.ts';
import type { Database } from '#server/db/connection.ts';

export interface Asked {
  readonly locals: { readonly db: Database; readonly actor: Actor };
  readonly params: { readonly slug: string };
  readonly request: Request;
}
type Reached = Pick<Asked, 'locals' | 'params'>;

/** @throws NotFound when there is none that she may read. */
export function askedExperience({ locals, params }: Reached): Promise<Contribution<'experience'>> {
  return getContribution(locals.db, locals.actor, { kind: 'experience', slug: params.slug });
}

/** @throws NotFound, Forbidden unless she writes it. */
export function askedWritten({ locals, params }: Reached): Promise<Contribution<'experience'>> {
  return getWritten(locals.db, locals.actor, { kind: 'experience', slug: params.slug });
}
