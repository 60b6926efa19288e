import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { getCommune, listTerritoriesOfCommune } from '#domain/territory/server/queries.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { allow } from '#server/throttle.ts';
import type { CommuneCode, StructureId, SuggestionId, TerritoryId } from '#shared/ids.ts';
import {
  ESCALATE_AFTER_DAYS,
  LIMITS,
  type ChangeContent,
  type ErrorContent,
  type ErrorInput,
  type NewStructureContent,
  type NewStructureInput,
  type SuggestionKind
} from '../../suggestion.ts';
import { daysBefore } from '../../confirmation.ts';
import { listReferents } from '../affiliations/queries.ts';
import { listTerritoryIdsOf } from '../queries.ts';
import { tellArrival } from './arrivals/commands.ts';

export type Suggested =
  { ok: true; id: SuggestionId } | { ok: false; reason: 'too-many' } | SecondReadingRefusal;

export interface Sender {
  /** Where the request comes from: counted, not kept. */
  readonly address: string;
  /** The author ticked « J’ai relu ». */
  readonly reread: boolean;
}

/**
 * Keeps an error that somebody saw in a fiche, for its référents, or the animators when there are none.
 * @param input.ownLink - said through the link of « toujours juste ? »: the animators read it at once.
 */
export async function suggestError(
  db: Executor,
  actor: Actor,
  input: ErrorInput & { structure: StructureId; ownLink?: boolean },
  sender: Sender,
  now: Date
): Promise<Suggested> {
  const { part, text, source, structure, ownLink = false } = input;
  const refusal = refuseUnread({ text, source }, sender.reread);
  if (refusal) return refusal;
  if (!(await isAllowed(db, sender.address, structure))) return { ok: false, reason: 'too-many' };
  return inTransaction(db, async (tx) => {
    const content: ErrorContent = { part, source, ownLink };
    const referents = ownLink ? [] : await listReferents(tx, structure);
    const id = await insert(tx, actor, {
      kind: ownLink || actor.kind === 'person' ? 'change' : 'error',
      territory: await homeOf(tx, structure),
      structure,
      baseVersion: await versionOf(tx, structure),
      text,
      content,
      author: input,
      toReferent: referents.length > 0,
      now
    });
    await tellArrival(tx, id, now);
    return { ok: true, id };
  });
}

/** Keeps a structure that somebody says is missing, for the animators of its commune. @throws NotFound for an unknown commune. */
export async function suggestStructure(
  db: Executor,
  actor: Actor,
  input: NewStructureInput,
  sender: Sender,
  now: Date
): Promise<Suggested> {
  const { name, type, text, phone, website, source } = input;
  const commune = await getCommune(db, input.communeCode);
  const refusal = refuseUnread({ name, text, source }, sender.reread);
  if (refusal) return refusal;
  if (!(await isAllowed(db, sender.address, null))) return { ok: false, reason: 'too-many' };
  const [territory] = await listTerritoriesOfCommune(db, commune.code);
  const content: NewStructureContent = {
    name,
    type,
    communeCode: commune.code,
    communeName: commune.name,
    phone,
    website,
    source
  };
  return inTransaction(db, async (tx) => {
    const id = await insert(tx, actor, {
      kind: 'structure',
      territory: territory?.id ?? null,
      structure: null,
      text,
      content,
      author: input,
      toReferent: false,
      now
    });
    await tellArrival(tx, id, now);
    return { ok: true, id };
  });
}

/** Counted before anything is written, so that a refusal counts too. */
export async function isAllowed(
  db: Executor,
  address: string,
  structure: StructureId | null
): Promise<boolean> {
  const answers = [
    await allow(db, 'suggestion-hour', address, LIMITS.hour),
    await allow(db, 'suggestion-day', address, LIMITS.day),
    structure === null || (await allow(db, 'suggestion-fiche', String(structure), LIMITS.fiche))
  ];
  return answers.every(Boolean);
}

async function versionOf(tx: Tx, structure: StructureId): Promise<number> {
  const { version } = await tx
    .selectFrom('structure')
    .select('version')
    .where('id', '=', structure)
    .executeTakeFirstOrThrow();
  return version;
}

/** The territory whose animators answer for a fiche: one that holds the structure, else one that holds its seat. */
export async function homeOf(tx: Tx, structure: StructureId): Promise<TerritoryId | null> {
  const [own] = await listTerritoryIdsOf(tx, structure);
  if (own) return own;
  const { commune_code: seat } = await tx
    .selectFrom('structure')
    .select('commune_code')
    .where('id', '=', structure)
    .executeTakeFirstOrThrow();
  if (!seat) return null;
  const [territory] = await listTerritoriesOfCommune(tx, seat as CommuneCode);
  return territory?.id ?? null;
}

export interface Written {
  kind: SuggestionKind;
  territory: TerritoryId | null;
  structure: StructureId | null;
  text: string;
  content: ErrorContent | NewStructureContent | ChangeContent;
  /** Version of the fiche that the author saw. */
  baseVersion?: number;
  author: { authorName: string; authorEmail: string };
  toReferent: boolean;
  now: Date;
}

/** Keeps a proposal, for those who are to answer. */
export async function insert(tx: Tx, actor: Actor, written: Written): Promise<SuggestionId> {
  const isPerson = actor.kind === 'person';
  const row = await tx
    .insertInto('suggestion')
    .values({
      kind: written.kind,
      territory_id: written.territory,
      structure_id: written.structure,
      text: written.text,
      content: JSON.stringify(written.content),
      base_version: written.baseVersion ?? null,
      person_id: isPerson ? actor.id : null,
      author_name: isPerson ? actor.name : written.author.authorName,
      author_email: isPerson ? '' : written.author.authorEmail.toLowerCase(),
      assigned_to: written.toReferent ? 'referent' : 'animator',
      created_at: written.now,
      escalate_at: written.toReferent ? daysBefore(written.now, -ESCALATE_AFTER_DAYS) : null
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id as SuggestionId;
}
