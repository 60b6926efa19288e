import { sql } from 'kysely';
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
  expect(all.barriers).toMatchObject([{ happened: 'Rien ne se lit' }]);
  expect(all.mails.map(({ subject }) => subject)).toEqual(['Votre code']);
  expect(all.sessions).toMatchObject([{ user_agent: 'Firefox' }]);
  expect(all.event_teams).toHaveLength(1);
  expect(all.event_tasks).toHaveLength(1);
  expect(all.polls).toMatchObject([{ answers: [{ answer: 'yes' }] }]);
  expect(all.registrations).toHaveLength(2);
  expect(all.registrations[0]).toMatchObject({ meal: 'Sans gluten', carpool: { kind: 'offer' } });
  expect(all.interviews_offered).toHaveLength(2);
  expect(all.event_invitations).toHaveLength(1);
  expect(all.attended).toMatchObject([
    {
      entries: [{ entrance: 'Matin' }],
      signatures: [{ strokes: 'M0 0L10 10' }],
      certificate: { minutes: 180 }
    }
  ]);
  expect(all.checkin_links).toHaveLength(1);
  expect(all.surveys).toMatchObject([{ title: 'Satisfaction', answered: true }]);
  expect(all.waves).toMatchObject({ made: [{}], answered: [{}], introduced: [{ status: 'made' }] });
  expect(all.plans).toMatchObject({
    ...{ piloted: [{}], notes: [{ status: 'accepted' }], changes: [{ version: 1 }] },
    ...{
      figures: [{ value: 90 }],
      committees: [{ title: 'COPIL' }],
      years_closed: [{ year: 2025 }]
    },
    imports: [{ status: 'open', texts: [expect.stringContaining('Pilote')] }]
  });
  expect(all.sharing).toMatchObject({
    ...{ replies: [{ kind: 'answer' }], files: [{ number: 1 }], thanks: [{ kind: 'thanks' }] },
    ...{
      reuses: [{ status: 'planned' }],
      reports: [{ reason: 'tone' }],
      asked: [{ cause: 'likely' }]
    },
    ...{
      pairing: [{}],
      pairings: [{ outcome: 'met' }],
      interests: [{ hers: true }, { hers: false }]
    }
  });
  expect(all.sharing['written']).toHaveLength(6);
  expect(all.news).toMatchObject({
    follows: [{ target: 'theme', key: 'soutien-aidants', muted: false }],
    preference: [{ rhythm: 'daily' }],
    digests: [{ period: '2026-11-23', items: 2 }],
    letters: [
      {
        ...{ month: '2026-11', created: true, sent: true },
        introduction: expect.stringContaining('vous écrit.'),
        words: [{ title: 'Merci', text: expect.stringContaining('De ') }]
      }
    ]
  });
  expect(all.follow_ups).toMatchObject([{ what: 'Écrire à tous' }]);
  expect(text).toContain(EMAIL);
  expect(text).not.toMatch(/token|text_body|alix@exemple|Alix/);
  const trace = await db
    .selectFrom('audit_entry')
    .selectAll()
    .where('action', '=', 'person.export')
    .execute();
  expect(trace).toHaveLength(1);
});

/** Tables that a trace of somebody never enters, and why. */
const NO_TRACE: Readonly<Record<string, string>> = {
  programme_session_theme: 'words of the sector',
  session_speaker: 'numbers of speakers and sessions',
  event_budget_line: 'amounts',
  registration_category: 'words of the organiser, read in the programme',
  session_choice: 'numbers of registrations and sessions',
  event_room: 'places of the venue',
  interview_desk: 'rules of the organiser',
  contribution_event: 'numbers of what is shared and of meetings'
};

test('somebody leaves a trace in every table that hangs from an edition: none is forgotten', async () => {
  const { rows } = await sql<{ table: string; count: number }>`
    with recursive hanging as (
      select 'event'::regclass::oid as id
      union select c.conrelid from pg_constraint c join hanging h on c.confrelid = h.id where c.contype = 'f'
    )
    select relname as "table", (xpath('/row/n/text()', query_to_xml(
      format('select count(*) as n from %I', relname), false, true, '')))[1]::text::int as count
    from hanging join pg_class on oid = id order by 1`.execute(db);
  expect(rows.length).toBeGreaterThan(40);
  const empty = rows.filter(({ count }) => count === 0).map(({ table }) => table);
  expect(empty.filter((table) => !(table in NO_TRACE))).toEqual([]);
});
