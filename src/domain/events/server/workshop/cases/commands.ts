import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId, WorkshopCaseId } from '#shared/ids.ts';
import type { CaseStatus, WorkshopCaseInput } from '../../../workshop.ts';
import { lockWorkshop } from '../commands.ts';

export type CaseOutcome =
  | { ok: true; id: WorkshopCaseId }
  /** Somebody has answered: the question stays what it was. */
  | { ok: false; reason: 'answered' }
  | SecondReadingRefusal;

/**
 * Writes a fictional case, or writes it again while nobody has answered it.
 * @param id - null for a new one. @throws Forbidden, NotFound
 */
export function saveCase(
  executor: Executor,
  actor: Actor,
  event: EventId,
  id: WorkshopCaseId | null,
  input: WorkshopCaseInput & { readonly reread: boolean }
): Promise<CaseOutcome> {
  return inTransaction(executor, async (tx) => {
    await lockWorkshop(tx, actor, event);
    const refusal = refuseUnread({ story: input.story }, input.reread);
    if (refusal) return refusal;
    const values = sql`${input.story} as story,
      (select code from commune where code = ${input.commune} and merged_into is null) as commune,
      (select code from theme where code = ${input.theme}) as theme,
      (select code from audience where code = ${input.audience}) as audience`;
    const { rows } = await (
      id === null
        ? sql<{ id: WorkshopCaseId }>`
            insert into workshop_case (event_id, story, commune_code, theme_code, audience_code, position)
            select ${event}, v.*, (select coalesce(max(position), -1) + 1 from workshop_case where event_id = ${event})
            from (select ${values}) v returning id`
        : sql<{ id: WorkshopCaseId }>`
            update workshop_case c set story = v.story, commune_code = v.commune, theme_code = v.theme,
              audience_code = v.audience
            from (select ${values}) v
            where c.id = ${id} and c.event_id = ${event}
              and not exists (select from workshop_case_answer where case_id = c.id)
            returning c.id`
    ).execute(tx);
    return rows[0] ? { ok: true, id: rows[0].id } : { ok: false, reason: 'answered' };
  });
}

/**
 * Asks a case of the room, stops asking it, or hides it again.
 * @throws Forbidden, NotFound
 */
export function setCaseStatus(
  executor: Executor,
  actor: Actor,
  event: EventId,
  id: WorkshopCaseId,
  status: CaseStatus
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    await lockWorkshop(tx, actor, event);
    await sql`
      update workshop_case set status = ${status} where id = ${id} and event_id = ${event}`.execute(
      tx
    );
  });
}

/** Removes a case that nobody has answered. @throws Forbidden, NotFound */
export function deleteCase(
  executor: Executor,
  actor: Actor,
  event: EventId,
  id: WorkshopCaseId
): Promise<{ ok: true } | { ok: false; reason: 'answered' }> {
  return inTransaction(executor, async (tx) => {
    await lockWorkshop(tx, actor, event);
    const { rows } = await sql`
      delete from workshop_case c where id = ${id} and event_id = ${event}
        and not exists (select from workshop_case_answer where case_id = c.id)
      returning id`.execute(tx);
    return rows.length > 0 ? { ok: true } : { ok: false, reason: 'answered' };
  });
}
