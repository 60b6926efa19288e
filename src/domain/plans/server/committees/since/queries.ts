import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import {
  compareCommittee,
  type FrozenCommittee,
  type SinceCommittee
} from '../../../committees.ts';
import type { Plan } from '../../../model.ts';
import { today } from '../../../wording.ts';
import { listFollowed } from '../../indicators/queries.ts';
import { listWholeSheets } from '../../sheets/queries.ts';
import { readNames } from '../../versions/names/queries.ts';

/**
 * What became of a plan since a committee, as the actor reads both.
 * @param committee - as `getCommittee` gave it to her.
 */
export async function readSince(
  db: Executor,
  actor: Actor,
  { plan, committee, now }: { plan: Plan; committee: FrozenCommittee; now: Date }
): Promise<SinceCommittee> {
  const sheets = await listWholeSheets(db, actor, plan.id);
  const indicators = await listFollowed(db, actor, { plan: plan.id, today: today(now), now });
  const then = committee.frozen.map(({ sheet }) => sheet);
  const names = await readNames(db, plan, [...then, ...sheets]);
  return compareCommittee(committee, { sheets, indicators, headings: plan.headings }, names);
}
