import { expect, test } from 'vitest';
import { aPlaceForTraces, EMAIL, NOW, someoneEverywhere } from '../../../tests/factories/traces.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { exportPerson } from './portability.ts';

const db = await testDatabase();
const place = await aPlaceForTraces(db);

test('the export says everything that is hers, and no secret', async () => {
  const zoe = await someoneEverywhere(db, place);
  const all = await exportPerson(db, zoe, zoe.id, NOW);
  const text = JSON.stringify(all);
  expect(all.memberships).toHaveLength(1);
  expect(all.affiliations).toHaveLength(1);
  expect(all.contacts).toHaveLength(1);
  expect(all.changes.length).toBeGreaterThanOrEqual(2);
  expect(all.suggestions).toHaveLength(1);
  expect(all.mails.map(({ subject }) => subject)).toEqual(['Votre code']);
  expect(all.sessions).toMatchObject([{ user_agent: 'Firefox' }]);
  expect(all.event_teams).toHaveLength(1);
  expect(all.event_tasks).toHaveLength(1);
  expect(all.polls).toMatchObject([{ answers: [{ answer: 'yes' }] }]);
  expect(all.registrations).toHaveLength(2);
  expect(all.registrations[0]).toMatchObject({ meal: 'Sans gluten', carpool: { kind: 'offer' } });
  expect(all.interviews_offered).toHaveLength(2);
  expect(all.event_invitations).toHaveLength(1);
  expect(text).toContain(EMAIL);
  expect(text).not.toMatch(/token|text_body|alix@exemple|Alix/);
  const trace = await db
    .selectFrom('audit_entry')
    .selectAll()
    .where('action', '=', 'person.export')
    .execute();
  expect(trace).toHaveLength(1);
});
