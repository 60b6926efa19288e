import type { Actor } from '#domain/identity/model.ts';
import type { Database, Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { Audience, PlanAcronym, StructureType, Theme } from '../../../model.ts';
import { bumpRevision } from '../../revision/commands.ts';
import { reindexAll } from '../../search/commands.ts';
import { assertMayKeepWords, lockList } from '../commands.ts';

/** A word that says no position takes its place in the list. */
type Placed<W extends { position: number }> = Omit<W, 'position'> & { position?: number };

/** Adds or replaces the words of the vocabularies; what is not given stays. */
export async function saveVocabulary(
  db: Database,
  actor: Actor,
  vocabulary: {
    types: Placed<StructureType>[];
    themes: Placed<Theme>[];
    audiences: Placed<Audience>[];
  }
): Promise<void> {
  assertMayKeepWords(actor);
  await inTransaction(db, async (tx) => {
    await lockList(tx);
    for (const [position, type] of vocabulary.types.entries()) {
      const row = {
        code: type.code,
        name: type.name,
        mission: type.mission,
        legal_basis: type.legalBasis,
        action: type.action,
        colour: type.colour,
        data_inclusion: type.dataInclusion,
        synonyms: type.synonyms,
        position: type.position ?? position
      };
      await tx
        .insertInto('structure_type')
        .values(row)
        .onConflict((conflict) => conflict.column('code').doUpdateSet(row))
        .execute();
    }
    await saveWords(tx, 'theme', vocabulary.themes);
    await saveWords(tx, 'audience', vocabulary.audiences);
    // Their names and synonyms are among the words that structures are searched by.
    await reindexAll(tx);
    await bumpRevision(tx);
  });
}

/** Adds or replaces what acronyms of plans stand for; what is not given stays. */
export async function saveAcronyms(
  executor: Executor,
  actor: Actor,
  acronyms: readonly Placed<PlanAcronym>[]
): Promise<void> {
  assertMayKeepWords(actor);
  await inTransaction(executor, async (tx) => {
    await lockList(tx);
    for (const [position, acronym] of acronyms.entries()) {
      const row = {
        code: acronym.code,
        name: acronym.name,
        meaning: acronym.meaning,
        legal_basis: acronym.legalBasis,
        synonyms: acronym.synonyms,
        position: acronym.position ?? position
      };
      await tx
        .insertInto('plan_acronym')
        .values(row)
        .onConflict((conflict) => conflict.column('code').doUpdateSet(row))
        .execute();
    }
  });
}

async function saveWords(tx: Tx, table: 'theme' | 'audience', words: Placed<Theme | Audience>[]) {
  for (const [position, word] of words.entries()) {
    const row = {
      code: word.code,
      name: word.name,
      phrase: word.phrase,
      data_inclusion: word.dataInclusion,
      synonyms: word.synonyms,
      position: word.position ?? position
    };
    await tx
      .insertInto(table)
      .values(row)
      .onConflict((conflict) => conflict.column('code').doUpdateSet(row))
      .execute();
  }
}
