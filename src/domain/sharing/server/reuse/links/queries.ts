/** The link by which who re-uses an experience says what became of it, without signing in. */
import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { siteAddress } from '#server/http/address.ts';
import { readRowToken, writeRowToken } from '#server/row-token.ts';
import { NotFound } from '#shared/errors.ts';
import type { PersonId, ReuseId } from '#shared/ids.ts';
import { ANSWER_DAYS, type ReuseStatus } from '../../../reuse.ts';
import { HIDDEN } from '../../columns/queries.ts';

const PURPOSE = 'reuse';
const GONE = 'Ce lien ne sert plus. Connectez-vous pour dire ce que c’est devenu.';

export interface AskedReuse {
  readonly reuse: {
    readonly id: ReuseId;
    readonly status: ReuseStatus;
    readonly outcome: string;
    readonly createdAt: Date;
    readonly updatedAt: Date;
  };
  /** She answered since she was asked. */
  readonly isAnswered: boolean;
  readonly person: { readonly id: PersonId; readonly name: string };
  readonly experience: { readonly title: string; readonly slug: string; readonly summary: string };
  readonly expiresAt: Date;
}

export function reuseAddress(id: ReuseId, version: number): string {
  return siteAddress(`/reprise/${writeRowToken(PURPOSE, id, version)}`);
}

/** Still of the network, and the experience still read by its members. */
export const STILL_SHARED = sql<boolean>`c.status = 'published' and c.removed_at is null and not ${HIDDEN}
  and p.suspended_at is null and exists (select from membership m where m.person_id = p.id
    and m.territory_id = c.territory_id and m.status = 'active' and m.role <> 'reception')`;

/** What a link asks about. @throws NotFound when it is none of ours, has expired, or leads to nothing she may read. */
export async function getAskedReuse(db: Executor, token: string, now: Date): Promise<AskedReuse> {
  const read = readRowToken<ReuseId>(PURPOSE, token);
  if (!read) throw new NotFound(GONE);
  const { rows } = await sql<AskedReuse & { linkVersion: number }>`
    select r.link_version as "linkVersion", r.updated_at > r.asked_at as "isAnswered",
      json_build_object('id', r.id, 'status', r.status, 'outcome', r.outcome, 'createdAt', r.created_at,
        'updatedAt', r.updated_at) as reuse,
      json_build_object('id', p.id, 'name', p.name) as person,
      json_build_object('title', c.title, 'slug', c.slug, 'summary', c.summary) as experience,
      r.asked_at + make_interval(days => ${ANSWER_DAYS}) as "expiresAt"
    from experience_reuse r join person p on p.id = r.person_id join contribution c on c.id = r.contribution_id
    where r.id = ${read.id} and r.asked_at is not null and ${STILL_SHARED}`.execute(db);
  const [found] = rows;
  if (!found || !read.isOf(found.linkVersion) || found.expiresAt <= now) throw new NotFound(GONE);
  const { linkVersion: _, reuse, ...asked } = found;
  const { createdAt, updatedAt } = reuse;
  return {
    ...asked,
    reuse: { ...reuse, createdAt: new Date(createdAt), updatedAt: new Date(updatedAt) }
  };
}
