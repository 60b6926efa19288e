/** What the fictional network shares and the sheets of its plan are linked to, once both are there. */
import { contentOf, type LinkRef } from '#domain/plans/comparison/content.ts';
import { findSheet } from '#domain/plans/server/sheets/queries.ts';
import { setLinks } from '#domain/plans/server/writing/commands.ts';
import { operator } from '#domain/identity/model.ts';
import type { Tx } from '#server/db/connection.ts';
import type { ContributionId, PlanId, TerritoryId } from '#shared/ids.ts';

const DEMONSTRATION = operator('demonstration');

/**
 * Links sheets to what was shared; a territory without a plan has nothing to link.
 * @param written - by the key of the file.
 */
export async function linkSheets(
  tx: Tx,
  territory: TerritoryId,
  sheets: readonly { readonly sheet: string; readonly of: readonly string[] }[],
  written: ReadonlyMap<string, ContributionId>
): Promise<void> {
  const plan = await tx
    .selectFrom('plan')
    .select('id')
    .where('territory_id', '=', territory)
    .where('kind', '=', 'cls')
    .executeTakeFirst();
  if (!plan) return;
  for (const { sheet: slug, of } of sheets) {
    const sheet = await findSheet(tx, { plan: plan.id as PlanId, slug });
    if (!sheet) continue;
    const added = of.flatMap((key): LinkRef[] => {
      const id = written.get(key);
      return id === undefined ? [] : [{ kind: 'contribution', id }];
    });
    const links = [...contentOf(sheet).links, ...added];
    const outcome = await setLinks(tx, DEMONSTRATION, sheet.id, { links });
    if (!outcome.ok) throw new Error(`demonstration: ${JSON.stringify(outcome)}`);
  }
}
