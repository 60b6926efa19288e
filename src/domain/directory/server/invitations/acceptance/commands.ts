import { sql } from 'kysely';
import type { Actor, PersonActor, Role } from '#domain/identity/model.ts';
import { ensurePerson } from '#domain/identity/server/accounts/commands.ts';
import { findCorrespondent } from '#domain/identity/server/accounts/queries.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import { admitMember } from '#domain/territory/server/memberships/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { hashToken } from '#server/tokens.ts';
import type { PersonId, StructureId, TerritoryId } from '#shared/ids.ts';
import { affiliate } from '../../affiliations/commands.ts';
import { composeWelcome } from '../../joining/mails.ts';

export type Acceptance =
  | { ok: true; person: PersonId; territory: string }
  | { ok: false; reason: 'gone' | 'other-account' | 'suspended' };

interface Taken {
  readonly territory: TerritoryId;
  readonly slug: string;
  readonly territoryName: string;
  readonly email: string;
  readonly role: Role;
  readonly structure: StructureId | null;
  readonly by: PersonId | null;
}

/**
 * The button behind the link of an invitation: who holds the link holds the address. The account is opened if there is
 * none, the membership is active at once. Serves once.
 * @param input.name - what the person calls herself, for a new account.
 * @returns gone when the link is unknown, too old, withdrawn or used; other-account when somebody else is signed in.
 */
export async function acceptInvitation(
  executor: Executor,
  actor: Actor,
  input: { readonly token: string; readonly name: string; readonly profession: string }
): Promise<Acceptance> {
  return inTransaction(executor, async (tx): Promise<Acceptance> => {
    const invitation = await lock(tx, input.token);
    if (!invitation) return { ok: false, reason: 'gone' };
    if (actor.kind === 'person' && !(await holds(tx, actor, invitation.email)))
      return { ok: false, reason: 'other-account' };
    const { id, suspended } = await ensurePerson(tx, { ...input, email: invitation.email });
    if (suspended) return { ok: false, reason: 'suspended' };
    await sql`update invitation set accepted_at = now(), message = ''
      where token_hash = ${hashToken(input.token)}`.execute(tx);
    await enter(tx, id, invitation);
    return { ok: true, person: id, territory: invitation.slug };
  });
}

async function enter(tx: Tx, person: PersonId, { territory, ...invitation }: Taken): Promise<void> {
  const { role, by, structure } = invitation;
  await admitMember(tx, { person, territory, role, by });
  if (structure !== null) await affiliate(tx, { structure, person, referent: true });
  const to = (await findCorrespondent(tx, person))!;
  const actor: PersonActor = {
    ...{ kind: 'person', id: person, name: to.name, administrator: false },
    ...{ memberships: [], referentOf: [] }
  };
  await recordAudit(tx, actor, { action: 'invitation.accept', territory });
  const { slug, territoryName: name } = invitation;
  await queueMail(tx, composeWelcome(to, { slug, name }));
}

async function lock(tx: Tx, token: string): Promise<Taken | null> {
  const { rows } = await sql<Taken>`
    select t.id as territory, t.slug, t.name as "territoryName",
      i.email, i.role, i.structure_id as structure, i.invited_by as by
    from invitation i join territory t on t.id = i.territory_id
    where i.token_hash = ${hashToken(token)} and i.accepted_at is null and i.withdrawn_at is null
      and i.expires_at > now()
    for update of i`.execute(tx);
  return rows[0] ?? null;
}

async function holds(tx: Tx, actor: PersonActor, email: string): Promise<boolean> {
  const person = await findCorrespondent(tx, actor.id);
  return person?.email === email;
}
