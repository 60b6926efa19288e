import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import type { VocabularyKind, WordInput } from '../../../vocabulary.ts';
import { TABLES } from '../queries.ts';

const typeRow = (input: WordInput) => ({
  name: input.name,
  mission: input.meaning,
  legal_basis: input.legalBasis,
  action: input.action,
  colour: input.colour,
  data_inclusion: input.dataInclusion[0] ?? null,
  synonyms: input.synonyms
});

const wordRow = (input: WordInput) => ({
  name: input.name,
  phrase: input.phrase,
  data_inclusion: input.dataInclusion,
  synonyms: input.synonyms
});

const acronymRow = (input: WordInput) => ({
  name: input.name,
  meaning: input.meaning,
  legal_basis: input.legalBasis,
  synonyms: input.synonyms
});

/** Adds a word at a place of its list. */
export async function insertWord(
  tx: Tx,
  kind: VocabularyKind,
  at: { code: string; position: number },
  input: WordInput
): Promise<void> {
  if (kind === 'type')
    await tx
      .insertInto('structure_type')
      .values({ ...at, ...typeRow(input) })
      .execute();
  else if (kind === 'acronym')
    await tx
      .insertInto('plan_acronym')
      .values({ ...at, ...acronymRow(input) })
      .execute();
  else await insertPhrased(tx, kind, { ...at, ...wordRow(input) });
}

async function insertPhrased(
  tx: Tx,
  table: 'theme' | 'audience',
  row: ReturnType<typeof wordRow> & { code: string; position: number }
): Promise<void> {
  await tx.insertInto(table).values(row).execute();
}

/** Writes over a word, whose version moves on. */
export async function replaceWord(
  tx: Tx,
  kind: VocabularyKind,
  code: string,
  input: WordInput
): Promise<void> {
  if (kind === 'type')
    await tx
      .updateTable('structure_type')
      .set({ ...typeRow(input), version: sql`version + 1` })
      .where('code', '=', code)
      .execute();
  else if (kind === 'acronym')
    await tx
      .updateTable('plan_acronym')
      .set({ ...acronymRow(input), version: sql`version + 1` })
      .where('code', '=', code)
      .execute();
  else await replacePhrased(tx, kind, code, wordRow(input));
}

async function replacePhrased(
  tx: Tx,
  table: 'theme' | 'audience',
  code: string,
  row: ReturnType<typeof wordRow>
): Promise<void> {
  await tx
    .updateTable(table)
    .set({ ...row, version: sql`version + 1` })
    .where('code', '=', code)
    .execute();
}

/** Puts words in this order: only those that move are written. */
export async function placeWords(
  tx: Tx,
  kind: VocabularyKind,
  words: readonly { code: string; position: number }[]
): Promise<void> {
  for (const [position, word] of words.entries())
    if (word.position !== position) await place(tx, TABLES[kind], word.code, position);
}

async function place(
  tx: Tx,
  table: 'structure_type' | 'theme' | 'audience' | 'plan_acronym',
  code: string,
  position: number
): Promise<void> {
  await tx.updateTable(table).set({ position }).where('code', '=', code).execute();
}

/** What led to a word leads to another, and so does the word itself. */
export async function markMerged(
  tx: Tx,
  kind: VocabularyKind,
  from: string,
  into: string
): Promise<void> {
  await setMerged(tx, TABLES[kind], from, into);
}

async function setMerged(
  tx: Tx,
  table: 'structure_type' | 'theme' | 'audience' | 'plan_acronym',
  from: string,
  into: string
): Promise<void> {
  await tx
    .updateTable(table)
    .set({ merged_into: into, version: sql`version + 1` })
    .where((eb) => eb.or([eb('code', '=', from), eb('merged_into', '=', from)]))
    .execute();
}

/** Removes a word, and the codes that led to it. */
export async function removeWord(tx: Tx, kind: VocabularyKind, code: string): Promise<void> {
  await remove(tx, TABLES[kind], code);
}

async function remove(
  tx: Tx,
  table: 'structure_type' | 'theme' | 'audience' | 'plan_acronym',
  code: string
): Promise<void> {
  await tx.deleteFrom(table).where('merged_into', '=', code).execute();
  await tx.deleteFrom(table).where('code', '=', code).execute();
}
