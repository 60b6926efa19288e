import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import { forgotten, forgottenJson, names, type Named } from '#server/db/forgetting.ts';
import type { RegistrationId } from '#shared/ids.ts';

/**
 * What names somebody on the day: what she signed and what was certified go; that she came stays counted. A sheet of paper
 * attached, where others signed too, waits for its own term.
 */
export async function forgetDay(tx: Tx, registrations: readonly RegistrationId[]): Promise<void> {
  await sql`delete from attendance_signature where registration_id = any(${registrations}::bigint[])`.execute(
    tx
  );
  await sql`delete from attendance_certificate where registration_id = any(${registrations}::bigint[])`.execute(
    tx
  );
  await sql`
    update scan set link_id = null, device_id = null, actor_label = ''
    where registration_id = any(${registrations}::bigint[])`.execute(tx);
}

/** What she did for others, or others wrote of her. */
export async function forgetInDay(tx: Tx, named: Named): Promise<void> {
  await tx
    .updateTable('checkin_link')
    .set({ label: forgotten('label', named) })
    .where(names(['label'], named))
    .execute();
  await tx
    .updateTable('checkin_device')
    .set({ name: forgotten('name', named) })
    .where(names(['name'], named))
    .execute();
  await tx
    .updateTable('scan')
    .set({ actor_label: forgotten('actor_label', named) })
    .where(names(['actor_label'], named))
    .execute();
  const sheet = ['file_name', 'added_by'];
  await tx
    .updateTable('attendance_sheet')
    .set({
      file_name: forgotten('file_name', named),
      added_by: forgotten('added_by', named)
    })
    .where(names(sheet, named))
    .execute();
  await tx
    .updateTable('attendance_certificate')
    .set({ holder: forgotten('holder', named), parts: forgottenJson('parts', named) })
    .where(names(['holder', 'parts'], named))
    .execute();
}
