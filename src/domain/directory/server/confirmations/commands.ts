import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import { actorLabel, operator, type Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { ORIGINS, type ConfirmationOrigin } from '../../confirmation.ts';
import { canEditStructure } from '../../rules.ts';
import { recordHistory } from '../history/commands.ts';
import { listTerritoryIdsOf } from '../queries.ts';
import { indexStructures } from '../search/commands.ts';
import { getConfirmationLink, type ConfirmationLink } from './queries.ts';
import { keepAnswer } from './requests/commands.ts';

/** `again`: it had been confirmed by this link already, and nothing was written. */
export type LinkAnswer = { ok: true; again: boolean } | { ok: false; reason: 'over' };

/**
 * « C’est toujours juste », by whoever holds the link of the message. Twice says thank you twice, and confirms once.
 * @throws NotFound
 */
export async function confirmByLink(
  db: Database,
  actor: Actor,
  token: string,
  now: Date
): Promise<LinkAnswer> {
  return inTransaction(db, async (tx) => {
    const link = await lockLink(tx, token, now);
    if (link.state === 'over') return { ok: false, reason: 'over' };
    if (link.state === 'thanked') return { ok: true, again: true };
    const author = holderOf(link, actor);
    const label = actorLabel(author);
    await confirm(tx, author, link.structure.id, { by: 'la structure', label, now });
    return { ok: true, again: false };
  });
}

/** The request as it is once nobody else is answering it. */
export async function lockLink(tx: Tx, token: string, now: Date): Promise<ConfirmationLink> {
  const { request } = await getConfirmationLink(tx, token, now);
  await sql`select from confirmation_request where id = ${request} for update`.execute(tx);
  return getConfirmationLink(tx, token, now);
}

/** Who holds a link, for the history: the person who has signed in, else those to whom it was sent. */
export function holderOf(link: ConfirmationLink, actor: Actor): Actor {
  if (actor.kind === 'person') return actor;
  return operator(
    link.toReferent ? 'référent·e, par le lien reçu' : 'la structure, par le lien reçu'
  );
}

export type PhoneConfirmation = { ok: true } | SecondReadingRefusal;

/**
 * Writes that somebody heard that a fiche is true: by telephone, at a meeting.
 * @param input.note - how, in a few words, for those who follow the campaign.
 * @throws Forbidden unless the actor may change the fiche.
 */
export async function confirmOnBehalf(
  db: Database,
  actor: Actor,
  structure: StructureId,
  input: { origin: ConfirmationOrigin; note: string; reread: boolean },
  now: Date
): Promise<PhoneConfirmation> {
  const territories = await listTerritoryIdsOf(db, structure);
  if (!canEditStructure(actor, { id: structure, territories }))
    throw new Forbidden('Seules les personnes qui peuvent modifier cette fiche la confirment.');
  const refusal = refuseUnread({ note: input.note }, input.reread);
  if (refusal) return refusal;
  const how = ORIGINS[input.origin];
  const label = `${actorLabel(actor)}, ${how}${input.note ? ` : ${input.note}` : ''}`;
  await inTransaction(db, (tx) =>
    confirm(tx, actor, structure, { by: `la structure, ${how}`, label, now })
  );
  return { ok: true };
}

/**
 * Confirms a fiche that the actor has just changed, in the transaction of the change: it was read with the structure.
 * @throws Forbidden unless the actor may change the fiche.
 */
export async function confirmAfterChange(
  tx: Tx,
  actor: Actor,
  structure: StructureId,
  origin: ConfirmationOrigin,
  now: Date
): Promise<void> {
  const territories = await listTerritoryIdsOf(tx, structure);
  if (!canEditStructure(actor, { id: structure, territories }))
    throw new Forbidden('Seules les personnes qui peuvent modifier cette fiche la confirment.');
  const how = ORIGINS[origin];
  const label = `${actorLabel(actor)}, ${how}`;
  await confirm(tx, actor, structure, { by: `la structure, ${how}`, label, now });
}

interface Confirmed {
  /** Shown on the fiche: names no private person. */
  by: string;
  /** For those who answer for the fiche. */
  label: string;
  now: Date;
}

/** Dates the confirmation, keeps its trace, answers what was asked, and brings search up to date. */
async function confirm(
  tx: Tx,
  author: Actor,
  id: StructureId,
  { by, label, now }: Confirmed
): Promise<void> {
  const { version, name } = await tx
    .updateTable('structure')
    .set({ confirmed_at: now, confirmed_by: by, reliability: 'confirmed' })
    .where('id', '=', id)
    .returning(['version', 'name'])
    .executeTakeFirstOrThrow();
  await recordHistory(tx, author, 'confirmed', [{ id, version }]);
  await keepAnswer(tx, id, { answer: 'confirmed', by: label, now });
  const target = { kind: 'structure', id, label: name };
  await recordAudit(tx, author, { action: 'structure.confirm', target });
  await indexStructures(tx, [id]);
}
