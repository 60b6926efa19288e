import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { normalise } from '#shared/text.ts';
import { canManageDirectory } from '../../rules.ts';
import {
  isNeeded,
  isUnused,
  listWordChanges,
  type Usage,
  type VocabularyKind,
  type Word,
  type WordInput
} from '../../vocabulary.ts';
import { bumpRevision } from '../revision/commands.ts';
import { forgetUnusedTerms, indexStructures } from '../search/commands.ts';
import {
  findLastWordChange,
  getUsedWord,
  listStructuresUsing,
  listVocabulary,
  type LastChange
} from './queries.ts';
import { insertWord, placeWords, removeWord, replaceWord } from './rows/commands.ts';

export type CreateOutcome =
  | { ok: true; code: string }
  | { ok: false; reason: 'code-taken' | 'name-taken'; by: Word }
  | SecondReadingRefusal;

/**
 * Adds a word at the end of its list.
 * @returns its code; or the word that has this code, led to by it, or this name.
 * @throws Forbidden
 */
export async function createWord(
  executor: Executor,
  actor: Actor,
  kind: VocabularyKind,
  { code, input, reread = false }: { code: string; input: WordInput; reread?: boolean }
): Promise<CreateOutcome> {
  assertMayKeepWords(actor);
  const unread = refuseUnread({ meaning: input.meaning }, reread);
  if (unread) return unread;
  return inTransaction(executor, async (tx) => {
    await lockList(tx);
    const words = await listVocabulary(tx, kind);
    const same = words.find((word) => word.code === code || word.formerCodes.includes(code));
    if (same) return { ok: false, reason: 'code-taken', by: same };
    const homonym = findHomonym(words, code, input.name);
    if (homonym) return { ok: false, reason: 'name-taken', by: homonym };
    const position = Math.max(-1, ...words.map((word) => word.position)) + 1;
    await insertWord(tx, kind, { code, position }, input);
    await bumpRevision(tx);
    await trace(tx, actor, 'create', kind, { code, name: input.name });
    return { ok: true, code };
  });
}

export type UpdateOutcome =
  | { ok: true; version: number }
  | ({ ok: false; reason: 'changed'; theirs: Word } & LastChange)
  | { ok: false; reason: 'name-taken'; by: Word }
  | SecondReadingRefusal;

/**
 * Writes over a word; what is searched of the structures it describes follows.
 * @param baseVersion - the version that was read before changing it.
 * @returns the new version; or, when somebody has changed the word since, what she made of it.
 * @throws Forbidden, or NotFound
 */
export async function updateWord(
  executor: Executor,
  actor: Actor,
  kind: VocabularyKind,
  code: string,
  change: { input: WordInput; baseVersion: number; reread?: boolean }
): Promise<UpdateOutcome> {
  assertMayKeepWords(actor);
  const unread = refuseUnread({ meaning: change.input.meaning }, change.reread ?? false);
  if (unread) return unread;
  return inTransaction(executor, async (tx) => {
    await lockList(tx);
    const { usage: _usage, ...current } = await getUsedWord(tx, kind, code);
    if (current.version !== change.baseVersion || current.code !== code)
      return {
        ok: false,
        reason: 'changed',
        theirs: current,
        ...(await findLastWordChange(tx, kind, current.code))
      };
    const homonym = findHomonym(await listVocabulary(tx, kind), code, change.input.name);
    if (homonym) return { ok: false, reason: 'name-taken', by: homonym };
    const changed = listWordChanges(kind, current, change.input);
    if (changed.length === 0) return { ok: true, version: current.version };
    await replaceWord(tx, kind, code, change.input);
    // What is searched, and what answers keep in memory: the name, the colour, the place of a type are in both.
    await reindex(tx, await listStructuresUsing(tx, kind, [code]));
    await bumpRevision(tx);
    await trace(tx, actor, 'update', kind, { code, name: change.input.name }, { changed });
    return { ok: true, version: current.version + 1 };
  });
}

