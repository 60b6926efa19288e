/** The committee of an address, as its reader may read it. */
import type { FrozenCommittee } from '#domain/plans/committees.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Plan } from '#domain/plans/model.ts';
import { getCommittee } from '#domain/plans/server/committees/queries.ts';
import { getPlan } from '#domain/plans/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { CommitteeId } from '#shared/ids.ts';
import { numberOf } from '../../../../gestion/rencontres/reading.ts';

interface Asked {
  readonly locals: { readonly db: Database; readonly actor: Actor };
  readonly params: { readonly slug: string; readonly id: string };
}

/** @throws NotFound when there is none, or none that she may read. */
export async function askedCommittee({
  locals: { db, actor },
  params
}: Asked): Promise<{ plan: Plan; committee: FrozenCommittee }> {
  const plan = await getPlan(db, actor, params.slug);
  const id = numberOf(params.id) as CommitteeId;
  return { plan, committee: await getCommittee(db, actor, plan, id) };
}

/** What pages say of a committee itself. */
export function headOf({ id, title, heldOn, note, frozenAt, frozenBy }: FrozenCommittee) {
  return { id, title, heldOn, note, frozenAt, frozenBy };
}
