import { exportPerson as exportReports } from '#domain/confidentiality/server/personal/queries.ts';
import { exportPerson as exportDirectory } from '#domain/directory/server/personal/queries.ts';
import { exportPerson as exportNews } from '#domain/discovery/server/personal/queries.ts';
import { exportPerson as exportEvents } from '#domain/events/server/personal/queries.ts';
import { isPerson, runsInstance } from '#domain/identity/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import { exportPerson as exportIdentity } from '#domain/identity/server/personal/queries.ts';
import { exportPerson as exportMinutes } from '#domain/minutes/server/personal/queries.ts';
import { exportPerson as exportNetwork } from '#domain/network/server/personal/queries.ts';
import { exportPerson as exportPlans } from '#domain/plans/server/personal/queries.ts';
import { exportPerson as exportRegistrations } from '#domain/registrations/server/personal/queries.ts';
import { exportPerson as exportTables } from '#domain/seating/server/personal/queries.ts';
import { exportPerson as exportSharing } from '#domain/sharing/server/personal/queries.ts';
import { exportPerson as exportSurveys } from '#domain/surveys/server/personal/queries.ts';
import { exportPerson as exportTerritory } from '#domain/territory/server/personal/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { listMailsTo } from '#server/mail/forgetting.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { PersonId } from '#shared/ids.ts';

/**
 * Everything that the instance keeps about somebody, in one document that she can take away (RGPD, article 20).
 * Asking leaves a trace.
 * @throws Forbidden unless it is hers, or the actor runs the instance; NotFound.
 */
export async function exportPerson(db: Database, actor: Actor, id: PersonId, now: Date) {
  if (!isPerson(actor, id) && !runsInstance(actor))
    throw new Forbidden('Ces données sont celles de quelqu’un d’autre.');
  const identity = await exportIdentity(db, id);
  if (!identity.person) throw new NotFound('Cette personne n’a pas, ou n’a plus, de compte.');
  const { email, name } = identity.person;
  const [territory, directory, events, registrations, after, confidentiality, mails] =
    await Promise.all([
      exportTerritory(db, id),
      exportDirectory(db, id, email),
      exportEvents(db, id, email),
      exportRegistrations(db, id, email),
      exportAfter(db, id, email),
      exportReports(db, id, email),
      listMailsTo(db, email)
    ]);
  await recordAudit(db, actor, {
    action: 'person.export',
    target: { kind: 'person', id, label: name }
  });
  return {
    format: 'maillage-mes-donnees',
    version: 1,
    exported_at: now.toISOString(),
    ...identity,
    ...territory,
    ...directory,
    ...events,
    ...registrations,
    ...after,
    ...confidentiality,
    mails
  };
}

/** What remains of rencontres: questionnaires asked, things to do, what was answered for a structure; what was shared; plans. */
async function exportAfter(db: Database, id: PersonId, email: string) {
  return {
    ...(await exportSurveys(db, id, email)),
    ...(await exportMinutes(db, id)),
    ...(await exportNetwork(db, id)),
    ...(await exportTables(db, id, email)),
    ...(await exportSharing(db, id)),
    ...(await exportNews(db, id)),
    ...(await exportPlans(db, id))
  };
}
