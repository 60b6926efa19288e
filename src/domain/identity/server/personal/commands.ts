import type { Tx } from '#server/db/connection.ts';
import { ERASED, forgotten, forgottenJson, names, type Named } from '#server/db/forgetting.ts';
import type { PersonId } from '#shared/ids.ts';

/**
 * Erases an account: sessions and ways to sign in go with it; the audit log keeps what was done, without the name.
 * Last of the domains, in one transaction: what refers to the person is let go by then.
 */
export async function erasePerson(tx: Tx, id: PersonId, named: Named): Promise<void> {
  await tx
    .updateTable('audit_entry')
    .set({ actor_label: ERASED, person_id: null })
    .where('person_id', '=', id)
    .execute();
  await tx
    .updateTable('audit_entry')
    .set({ target_label: ERASED, target_id: '' })
    .where('target_kind', '=', 'person')
    .where('target_id', '=', id)
    .execute();
  await tx
    .updateTable('audit_entry')
    .set({
      actor_label: forgotten('actor_label', named),
      target_label: forgotten('target_label', named),
      target_id: forgotten('target_id', named),
      detail: forgottenJson('detail', named)
    })
    .where(names(['actor_label', 'target_label', 'target_id', 'detail'], named))
    .execute();
  await tx
    .deleteFrom('sign_in_verification')
    .where(names(['identifier', 'value'], named))
    .execute();
  await tx.deleteFrom('person').where('id', '=', id).execute();
}
