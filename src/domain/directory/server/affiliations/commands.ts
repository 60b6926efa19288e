import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor, PersonActor } from '#domain/identity/model.ts';
import { animatesAny, isMemberOfAny, isReferentOf } from '#domain/identity/rules.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import {
  listAdministrators,
  type Correspondent
} from '#domain/identity/server/accounts/queries.ts';
import { listAnimators } from '#domain/territory/server/memberships/queries.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { PersonId, StructureId, TerritoryId } from '#shared/ids.ts';
import { listTerritoryIdsOf } from '../queries.ts';
import { composeClaim, composeClaimAnswer } from './mails.ts';
import { findAffiliation } from './queries.ts';

export interface AffiliationKey {
  readonly structure: StructureId;
  readonly person: PersonId;
}

/**
 * « Je réponds de cette fiche » : asks the animators, who are told.
 * @throws NotFound when there is no such structure.
 */
export async function claimStructure(
  executor: Executor,
  actor: PersonActor,
  input: { readonly structure: StructureId; readonly note: string; readonly reread: boolean }
): Promise<
  { ok: true } | { ok: false; reason: 'not-member' | 'already' | 'asked' } | SecondReadingRefusal
> {
  const territories = await listTerritoryIdsOf(executor, input.structure);
  if (!isMemberOfAny(actor, territories)) return { ok: false, reason: 'not-member' };
  if (isReferentOf(actor, input.structure)) return { ok: false, reason: 'already' };
  const unread = refuseUnread({ note: input.note }, input.reread);
  if (unread) return unread;
  return inTransaction(executor, async (tx) => {
    const { rows } = await sql`
      insert into affiliation (structure_id, person_id, status, note, referent_asked_at)
      values (${input.structure}, ${actor.id}, 'asked', ${input.note}, now())
      on conflict (structure_id, person_id) do update set
        note = excluded.note, referent_asked_at = excluded.referent_asked_at
      where affiliation.referent_asked_at is null and not affiliation.referent
      returning structure_id`.execute(tx);
    if (rows.length === 0) return { ok: false, reason: 'asked' };
    const structure = await named(tx, input.structure);
    await recordAudit(tx, actor, { action: 'affiliation.claim', target: structure });
    for (const to of await toTell(tx, territories))
      await queueMail(tx, await composeClaim(tx, to, actor.name, structure.label, territories));
    return { ok: true };
  });
}

/** Takes back a claim nobody has answered. @returns whether there was one. */
export async function withdrawClaim(
  executor: Executor,
  actor: PersonActor,
  structure: StructureId
): Promise<boolean> {
  return inTransaction(executor, async (tx) => {
    const { rows } = await sql`
      update affiliation set referent_asked_at = null, note = ''
      where structure_id = ${structure} and person_id = ${actor.id} and referent_asked_at is not null
      returning person_id`.execute(tx);
    await sql`delete from affiliation where structure_id = ${structure} and person_id = ${actor.id}
      and status = 'asked'`.execute(tx);
    return rows.length > 0;
  });
}

/**
 * Answers a claim, once: of two animators answering at once, the second is told that it is done.
 * @param input.words - told to the person when refused.
 * @throws Forbidden unless the actor leads one of the structure’s territories.
 */
export async function decideClaim(
  executor: Executor,
  actor: Actor,
  input: AffiliationKey & {
    readonly approve: boolean;
    readonly words: string;
    readonly reread: boolean;
  }
): Promise<{ ok: true } | { ok: false; reason: 'decided' } | SecondReadingRefusal> {
  await refuseOthers(executor, actor, input.structure);
  const unread = refuseUnread({ mots: input.words }, input.reread);
  if (unread) return unread;
  return inTransaction(executor, async (tx) => {
    const { rows } = await sql<Correspondent>`
      update affiliation set referent_asked_at = null, note = '', referent = ${input.approve},
        status = case when ${input.approve} then 'active' else status end
      from person
      where structure_id = ${input.structure} and person_id = ${input.person}
        and referent_asked_at is not null and person.id = person_id
      returning person.id, person.name, person.email`.execute(tx);
    if (!rows[0]) return { ok: false, reason: 'decided' };
    await dropUnapproved(tx, input);
    const structure = await named(tx, input.structure);
    await recordAudit(tx, actor, {
      action: input.approve ? 'affiliation.approve' : 'affiliation.refuse',
      target: structure,
      detail: { person: input.person }
    });
    const told = { name: structure.label, slug: structure.slug };
    await queueMail(tx, composeClaimAnswer(rows[0], told, input.approve, input.words));
    return { ok: true };
  });
}

