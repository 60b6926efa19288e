import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Database, Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import type { ContactVisibility } from '../../model.ts';
import { recordHistory } from '../history/commands.ts';

/**
 * Chooses to whom a contact is shown. Her consent is dated of the day she gives it; hidden, there is none any more.
 * @throws NotFound, or Forbidden unless the contact is this very person: nobody consents for her.
 */
export async function setContactVisibility(
  executor: Database | Executor,
  actor: Actor,
  contactId: number,
  visibility: ContactVisibility
): Promise<void> {
  await inTransaction(executor, async (tx) => {
    const contact = await tx
      .selectFrom('contact as c')
      .innerJoin('structure as s', 's.id', 'c.structure_id')
      .select(['c.person_id', 'c.visibility', 's.id', 's.name'])
      .where('c.id', '=', contactId)
      .forUpdate()
      .executeTakeFirst();
    if (!contact) throw new NotFound('Ce contact n’existe pas, ou n’existe plus.');
    if (actor.kind !== 'person' || contact.person_id !== actor.id)
      throw new Forbidden('Chacun choisit pour soi à qui se montrer.');
    if (contact.visibility === visibility) return;
    await tx
      .updateTable('contact')
      .set({ visibility, consent_at: visibility === 'nobody' ? null : sql`current_date` })
      .where('id', '=', contactId)
      .execute();
    const { version } = await tx
      .updateTable('structure')
      .set((eb) => ({ version: eb('version', '+', 1), updated_at: new Date() }))
      .where('id', '=', contact.id)
      .returning('version')
      .executeTakeFirstOrThrow();
    await recordHistory(tx, actor, 'updated', [{ id: contact.id as StructureId, version }]);
    await recordAudit(tx, actor, {
      action: 'contact.visibility',
      target: { kind: 'structure', id: contact.id, label: contact.name },
      detail: { from: contact.visibility, to: visibility }
    });
  });
}