/**
 * Moves a word one place up or down its list. At the end of the list, nothing moves.
 * @throws Forbidden, or NotFound
 */
export async function moveWord(
  executor: Executor,
  actor: Actor,
  kind: VocabularyKind,
  move: { code: string; towards: 'up' | 'down' }
): Promise<Word> {
  assertMayKeepWords(actor);
  return inTransaction(executor, async (tx) => {
    await lockList(tx);
    const word = await getUsedWord(tx, kind, move.code);
    const words = await listVocabulary(tx, kind);
    const at = words.findIndex(({ code }) => code === word.code);
    const to = move.towards === 'up' ? at - 1 : at + 1;
    if (words[to] === undefined) return word;
    [words[at], words[to]] = [words[to], words[at]!];
    await placeWords(tx, kind, words);
    await bumpRevision(tx);
    await trace(tx, actor, 'move', kind, word, { towards: move.towards });
    return word;
  });
}

export type DeleteOutcome =
  | { ok: true; word: Word }
  | { ok: false; reason: 'used'; usage: Usage }
  | { ok: false; reason: 'needed' };

/**
 * Removes a word that nothing names, and the old codes that led to it.
 * @throws Forbidden, or NotFound
 */
export async function deleteWord(
  executor: Executor,
  actor: Actor,
  kind: VocabularyKind,
  code: string
): Promise<DeleteOutcome> {
  assertMayKeepWords(actor);
  return inTransaction(executor, async (tx) => {
    await lockUses(tx);
    await lockList(tx);
    const word = await getUsedWord(tx, kind, code);
    if (isNeeded(kind, word.code)) return { ok: false, reason: 'needed' };
    if (!isUnused(word.usage)) return { ok: false, reason: 'used', usage: word.usage };
    await removeWord(tx, kind, word.code);
    await bumpRevision(tx);
    await trace(tx, actor, 'delete', kind, word, { formerCodes: word.formerCodes });
    return { ok: true, word };
  });
}

/** @throws Forbidden unless the actor runs the instance. */
export function assertMayKeepWords(actor: Actor): void {
  if (!canManageDirectory(actor))
    throw new Forbidden('Les vocabulaires sont tenus par l’administration de Maillage.');
}

/**
 * Nobody else writes a structure or a front door until the end of the transaction: what names a word neither comes
 * nor goes. Taken before anything else; those who write hold one of these tables before they read the words.
 */
export async function lockUses(tx: Tx): Promise<void> {
  await sql`lock table front_door, structure in exclusive mode`.execute(tx);
}

/** Changes of the vocabularies follow one another. Structures first, as whoever writes them does. */
export async function lockList(tx: Tx): Promise<void> {
  await sql`lock table structure in row exclusive mode`.execute(tx);
  await sql`select pg_advisory_xact_lock(hashtext('vocabularies'))`.execute(tx);
}

/** Brings what is searched of these structures up to date. */
export async function reindex(tx: Tx, structures: readonly StructureId[]): Promise<void> {
  if (structures.length === 0) return;
  await indexStructures(tx, structures);
  await forgetUnusedTerms(tx);
}

/** Keeps who did what to a word. */
export async function trace(
  tx: Tx,
  actor: Actor,
  verb: 'create' | 'update' | 'move' | 'merge' | 'delete',
  kind: VocabularyKind,
  word: { code: string; name: string },
  detail: Readonly<Record<string, unknown>> = {}
): Promise<void> {
  const target = { kind: 'word', id: `${kind}:${word.code}`, label: word.name };
  await recordAudit(tx, actor, { action: `vocabulary.${verb}`, target, detail });
}

function findHomonym(words: readonly Word[], code: string, name: string): Word | undefined {
  const key = normalise(name);
  return words.find((word) => word.code !== code && normalise(word.name) === key);
}
