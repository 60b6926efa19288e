/** The files of a document: a new one, an earlier one again, one that goes. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { environment } from '#server/env.ts';
import { putFile } from '#server/storage/files.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { ContributionId } from '#shared/ids.ts';
import { withoutMetadata } from '#shared/pictures.ts';
import { FILE_REFUSALS, FORMAT_TRAITS, fileNameFor, type Format } from '../../documents/formats.ts';
import { MOST_VERSIONS } from '../../documents/versions.ts';
import { documentFileInput } from '../../forms/document.ts';
import { keepVersion } from '../versions/commands.ts';
import { holdWritten, trace } from '../writing/commands.ts';
import { recognise } from './recognising/documents.ts';
import { askForText, firstTextState } from './text/commands.ts';

/** What keeps the files of documents. */
export const FOLDER = 'documents';

export interface IncomingFile {
  /** As the device calls it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What is new in it. */
  readonly note?: string;
}

export type FileRefused =
  | SecondReadingRefusal
  /** In French, with what to do. */
  | { readonly ok: false; readonly reason: 'file' | 'note'; readonly message: string };

export type FileAdded =
  | {
      readonly ok: true;
      /** From 1. */
      readonly number: number;
      /** False when it is the current file again. */
      readonly changed: boolean;
    }
  | FileRefused;

interface AddOptions {
  /** « relu » */
  readonly reread?: boolean;
  /** In bytes. */
  readonly largest?: number;
}

/**
 * Gives a document a new file; the earlier ones stay. Sent twice, it is one.
 * @throws NotFound, Forbidden unless the actor writes the document.
 */
export function addVersion(
  executor: Executor,
  actor: Actor,
  document: ContributionId,
  file: IncomingFile,
  { reread = false, largest = environment().largestFile }: AddOptions = {}
): Promise<FileAdded> {
  return inTransaction(executor, async (tx) => {
    await holdDocument(tx, actor, document);
    const checked = checkFile(file, { reread, largest });
    if (!checked.ok) return checked;
    const current = await findCurrent(tx, document);
    if (current?.sha256 === createHash('sha256').update(checked.bytes).digest('hex'))
      return { ok: true, number: current.number, changed: false };
    if (await isFull(tx, document)) return refused(TOO_MANY);
    const number = (current?.number ?? 0) + 1;
    await keepFile(tx, actor, { document, number, ...checked });
    await keepVersion(tx, actor, document, `fichier, version ${number}`);
    return { ok: true, number, changed: true };
  });
}

/**
 * Makes an earlier file the current one again, as a new version: what came since stays.
 * @returns the number of the new version. @throws NotFound, Forbidden unless the actor writes the document.
 */
export function restoreVersion(
  executor: Executor,
  actor: Actor,
  document: ContributionId,
  number: number
): Promise<number> {
  return inTransaction(executor, async (tx) => {
    await holdDocument(tx, actor, document);
    const current = await findCurrent(tx, document);
    if (!current || current.number === number) return number;
    if (await isFull(tx, document)) throw new Forbidden(TOO_MANY);
    const by = actor.kind === 'person' ? actor.id : null;
    const { rows } = await sql<{ number: number }>`
      insert into document_version (contribution_id, number, file_name, media_type, size, sha256, storage_key, text,
        text_state, note, uploaded_by)
      select contribution_id, ${current.number + 1}, file_name, media_type, size, sha256, storage_key, text, text_state,
        ${`Retour à la version ${number}`}, ${by}
      from document_version where contribution_id = ${document} and number = ${number} returning number`.execute(
      tx
    );
    if (!rows[0]) throw new NotFound('Cette version n’existe plus.');
    await keepVersion(tx, actor, document, `fichier, retour à la version ${number}`);
    return rows[0].number;
  });
}

/**
 * Erases an earlier file for good: what was shared by mistake. The current one goes with its document only.
 * @throws NotFound, Forbidden unless the actor writes the document, or when it is the current one.
 */
