import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import {
  askedWords,
  corrections,
  searchQueries,
  typosAllowed,
  words,
  type AnswerableWord,
  type AskedWord,
  type SearchQueries
} from '../../../search.ts';

/** What a text search was understood as. */
export interface UnderstoodSearch extends SearchQueries {
  /** The whole text, normalised: an exact name or acronym comes first. */
  text: string;
  /** Nothing has all the words: these structures have some of them. */
  partial: boolean;
}

/**
 * Reads a text search against the words that are known: a word that nobody uses stands for its nearest known
 * ones; when no structure has all the words, those that have the most.
 * @returns null when the text holds no word.
 */
export async function understandSearch(
  db: Executor,
  text: string
): Promise<UnderstoodSearch | null> {
  const asked = askedWords(text);
  if (asked.length === 0) return null;
  const whole = words(text).join(' ');
  const known = await lookUp(db, asked);
  const mistyped = known.filter((word) => word.exact.length + word.loose.length === 0);
  const corrected = await correct(db, known, mistyped);

  const strict = searchQueries(corrected);
  if (await anyMatches(db, strict)) return { ...strict, text: whole, partial: false };

  const widened = await correct(
    db,
    corrected,
    known.filter((word) => !mistyped.includes(word))
  );
  const wide = searchQueries(widened);
  if (await anyMatches(db, wide)) return { ...wide, text: whole, partial: false };

  const answerable = corrected.filter((word) => word.exact.length + word.loose.length > 0);
  for (let atLeast = Math.min(answerable.length, corrected.length - 1); atLeast > 0; atLeast--) {
    const some = searchQueries(answerable, atLeast);
    if (await anyMatches(db, some)) return { ...some, text: whole, partial: true };
  }
  return { ...strict, text: whole, partial: false };
}

/** Which forms of the words are known. Short words and those with digits are not listed: they stand as they are. */
async function lookUp(db: Executor, asked: readonly AskedWord[]): Promise<AnswerableWord[]> {
  const listed = (word: string) => /^\D{4,}$/.test(word);
  const forms = asked.flatMap(({ word, variants }) => [word, ...variants]).filter(listed);
  const last = asked.find(({ word, unfinished }) => unfinished && listed(word))?.word ?? null;
  const { rows } = await sql<{ term: string }>`
    select term from search_term where term = any(${forms}::text[])
    union all
    (select ${last} || ':*' from search_term
     where term > ${last}::text collate "C" and term < ${last} || '~' collate "C" limit 1)`.execute(
    db
  );
  const known = new Set(rows.map((row) => row.term));
  return asked.map(({ word, variants, unfinished }) => {
    const beginning = `${word}:*`;
    return {
      word,
      exact: [word, ...variants].filter((form) => !listed(form) || known.has(form)),
      loose: unfinished && (!listed(word) || known.has(beginning)) ? [beginning] : []
    };
  });
}

/** Adds to some words the known ones they may stand for. */
async function correct(
  db: Executor,
  all: readonly AnswerableWord[],
  mistyped: readonly AnswerableWord[]
): Promise<AnswerableWord[]> {
  const typed = mistyped.map(({ word }) => word).filter((word) => typosAllowed(word) > 0);
  if (typed.length === 0) return [...all];
  // Swapped letters count two for `levenshtein`: one more is fetched, `corrections` decides.
  const { rows } = await sql<{ word: string; term: string }>`
    select asked.word, t.term
    from unnest(${typed}::text[], ${typed.map(typosAllowed)}::int[]) as asked (word, typos)
    join search_term t on length(t.term) between length(asked.word) - asked.typos and length(asked.word) + asked.typos
    where levenshtein_less_equal(t.term, asked.word, asked.typos + 1) <= asked.typos + 1`.execute(
    db
  );
  const candidates = Map.groupBy(rows, (row) => row.word);
  return all.map((word) => {
    if (!typed.includes(word.word)) return word;
    const { nearest, farther } = corrections(
      word.word,
      (candidates.get(word.word) ?? []).map((row) => row.term)
    );
    // What was typed stays the surest reading when it is a word.
    return word.exact.length > 0
      ? { ...word, loose: [...word.loose, ...nearest, ...farther] }
      : { ...word, exact: nearest, loose: [...word.loose, ...farther] };
  });
}

async function anyMatches(db: Executor, { matching }: SearchQueries): Promise<boolean> {
  // Materialized: else the planner, told that one row is enough, reads the table instead of the index.
  const { rows } = await sql<{ found: boolean }>`
    with matches as materialized (
      select 1 from structure_search where document @@ ${matching}::tsquery and status = 'active')
    select exists (select 1 from matches) as found`.execute(db);
  return rows[0]!.found;
}
