import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ContributionId } from '#shared/ids.ts';
import type { ContributionKind, ContributionSummary } from '../../model.ts';
import { comparedWords } from '../../questions.ts';
import { listContributions } from '../queries.ts';

/** Without accents nor case, whatever the locale of the database; as written in the index `contribution_words`. */
const folded = (text: RawBuilder<unknown>) =>
  sql`to_tsvector('french'::regconfig, translate(lower(${text}), 'ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜàâäçéèêëîïôöùûü’''«»', 'aaaceeeeiioouuuaaaceeeeiioouuu    '))`;
const TEXTS = sql`replace(c.texts::text, '\\n', ' ')`;
const VECTOR = sql`(setweight(${folded(sql`c.title`)}, 'A') || setweight(${folded(sql`c.summary`)}, 'B')
  || setweight(${folded(TEXTS)}, 'D'))`;

export interface SimilarTo {
  readonly text: string;
  readonly kinds?: readonly ContributionKind[];
  /** Itself, once it is written. */
  readonly except?: ContributionId | undefined;
}

/**
 * What was shared before and resembles a text, the likest first: two of its telling words at least, or the only one it
 * has. Only what the actor reads in lists. Nothing for a text that says nothing.
 */
export async function listSimilar(
  db: Executor,
  actor: Actor,
  { text, kinds = ['question', 'experience'], except }: SimilarTo,
  most = 5
): Promise<readonly ContributionSummary[]> {
  const words = comparedWords(text);
  if (words.length === 0) return [];
  const any = sql`to_tsquery('french', ${words.map(quoted).join(' | ')})`;
  const also = sql<boolean>`${VECTOR} @@ ${any} and ${sharing(words)} and c.id <> ${except ?? 0}`;
  const order = sql`ts_rank(${VECTOR}, ${any}) desc, c.published_at desc, c.id desc`;
  const found = await listContributions(db, actor, { kinds, also }, { page: 1, size: most }, order);
  return found.items;
}

/** Has the words of a search, whole or as the beginning of others; for the lists of a kind. */
export function havingWords(text: string): RawBuilder<boolean> | undefined {
  const words = comparedWords(text);
  if (words.length === 0) return undefined;
  const all = sql`to_tsquery('french', ${words.map((word) => `${quoted(word)}:*`).join(' & ')})`;
  return sql<boolean>`${VECTOR} @@ ${all}`;
}

function sharing(words: readonly string[]): RawBuilder<boolean> {
  const each = words.map((word) => sql`(${VECTOR} @@ to_tsquery('french', ${quoted(word)}))::int`);
  return sql<boolean>`(${sql.join(each, sql` + `)}) >= ${Math.min(2, words.length)}`;
}

const quoted = (word: string) => `'${word.replaceAll("'", '')}'`;