export function eraseVersion(
  executor: Executor,
  actor: Actor,
  document: ContributionId,
  number: number
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const found = await holdDocument(tx, actor, document);
    const current = await findCurrent(tx, document);
    if (current?.number === number)
      throw new Forbidden(
        'Ce fichier est celui qu’on lit : déposez-en un autre avant de l’effacer.'
      );
    const { numDeletedRows } = await tx
      .deleteFrom('document_version')
      .where('contribution_id', '=', document)
      .where('number', '=', number)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return;
    const { title, territory } = found;
    await trace(tx, actor, 'document.erase-file', { id: document, title, territory: territory.id });
  });
}

/** Erases every file of a document, with what was read in them: who calls has decided. They go once it is committed. */
export async function eraseFiles(tx: Tx, document: ContributionId): Promise<void> {
  await tx.deleteFrom('document_version').where('contribution_id', '=', document).execute();
}

async function holdDocument(tx: Tx, actor: Actor, document: ContributionId) {
  const found = await holdWritten(tx, actor, document);
  if (found.kind !== 'document') throw new NotFound('Ce document n’existe pas.');
  return found;
}

const TOO_MANY = `Ce document a ${MOST_VERSIONS} versions\u00a0: effacez-en avant d’en ajouter.`;

async function isFull(tx: Tx, document: ContributionId): Promise<boolean> {
  const { count } = await tx
    .selectFrom('document_version')
    .select((where) => where.fn.countAll<number>().as('count'))
    .where('contribution_id', '=', document)
    .executeTakeFirstOrThrow();
  return count >= MOST_VERSIONS;
}

function findCurrent(tx: Tx, document: ContributionId) {
  return tx
    .selectFrom('document_version')
    .select(['number', 'sha256'])
    .where('contribution_id', '=', document)
    .orderBy('number', 'desc')
    .executeTakeFirst();
}

export interface CheckedFile {
  readonly ok: true;
  readonly format: Format;
  readonly fileName: string;
  readonly note: string;
  /** What is kept: a picture, without what it tells beside itself. */
  readonly bytes: Uint8Array;
}

/** Whether a file may be kept, what it is, and under which name. */
export function checkFile(
  { name, bytes: sent, note: typed = '' }: IncomingFile,
  { reread = false, largest = environment().largestFile }: AddOptions
): CheckedFile | FileRefused {
  if (sent.length > largest)
    return refused(
      `Ce fichier dépasse ${largest / 1_000_000}\u00a0Mo\u00a0: allégez-le, ou coupez-le en plusieurs.`
    );
  const picture = withoutMetadata(sent);
  const recognised = recognise(picture ?? sent);
  if (!recognised.ok) return refused(FILE_REFUSALS[recognised.reason]);
  const parsed = documentFileInput.safeParse({ note: typed });
  if (!parsed.success)
    return { ok: false, reason: 'note', message: parsed.error.issues[0]!.message };
  const { note } = parsed.data;
  const { format } = recognised;
  if (!picture && FORMAT_TRAITS[format].family === 'image') return refused(FILE_REFUSALS.damaged);
  const fileName = fileNameFor(name, format);
  const unread = refuseUnread({ note, fichier: fileName.replace(/\.\w+$/, '') }, reread);
  return unread ?? { ok: true, format, fileName, note, bytes: picture ?? sent };
}

function refused(message: string): FileRefused {
  return { ok: false, reason: 'file', message };
}

interface Kept {
  readonly document: ContributionId;
  readonly number: number;
}

async function keepFile(
  tx: Tx,
  actor: Actor,
  { document, number, bytes, format, fileName, note }: Kept & CheckedFile
): Promise<void> {
  const { mediaType } = FORMAT_TRAITS[format];
  const { key, size, sha256 } = await putFile(tx, { folder: FOLDER, bytes, mediaType });
  const state = firstTextState(format);
  const { id } = await tx
    .insertInto('document_version')
    .values({
      ...{ contribution_id: document, number, file_name: fileName, media_type: mediaType, note },
      ...{ size, sha256, storage_key: key, text_state: state },
      uploaded_by: actor.kind === 'person' ? actor.id : null
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (state === 'waiting') await askForText(tx, id);
}
