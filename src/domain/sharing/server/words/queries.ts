/** The words somebody looks for in what is shared: neither accents nor case count, whatever the locale of the database. */
import { sql, type RawBuilder } from 'kysely';
import { normalise } from '#shared/text.ts';

const ACCENTED = "ÀÂÄÁÃÅÉÈÊËÍÌÎÏÓÒÔÖÕÚÙÛÜÇÑàâäáãåéèêëíìîïóòôöõúùûüçñ’'-\u00a0";
const PLAIN = 'aaaaaaeeeeiiiiooooouuuucnaaaaaaeeeeiiiiooooouuuucn    ';
/** More words narrow nothing more. */
const MOST_WORDS = 12;

/** A text in SQL as `normalise` writes its letters. */
const plain = (text: RawBuilder<unknown>) => sql`
  translate(replace(replace(lower(${text}), 'œ', 'oe'), 'Œ', 'oe'), ${sql.lit(ACCENTED)}, ${sql.lit(PLAIN)})`;

/** Whether a text has all the words of a search, whole or within others; undefined when it has none. */
export function sayingAll(
  text: RawBuilder<unknown>,
  words: string
): RawBuilder<boolean> | undefined {
  const asked = normalise(words).split(' ').filter(Boolean).slice(0, MOST_WORDS);
  if (asked.length === 0) return undefined;
  const each = asked.map((word) => sql`strpos(${plain(text)}, ${word}) > 0`);
  return sql<boolean>`(${sql.join(each, sql` and `)})`;
}

/** The title, the sentence and the texts of `c`. */
export const WRITTEN = sql`concat_ws(' ', c.title, c.summary,
  (select string_agg(x.value, ' ') from jsonb_each_text(c.texts) x))`;
