import { refuseUnread } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { listFieldChanges } from '../../../editor/proposal.ts';
import type { StructureInput } from '../../../model.ts';
import type { FieldChange } from '../../../suggestion.ts';
import { visibleContacts } from '../../../rules.ts';
import { listReferents } from '../../affiliations/queries.ts';
import { readStructures } from '../../details/queries.ts';
import { listParentIssues } from '../../parentage/queries.ts';
import { listTerritoryIdsOf } from '../../queries.ts';
import { tellArrival } from '../arrivals/commands.ts';
import { homeOf, insert, isAllowed, type Sender, type Suggested } from '../commands.ts';

/**
 * Keeps what somebody with an account would rewrite in a fiche she does not keep, for its référents, or the animators
 * when there are none. The fiche does not change.
 * @throws Forbidden without an account, or NotFound.
 */
export async function suggestChange(
  db: Database,
  actor: Actor,
  input: StructureInput & { text: string; structure: StructureId },
  sender: Sender,
  now: Date
): Promise<Suggested | { ok: false; reason: 'nothing' } | { ok: false; reason: 'unknown-parent' }> {
  if (actor.kind !== 'person')
    throw new Forbidden('Connectez-vous pour proposer une modification.');
  const { text, structure } = input;
  const [fiche] = await readStructures(db, [structure]);
  if (!fiche) throw new NotFound('Cette structure n’existe pas.');
  const territories = await listTerritoryIdsOf(db, structure);
  const contacts = visibleContacts(actor, fiche.contacts, { id: structure, territories });
  const changes = listFieldChanges({ ...fiche, contacts }, input);
  if (changes.length === 0) return { ok: false, reason: 'nothing' };
  const refusal = refuseUnread({ ...textsOf(changes), text }, sender.reread);
  if (refusal) return refusal;
  const parent = fiche.parent === input.parent ? null : input.parent;
  if ((await listParentIssues(db, structure, parent)).length > 0)
    return { ok: false, reason: 'unknown-parent' };
  if (!(await isAllowed(db, sender.address, structure))) return { ok: false, reason: 'too-many' };
  return inTransaction(db, async (tx) => {
    const referents = await listReferents(tx, structure);
    const id = await insert(tx, actor, {
      kind: 'change',
      territory: await homeOf(tx, structure),
      structure,
      text,
      content: { changes },
      baseVersion: fiche.version,
      author: { authorName: actor.name, authorEmail: '' },
      toReferent: referents.length > 0,
      now
    });
    await tellArrival(tx, id, now);
    return { ok: true, id };
  });
}

function textsOf(changes: readonly FieldChange[]): Record<string, string> {
  return Object.fromEntries(
    changes.flatMap(({ field, after }) => (typeof after === 'string' ? [[field, after]] : []))
  );
}
