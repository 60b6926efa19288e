import { sql, type RawBuilder } from 'kysely';

/** What withholdings call a wave: its words to those who answer. */
export const WAVE_CONTENT = 'wave';

/** In SQL: the words of this wave are hidden now. */
export function hidesWaveTexts(wave: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`exists (select from withholding hidden where hidden.content_kind = ${WAVE_CONTENT}
    and hidden.content_id = ${wave}::text and hidden.status = 'withheld')`;
}
