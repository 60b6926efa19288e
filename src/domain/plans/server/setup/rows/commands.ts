/** What every command that sets a plan up begins or ends with. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Tx } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { PlanId } from '#shared/ids.ts';
import { freeSlug } from '#server/db/free-slug.ts';
import type { SignatoryInput } from '../../../forms/plan.ts';
import type { Plan } from '../../../model.ts';
import { getLedPlan } from '../../queries.ts';

const CLOSED = 'Ce plan est clos. Rouvrez-le dans ses réglages pour le modifier.';

/**
 * The plan, held until the transaction ends: of two people who change its tree at once, the second reads what the first
 * wrote.
 * @throws NotFound, Forbidden unless the actor leads it.
 */
export async function lockLedPlan(tx: Tx, actor: Actor, id: PlanId): Promise<Plan> {
  await sql`select from plan where id = ${id} for no key update`.execute(tx);
  return getLedPlan(tx, actor, { id });
}

/** The same, of a plan that is still written. @throws NotFound, Forbidden */
export async function lockWrittenPlan(tx: Tx, actor: Actor, id: PlanId): Promise<Plan> {
  const plan = await lockLedPlan(tx, actor, id);
  if (plan.status === 'closed') throw new Forbidden(CLOSED);
  return plan;
}

/** Keeps the trace of what was done to a plan. */
export function tracePlan(
  tx: Tx,
  actor: Actor,
  action: string,
  {
    id,
    title,
    territory
  }: Pick<Plan, 'id' | 'title'> & { territory: Pick<Plan['territory'], 'id'> }
): Promise<void> {
  const target = { kind: 'plan', id, label: title };
  return recordAudit(tx, actor, { action, target, territory: territory.id });
}

/** Addresses that a page of Maillage has already. */
const RESERVED = ['nouveau'];

/** The first address that no plan has. Held until the transaction ends. */
export function freePlanSlug(tx: Tx, shortTitle: string): Promise<string> {
  return freeSlug(tx, shortTitle, {
    ...{ name: 'plan', fallback: 'plan' },
    listTaken: async (base) => {
      const rows = await tx
        .selectFrom('plan')
        .select('slug')
        .where((where) => where.or([where('slug', '=', base), where('slug', 'like', `${base}-%`)]))
        .execute();
      return [...RESERVED, ...rows.map(({ slug }) => slug)];
    }
  });
}

/** Who signs a plan, whole. */
export async function writeSignatories(
  tx: Tx,
  plan: PlanId,
  signatories: readonly SignatoryInput[]
): Promise<void> {
  await tx.deleteFrom('plan_signatory').where('plan_id', '=', plan).execute();
  if (signatories.length === 0) return;
  await tx
    .insertInto('plan_signatory')
    .values(
      signatories.map(({ name, structure, quality, signedOn }, position) => ({
        ...{ plan_id: plan, position, name, quality },
        ...{ structure_id: structure, signed_on: signedOn }
      }))
    )
    .execute();
}
