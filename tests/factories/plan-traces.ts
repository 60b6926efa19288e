import type { Database } from '#server/db/connection.ts';
import type { EventId, PersonId, TerritoryId } from '#shared/ids.ts';
import { aPlan, aSheet } from './plans.ts';

/** What somebody leaves in plans: she pilots a sheet, writes, freezes, measures, gives a text to be understood. */
export async function someoneInPlans(
  db: Database,
  { territory, event }: { readonly territory: TerritoryId; readonly event: EventId },
  { id, name, email }: { readonly id: PersonId; readonly name: string; readonly email: string }
): Promise<void> {
  const { plan } = await aPlan(db, { territory });
  await db
    .updateTable('plan')
    .set({ created_by: id, contact: name })
    .where('id', '=', plan)
    .execute();
  const texts = { diagnostic: [`Vu avec ${name}.`] };
  const sheet = await aSheet(db, { plan, texts, pilots: [{ person: id }] });
  await db
    .updateTable('action_sheet')
    .set({ created_by: id, updated_by: id, remainder: `Écrire à ${email}` })
    .where('id', '=', sheet)
    .execute();
  await db
    .updateTable('action_sheet_actor')
    .set({ label: name })
    .where('sheet_id', '=', sheet)
    .execute();
  await db
    .insertInto('action_sheet_link')
    .values({ sheet_id: sheet, kind: 'event', event_id: event, position: 1, title: name })
    .execute();
  await db
    .insertInto('action_sheet_step')
    .values({ sheet_id: sheet, position: 1, title: 'Écrire', responsible: name })
    .execute();
  await db
    .insertInto('action_sheet_note')
    .values({
      ...{ sheet_id: sheet, kind: 'proposal', author_id: id, author: name, heading: 'diagnostic' },
      ...{ body: `De ${name}`, before: JSON.stringify([name]), proposed: JSON.stringify([email]) },
      ...{ status: 'accepted', answer: `Merci ${name}`, answered_by: id }
    })
    .execute();
  const document = JSON.stringify({ texts, pilots: [{ label: name, person: { id, name } }] });
  await db
    .insertInto('action_sheet_version')
    .values({ sheet_id: sheet, version: 1, person_id: id, change: 'textes', document })
    .execute();
  const committee = await db
    .insertInto('plan_committee')
    .values({
      ...{ plan_id: plan, title: 'COPIL', held_on: '2026-03-12', note: name, frozen_by: id },
      document
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('plan_committee_sheet')
    .values({ committee_id: committee.id, sheet_id: sheet, document })
    .execute();
  const text = await db
    .insertInto('sheet_import')
    .values({ plan_id: plan, created_by: id, source_name: `${name}.txt` })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('sheet_import_part')
    .values({ import_id: text.id, position: 1, source: `Pilote : ${name}`, document })
    .execute();
  const indicator = await db
    .insertInto('indicator')
    .values({
      ...{ plan_id: plan, sheet_id: sheet, label: 'Participants', source: `Tenu par ${name}` },
      ...{ binding_source: 'edition', binding_measure: 'present', binding_event_id: event }
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('indicator_target')
    .values({ indicator_id: indicator.id, year: 2026, value: 100 })
    .execute();
  await db
    .insertInto('indicator_value')
    .values({
      ...{ indicator_id: indicator.id, year: 2025, origin: 'manual', value: 90 },
      ...{ comment: `Compté par ${name}`, person_id: id }
    })
    .execute();
  await db
    .insertInto('plan_year')
    .values({ plan_id: plan, year: 2025, closed_by: id, note: `Close avec ${name}` })
    .execute();
  const carried = JSON.stringify({ steps: [{ responsible: name }] });
  await db
    .insertInto('plan_renewal')
    .values({ plan_id: plan, year: 2025, sheet_id: sheet, event_id: event, carried })
    .execute();
}
