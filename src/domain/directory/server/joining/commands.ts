import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor, PersonActor } from '#domain/identity/model.ts';
import { completeProfession } from '#domain/identity/server/accounts/commands.ts';
import {
  findCorrespondent,
  listAdministrators,
  type Correspondent
} from '#domain/identity/server/accounts/queries.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import { refusalText, type RefusalReason } from '#domain/territory/membership.ts';
import type { Territory } from '#domain/territory/model.ts';
import {
  askMembership,
  decideMembership,
  withdrawRequest,
  type Decision,
  type MembershipKey
} from '#domain/territory/server/memberships/commands.ts';
import { listAnimators } from '#domain/territory/server/memberships/queries.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { Invalid } from '#shared/errors.ts';
import type { PersonId, StructureId, TerritoryId } from '#shared/ids.ts';
import type { JoinRequestInput } from '../../joining.ts';
import { affiliate } from '../affiliations/commands.ts';
import { composeRefusal, composeRequest, composeWelcome } from './mails.ts';

type Place = Pick<Territory, 'id' | 'slug' | 'name' | 'nameWithDe'>;

export type Joining = { ok: true } | { ok: false; reason: 'member' | 'pending' };

/**
 * Asks to join, signed in: the request waits for those who lead the territory, who are told; whoever runs the
 * instance is when nobody leads it.
 * @throws Invalid when the structure is not of this territory’s directory.
 */
export async function requestToJoin(
  executor: Executor,
  actor: PersonActor,
  input: JoinRequestInput & { readonly territory: Place; readonly reread: boolean }
): Promise<Joining | SecondReadingRefusal> {
  const unread = refuseUnread({ motive: input.motive }, input.reread);
  if (unread) return unread;
  return inTransaction(executor, async (tx) => {
    await completeProfession(tx, actor.id, input.profession);
    return recordRequest(tx, actor, { ...input, person: actor.id, name: actor.name });
  });
}

/** The request itself, once it is known whose it is. For the commands that know it. */
export async function recordRequest(
  tx: Tx,
  actor: Actor,
  input: JoinRequestInput & {
    readonly territory: Place;
    readonly person: PersonId;
    readonly name: string;
  }
): Promise<Joining> {
  const { territory, person, structure } = input;
  const chosen = structure === null ? null : await nameInTerritory(tx, structure, territory.id);
  const asked = await askMembership(tx, { person, territory: territory.id, motive: input.motive });
  if (!asked.ok) return asked;
  if (structure !== null) await askAffiliation(tx, person, structure, input.referent);
  await recordAudit(tx, actor, {
    action: 'membership.ask',
    target: { kind: 'person', id: person, label: input.name },
    territory: territory.id
  });
  const animators = await listAnimators(tx, territory.id);
  const leaderless = animators.length === 0;
  const request = { name: input.name, structure: chosen };
  for (const to of leaderless ? await listAdministrators(tx) : animators)
    await queueMail(tx, composeRequest(to, territory, request, leaderless));
  return { ok: true };
}

/** Where she works waits with the request; what is already known of her there is left as it is. */
async function askAffiliation(
  tx: Tx,
  person: PersonId,
  structure: StructureId,
  referent: boolean
): Promise<void> {
  await sql`
    insert into affiliation (structure_id, person_id, status, referent_asked_at)
    values (${structure}, ${person}, 'asked', case when ${referent} then now() end)
    on conflict (structure_id, person_id) do update set
      referent_asked_at = case when affiliation.referent then null else excluded.referent_asked_at end`.execute(
    tx
  );
}

async function nameInTerritory(tx: Tx, structure: StructureId, territory: TerritoryId) {
  const { rows } = await sql<{ name: string }>`
    select s.name from structure s join structure_territory st on st.structure_id = s.id
    where s.id = ${structure} and st.territory_id = ${territory} and s.merged_into is null`.execute(
    tx
  );
  if (!rows[0])
    throw new Invalid([
      { path: 'structure', message: 'choisissez une structure de l’annuaire de ce territoire' }
    ]);
  return rows[0].name;
}

/** Takes back one’s own request. @returns whether there was one. */
export async function cancelRequest(
  executor: Executor,
  actor: PersonActor,
  territory: TerritoryId
): Promise<boolean> {
  return inTransaction(executor, async (tx) => {
    const found = await withdrawRequest(tx, actor.id, territory);
    if (!found) return false;
    await dropAskedAffiliations(tx, actor.id, territory);
    await recordAudit(tx, actor, { action: 'membership.cancel', territory });
    return true;
  });
}

/**
 * Lets somebody in: she works where she said, and answers for the fiche if the animator agrees; she is welcomed.
 * @throws NotFound, Forbidden as {@link decideMembership}.
 */
export async function approveRequest(
  executor: Executor,
  actor: Actor,
  input: MembershipKey & { readonly place: Place; readonly referent: boolean }
): Promise<Decision> {
  return inTransaction(executor, async (tx) => {
    const decision = await decideMembership(tx, actor, { ...input, approve: true, reason: '' });
    if (!decision.ok) return decision;
    for (const { structure, wants } of await asked(tx, decision.person, input.territory))
      await affiliate(tx, {
        structure,
        person: decision.person,
        referent: wants && input.referent
      });
    await tell(tx, decision.person, (to) => composeWelcome(to, input.place));
    return decision;
  });
}

/**
 * Refuses somebody, who is told why.
 * @throws NotFound, Forbidden as {@link decideMembership}.
 */
export async function refuseRequest(
  executor: Executor,
  actor: Actor,
  input: MembershipKey & {
    readonly place: Place;
    readonly reason: RefusalReason;
    readonly words: string;
    readonly reread: boolean;
  }
): Promise<Decision | SecondReadingRefusal | { ok: false; reason: 'no-words' }> {
  if (input.reason === 'other' && input.words === '') return { ok: false, reason: 'no-words' };
  const unread = refuseUnread({ mots: input.words }, input.reread);
  if (unread) return unread;
  const reason = refusalText(input.reason, input.words);
  return inTransaction(executor, async (tx) => {
    const decision = await decideMembership(tx, actor, { ...input, approve: false, reason });
    if (!decision.ok) return decision;
    await dropAskedAffiliations(tx, decision.person, input.territory);
    await tell(tx, decision.person, (to) => composeRefusal(to, input.place, reason));
    return decision;
  });
}

async function asked(tx: Tx, person: PersonId, territory: TerritoryId) {
  const { rows } = await sql<{ structure: StructureId; wants: boolean }>`
    select a.structure_id as structure, a.referent_asked_at is not null as wants
    from affiliation a join structure_territory st on st.structure_id = a.structure_id
    where a.person_id = ${person} and st.territory_id = ${territory}
      and (a.status = 'asked' or a.referent_asked_at is not null)`.execute(tx);
  return rows;
}

/** What was asked together with joining goes with the request; what another territory may still answer stays. */
async function dropAskedAffiliations(tx: Tx, person: PersonId, territory: TerritoryId) {
  await sql`
    delete from affiliation a where person_id = ${person} and status = 'asked'
      and structure_id in (select structure_id from structure_territory where territory_id = ${territory})
      and not exists (
        select from structure_territory st join membership m on m.territory_id = st.territory_id
        where st.structure_id = a.structure_id and m.person_id = a.person_id
          and m.status in ('asked', 'active'))`.execute(tx);
}

async function tell(
  tx: Tx,
  person: PersonId,
  compose: (to: Correspondent) => Parameters<typeof queueMail>[1]
) {
  const to = await findCorrespondent(tx, person);
  if (to) await queueMail(tx, compose(to));
}
