import { beginNewsletter, writeNewsletter } from '#domain/discovery/server/newsletter/commands.ts';
import { getLedNewsletter } from '#domain/discovery/server/newsletter/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { listAmong } from '#domain/sharing/server/queries.ts';
import type { Tx } from '#server/db/connection.ts';
import type { ContributionId, TerritoryId } from '#shared/ids.ts';
import file from '../../demo/sharing.json' with { type: 'json' };

/**
 * A letter of the month, begun by who leads the network and left as a draft: what it tells is chosen, it has not left.
 * @param written - what was shared, by its key in the file.
 */
export async function loadNewsletter(
  tx: Tx,
  animator: Actor,
  { territory, month }: { readonly territory: TerritoryId; readonly month: string },
  written: ReadonlyMap<string, ContributionId>
): Promise<void> {
  await beginNewsletter(tx, animator, territory, month);
  const { id, subject, version } = await getLedNewsletter(tx, animator, { territory, month });
  const chosen = file.newsletter.items.flatMap((key) => written.get(key) ?? []);
  const items = (await listAmong(tx, animator, chosen)).map(
    ({ id: one, kind, title, summary }) => ({
      ...{ kind, id: one, title, text: summary }
    })
  );
  const { introduction } = file.newsletter;
  const input = { subject, introduction, visibility: 'members' as const, items };
  const outcome = await writeNewsletter(tx, animator, id, { input, version, reread: true });
  if (!outcome.ok) throw new Error(`demonstration: ${outcome.reason}`);
}
