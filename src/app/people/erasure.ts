import { erasePerson as eraseReports } from '#domain/confidentiality/server/personal/commands.ts';
import { erasePerson as eraseFromDirectory } from '#domain/directory/server/personal/commands.ts';
import { erasePerson as eraseFromNews } from '#domain/discovery/server/personal/commands.ts';
import { erasePerson as eraseFromEvents } from '#domain/events/server/personal/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import { isPerson, runsInstance } from '#domain/identity/rules.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import { erasePerson as eraseIdentity } from '#domain/identity/server/personal/commands.ts';
import { erasePerson as eraseFromMinutes } from '#domain/minutes/server/personal/commands.ts';
import { erasePerson as eraseFromNetwork } from '#domain/network/server/personal/commands.ts';
import { erasePerson as eraseFromPlans } from '#domain/plans/server/personal/commands.ts';
import { erasePerson as eraseFromRegistrations } from '#domain/registrations/server/personal/commands.ts';
import { erasePerson as eraseFromTables } from '#domain/seating/server/personal/commands.ts';
import { erasePerson as eraseFromSharing } from '#domain/sharing/server/personal/commands.ts';
import { erasePerson as eraseFromSurveys } from '#domain/surveys/server/personal/commands.ts';
import { orphanedTerritoryMail } from '#domain/territory/server/personal/mails.ts';
import { erasePerson as eraseFromTerritories } from '#domain/territory/server/personal/commands.ts';
import { listAnimatedAlone } from '#domain/territory/server/personal/queries.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { ERASED } from '#server/db/forgetting.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { forgetMails } from '#server/mail/forgetting.ts';
import { queueMail } from '#server/mail/queue.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { PersonId } from '#shared/ids.ts';

export type ErasureOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'not-confirmed' | 'last-administrator' };

/**
 * Erases somebody from the whole instance, in one transaction. What she shared stays, without her name.
 * @param typed - the address of the account, typed again: erasing is for good.
 * @throws Forbidden unless it is her own account, or the actor runs the instance; NotFound.
 */
export async function erasePerson(
  db: Database,
  actor: Actor,
  id: PersonId,
  typed: string
): Promise<ErasureOutcome> {
  if (!isPerson(actor, id) && !runsInstance(actor))
    throw new Forbidden('Ce compte est celui de quelqu’un d’autre.');
  return inTransaction(db, async (tx) => {
    const person = await tx
      .selectFrom('person')
      .select(['name', 'email', 'administrator'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!person) throw new NotFound('Cette personne n’a pas, ou n’a plus, de compte.');
    if (typed.trim().toLowerCase() !== person.email) return { ok: false, reason: 'not-confirmed' };
    if (person.administrator && (await isLastAdministrator(tx, id)))
      return { ok: false, reason: 'last-administrator' };
    await warnOfOrphans(tx, id);
    await eraseEverywhere(tx, id, person);
    const own = isPerson(actor, id);
    await recordAudit(tx, own ? { kind: 'operator', label: ERASED } : actor, {
      action: 'person.erase',
      target: { kind: 'person', id: '', label: ERASED },
      detail: { own }
    });
    return { ok: true };
  });
}

/** The later domains first: each lets go of the person before her account goes. */
export async function eraseEverywhere(
  tx: Tx,
  id: PersonId,
  named: { name: string; email: string }
): Promise<void> {
  await eraseFromNews(tx, id, named);
  await eraseFromPlans(tx, id, named);
  await eraseFromSharing(tx, id, named);
  await eraseFromTables(tx, id, named);
  await eraseFromNetwork(tx, id, named);
  await eraseFromMinutes(tx, id, named);
  await eraseFromSurveys(tx, id, named);
  await eraseFromRegistrations(tx, id, named);
  await eraseFromEvents(tx, id, named);
  await eraseFromDirectory(tx, id, named);
  await eraseFromTerritories(tx, id, named);
  await eraseReports(tx, named);
  await forgetMails(tx, named);
  await eraseIdentity(tx, id, named);
}

/** Two administrators erasing themselves at once would leave none: the others' rows are locked. */
async function isLastAdministrator(tx: Tx, id: PersonId): Promise<boolean> {
  const others = await tx
    .selectFrom('person')
    .select('id')
    .where('administrator', '=', true)
    .where('suspended_at', 'is', null)
    .where('id', '<>', id)
    .forUpdate()
    .execute();
  return others.length === 0;
}

/** Whoever runs the instance learns that a territory is led by nobody. */
async function warnOfOrphans(tx: Tx, id: PersonId): Promise<void> {
  const territories = await listAnimatedAlone(tx, id);
  if (territories.length === 0) return;
  const administrators = await tx
    .selectFrom('person')
    .select(['name', 'email'])
    .where('administrator', '=', true)
    .where('suspended_at', 'is', null)
    .where('id', '<>', id)
    .execute();
  for (const administrator of administrators)
    for (const territory of territories)
      await queueMail(tx, orphanedTerritoryMail(administrator, territory));
}