/** A refused claim leaves no trace of somebody who did not work there. */
async function dropUnapproved(tx: Tx, { structure, person }: AffiliationKey): Promise<void> {
  await sql`
    delete from affiliation where structure_id = ${structure} and person_id = ${person}
      and status = 'asked' and referent_asked_at is null`.execute(tx);
}

/**
 * Entrusts a fiche to a member, or no more: she then only works there.
 * @throws Forbidden unless the actor leads one of the structure’s territories; NotFound when nobody of them.
 */
export async function assignReferent(
  executor: Executor,
  actor: Actor,
  input: AffiliationKey & { readonly referent: boolean }
): Promise<void> {
  await refuseOthers(executor, actor, input.structure);
  await inTransaction(executor, async (tx) => {
    await refuseStrangers(tx, input);
    await affiliate(tx, input);
    await recordAudit(tx, actor, {
      action: input.referent ? 'affiliation.assign' : 'affiliation.unassign',
      target: await named(tx, input.structure),
      detail: { person: input.person }
    });
  });
}

/** Writes that somebody works in a structure, and whether she answers for its fiche: for the commands that decided it. */
export async function affiliate(
  tx: Executor,
  { structure, person, referent }: AffiliationKey & { readonly referent: boolean }
): Promise<void> {
  await sql`
    insert into affiliation (structure_id, person_id, referent, status)
    values (${structure}, ${person}, ${referent}, 'active')
    on conflict (structure_id, person_id) do update set
      referent = excluded.referent, status = 'active', note = '', referent_asked_at = null`.execute(
    tx
  );
}

/** « Je n’y travaille plus » : the person herself leaves a structure. @throws NotFound when she is not there. */
export async function leaveStructure(
  executor: Executor,
  actor: PersonActor,
  structure: StructureId
): Promise<void> {
  await inTransaction(executor, async (tx) => {
    if (!(await findAffiliation(tx, actor.id, structure)))
      throw new NotFound('Vous n’êtes pas rattaché·e à cette structure.');
    await sql`delete from affiliation where structure_id = ${structure} and person_id = ${actor.id}`.execute(
      tx
    );
    await recordAudit(tx, actor, {
      action: 'affiliation.leave',
      target: await named(tx, structure)
    });
  });
}

/** Who answers a claim: the animators of the structure’s territories, else whoever runs the instance. */
async function toTell(tx: Tx, territories: readonly TerritoryId[]): Promise<Correspondent[]> {
  const found = new Map<PersonId, Correspondent>();
  for (const territory of territories)
    for (const one of await listAnimators(tx, territory)) found.set(one.id, one);
  return found.size > 0 ? [...found.values()] : listAdministrators(tx);
}

async function refuseOthers(executor: Executor, actor: Actor, structure: StructureId) {
  if (!animatesAny(actor, await listTerritoryIdsOf(executor, structure)))
    throw new Forbidden('Les fiches sont confiées par les personnes qui animent le territoire.');
}

/** A fiche is entrusted to a member of one of the territories whose directory holds it. */
async function refuseStrangers(tx: Tx, { structure, person }: AffiliationKey): Promise<void> {
  const { rows } = await sql`
    select from membership m join structure_territory st on st.territory_id = m.territory_id
    where st.structure_id = ${structure} and m.person_id = ${person} and m.status = 'active'`.execute(
    tx
  );
  if (rows.length === 0)
    throw new NotFound('Cette personne n’est pas, ou n’est plus, membre de ce réseau.');
}

async function named(tx: Executor, id: StructureId) {
  const { rows } = await sql<{ label: string; slug: string }>`
    select name as label, slug from structure where id = ${id}`.execute(tx);
  if (!rows[0]) throw new NotFound('Cette structure n’est pas, ou n’est plus, dans l’annuaire.');
  return { kind: 'structure', id, ...rows[0] };
}
