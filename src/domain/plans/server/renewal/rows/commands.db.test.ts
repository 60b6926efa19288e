import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../../tests/factories/plans.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { closeYear, reopenYear } from '../commands.ts';
import { listClosedYears } from '../queries.ts';

const db = await testDatabase();
const now = new Date('2026-12-15T09:00:00Z');

test('a year closed again still says which dates and status its first closing changed', async () => {
  const territory = (await aTerritory(db, 'ici')).id;
  const animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  const { plan } = await aPlan(db, { territory });
  const sheet = await aSheet(db, { plan, renewsYearly: true, status: 'done' });
  await sql`update action_sheet set starts_on = '2026-01-01', ends_on = '2026-12-31' where id = ${sheet}`.execute(
    db
  );
  const carried = async () => (await listClosedYears(db, plan))[0]!.sheets[0]!.carried;
  await closeYear(db, animator, plan, { year: 2026, now });
  const { dates, status } = await carried();
  expect(dates?.to).toEqual({ startsOn: '2027-01-01', endsOn: '2027-12-31' });
  expect(status).toEqual({ from: 'done', to: 'upcoming' });
  await reopenYear(db, animator, plan, 2026);
  await sql`insert into action_sheet_step (sheet_id, position, title, due_on, renews_yearly)
    values (${sheet}, 1, 'Le bilan', '2026-06-01', true)`.execute(db);
  await closeYear(db, animator, plan, { year: 2026, now });
  expect(await carried()).toMatchObject({ dates, status, steps: [{ title: 'Le bilan' }] });
});
