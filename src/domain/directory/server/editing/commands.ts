import type { FieldReading } from '#domain/confidentiality/rules.ts';
import { needsSecondReading } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, NotFound, type Issue } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { checkTyped } from '../../editor/checking.ts';
import { freeTexts } from '../../editor/free-texts.ts';
import { isSame, mergeFiches, type Choices, type Conflict } from '../../merge.ts';
import { asInput, type StructureInput } from '../../model.ts';
import { settleContacts } from '../../stewardship.ts';
import { readStructures } from '../details/queries.ts';
import { discardDraft, rebaseDraft } from '../drafts/commands.ts';
import { findDraft } from '../drafts/queries.ts';
import { findLastChange, readVersion } from '../history/queries.ts';
import { listParentIssues } from '../parentage/queries.ts';
import { listUnknownCodes } from '../references/queries.ts';
import { lockStructures } from '../rows/commands.ts';
import { assertCanEdit, updateStructure } from '../updates/commands.ts';

export type SaveOutcome =
  | { ok: true; version: number; isChanged: boolean }
  | { ok: false; reason: 'invalid'; issues: Issue[] }
  | { ok: false; reason: 'second-reading'; readings: readonly FieldReading[] }
  | {
      ok: false;
      reason: 'conflict';
      conflicts: Conflict[];
      /** What was compared with: choices are about this version and no later one. */
      version: number;
      by: string;
      at: Date;
    };

export interface SaveChoices {
  /** Whose version is kept, for each field that both changed. */
  choices?: Choices;
  /** The version these choices were made against. */
  seen?: number;
  /** The author read again what may let somebody be recognised. */
  reread?: boolean;
  /** The author says that the whole fiche is right. */
  confirms?: boolean;
}

/**
 * Makes a person's draft the fiche. What others changed since she began is kept; what both changed is asked about.
 * The draft stays until the fiche is saved.
 * @throws Forbidden, NotFound, or Invalid.
 */
export async function saveDraft(
  executor: Executor,
  actor: Actor,
  id: StructureId,
  choice: SaveChoices = {}
): Promise<SaveOutcome> {
  if (actor.kind !== 'person') throw new Forbidden('Connectez-vous pour modifier cette fiche.');
  return inTransaction(executor, async (tx) => {
    const locked = await lockStructures(tx, [id]);
    await assertCanEdit(tx, actor, id);
    const version = locked[0]!.version;
    const theirs = await currentFiche(tx, id);
    const draft = await findDraft(tx, actor, id);
    const baseVersion = draft?.baseVersion ?? version;
    const checked = checkTyped(withConsents(actor, theirs, draft?.content ?? theirs));
    if (!checked.ok) return { ok: false, reason: 'invalid', issues: checked.issues };
    const unknown = await listUnknown(tx, id, checked.fiche, theirs);
    if (unknown.length > 0) return { ok: false, reason: 'invalid', issues: unknown };
    const base = baseVersion === version ? theirs : await readVersion(tx, id, baseVersion);
    const choices = choice.seen === version ? choice.choices : {};
    const { fiche, conflicts } = mergeFiches(base, checked.fiche, theirs, choices);
    if (conflicts.length > 0) {
      const last = await findLastChange(tx, id);
      const { by, at } = last ?? { by: '', at: new Date() };
      return { ok: false, reason: 'conflict', conflicts, version, by, at };
    }
    const readings = needsSecondReading(newTexts(theirs, fiche), choice.reread ?? false);
    if (readings) {
      if (baseVersion !== version) await rebaseDraft(tx, actor, id, fiche, version);
      return { ok: false, reason: 'second-reading', readings };
    }
    const next = choice.confirms ? confirmed(fiche, actor.name) : fiche;
    return write(tx, actor, id, { version, theirs, next });
  });
}

async function write(
  tx: Tx,
  actor: Actor,
  id: StructureId,
  state: { version: number; theirs: StructureInput; next: StructureInput }
): Promise<SaveOutcome> {
  const { version, theirs, next } = state;
  if (isSame(theirs, next)) {
    await discardDraft(tx, actor, id);
    return { ok: true, version, isChanged: false };
  }
  const outcome = await updateStructure(tx, actor, id, next, { baseVersion: version });
  if (!outcome.ok) throw new Error('A fiche changed under its own lock');
  await discardDraft(tx, actor, id);
  return { ok: true, version: outcome.version, isChanged: true };
}

/** Showing oneself is a consent, dated before the form asks for the date. */
function withConsents(
  actor: Actor,
  current: StructureInput,
  typed: StructureInput
): StructureInput {
  const today = new Date().toISOString().slice(0, 10);
  return { ...typed, contacts: settleContacts(actor, current.contacts, typed.contacts, today) };
}

/** What was typed and is in no list: a commune, the structure it is part of. Refused here, the form comes back filled. */
async function listUnknown(
  tx: Tx,
  id: StructureId,
  typed: StructureInput,
  current: StructureInput
): Promise<Issue[]> {
  const parent = typed.parent === current.parent ? null : typed.parent;
  return [
    ...(await listParentIssues(tx, id, parent)),
    ...(await listUnknownCodes(tx, { ...typed, parent: null }))
  ];
}

async function currentFiche(tx: Tx, id: StructureId): Promise<StructureInput> {
  const [current] = await readStructures(tx, [id]);
  if (!current) throw new NotFound('Cette structure n’existe pas.');
  return asInput(current);
}

/** Only what was written now is read again: the rest was, when it was. */
function newTexts(before: StructureInput, after: StructureInput): Record<string, string> {
  const known = new Set(Object.values(freeTexts(before)));
  return Object.fromEntries(
    Object.entries(freeTexts(after)).filter(([, text]) => !known.has(text))
  );
}

function confirmed(fiche: StructureInput, by: string): StructureInput {
  return { ...fiche, confirmedAt: new Date().toISOString(), confirmedBy: by };
}
