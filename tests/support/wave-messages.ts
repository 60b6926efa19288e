import { getStructure } from '#domain/directory/server/queries.ts';
import type { PersonActor } from '#domain/identity/model.ts';
import { waveInput } from '#domain/network/forms.ts';
import { writeToBoth } from '#domain/network/server/introductions/writing/commands.ts';
import { createWave, openWave } from '#domain/network/server/waves/commands.ts';
import { dayOf } from '#domain/network/rules.ts';
import type { Database } from '#server/db/connection.ts';
import { addDays } from '#shared/dates.ts';
import type { TerritoryId } from '#shared/ids.ts';

/** A wave opens: each référent is written to. */
export async function waveMessages(
  db: Database,
  animator: PersonActor,
  territory: TerritoryId
): Promise<void> {
  const now = new Date();
  const input = waveInput.parse({ title: 'Vague d’essai', closesOn: addDays(dayOf(now), 20) });
  const made = await createWave(db, animator, territory, { input });
  if (!made.ok) throw new Error(made.reason);
  // The demonstration may have left one open.
  await db
    .updateTable('wave')
    .set({ status: 'closed', closed_at: now })
    .where('territory_id', '=', territory)
    .where('status', '=', 'open')
    .execute();
  const opened = await openWave(db, animator, made.wave.id, now);
  if (!opened.ok) throw new Error(opened.reason);
  await introductionMessages(db, animator, territory);
}

/** Two structures are introduced to each other. */
async function introductionMessages(
  db: Database,
  animator: PersonActor,
  id: TerritoryId
): Promise<void> {
  const one = await getStructure(db, 'cpts-montvermeil');
  const other = await getStructure(db, 'clic-mirefleurs');
  const said = { input: { message: '' }, reread: false, now: new Date() };
  const territory = { id, nameWithDe: 'd’essai' };
  const sent = await writeToBoth(db, animator, territory, [one.id, other.id], said);
  if (!sent.ok) throw new Error(sent.reason);
}
