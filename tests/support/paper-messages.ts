import type { Actor } from '#domain/identity/model.ts';
import { sendCertificates } from '#domain/registrations/server/certificates/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { anEvent } from '../factories/events.ts';
import { anAttendee } from '../factories/interviews.ts';
import { comesIn } from '../factories/presences.ts';

/** An edition has taken place: who came is sent her certificate. */
export async function paperMessages(
  db: Database,
  animator: Actor,
  territory: TerritoryId
): Promise<void> {
  const past = { startsAt: '2026-03-19T08:00:00Z', endsAt: '2026-03-19T16:00:00Z' };
  const { id } = await anEvent(db, territory, past);
  const { id: registration } = await anAttendee(db, id, 'iris', { domain: 'reseau.internal' });
  await comesIn(db, id, registration);
  const sent = await sendCertificates(db, animator, id, { now: new Date() });
  if (!sent.ok || sent.sent !== 1) throw new Error('no certificate was sent');
}
