import type { Actor } from '#domain/identity/model.ts';
import { actorLabel } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { FichePart } from '../../../suggestion.ts';
import { holderOf, lockLink } from '../../confirmations/commands.ts';
import { answerRequest } from '../../confirmations/requests/commands.ts';
import { suggestError, type Sender, type Suggested } from '../commands.ts';

/**
 * What the holder of a link of « toujours juste ? » says has changed, without signing in: a proposal that the
 * animators read at once, and the end of the reminders. The fiche itself does not change: a link can go astray.
 * @throws NotFound
 */
export async function reportByLink(
  db: Database,
  actor: Actor,
  token: string,
  said: { part: FichePart; text: string } & Sender,
  now: Date
): Promise<Suggested | { ok: false; reason: 'over' }> {
  return inTransaction(db, async (tx) => {
    const link = await lockLink(tx, token, now);
    if (link.state !== 'open') return { ok: false, reason: 'over' };
    const by = actorLabel(holderOf(link, actor));
    const { part, text, address, reread } = said;
    const input = {
      ...{ part, text, source: '', authorName: link.structure.name, authorEmail: '' },
      ...{ structure: link.structure.id, ownLink: true }
    };
    const suggested = await suggestError(tx, actor, input, { address, reread }, now);
    if (!suggested.ok) return suggested;
    const answer = part === 'closed' ? 'closed' : 'edited';
    await answerRequest(tx, link.structure.id, { answer, by, now });
    return suggested;
  });
}
