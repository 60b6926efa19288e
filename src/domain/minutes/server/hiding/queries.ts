import { sql, type RawBuilder } from 'kysely';

/** What withholdings call a compte rendu; its content is numbered as its edition. */
export const MINUTES_CONTENT = 'minutes';

/** In SQL: the texts of the minutes of this edition are hidden now. */
export function hidesMinutesTexts(event: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`exists (select from withholding w where w.content_kind = 'minutes'
    and w.content_id = ${event}::text and w.status = 'withheld')`;
}
