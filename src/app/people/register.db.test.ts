import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { PROCESSINGS } from '#domain/confidentiality/processing.ts';
import { RETENTION_KINDS } from '#domain/confidentiality/retention.ts';
import { testDatabase } from '../../../tests/support/database.ts';

/** Which processing of the register speaks of each table that names somebody. A new one is placed here, once the register says it. */
const SPOKEN_OF: Readonly<Record<string, readonly string[]>> = {
  'Comptes et connexions': [
    ...['person', 'sign_in_account', 'sign_in_session', 'sign_in_verification']
  ],
  'Réseaux des territoires': ['membership', 'invitation', 'join_request'],
  'Annuaire des structures': [
    ...['structure', 'structure_draft', 'structure_history', 'structure_change', 'contact'],
    ...['affiliation', 'confirmation_request', 'bulk_change', 'import_batch']
  ],
  'Rencontres et inscriptions': [
    ...['event', 'event_invitation', 'event_task', 'event_team_member', 'date_poll_guest'],
    ...['registration', 'registration_group', 'interview_host', 'event_speaker', 'event_partner']
  ],
  'Accueil, émargement et attestations': ['checkin_link'],
  'Comptes rendus et ateliers': ['follow_up'],
  'Plans de tables': ['table_plan_draw'],
  Interconnaissance: ['wave', 'wave_structure', 'introduction'],
  'Plans et fiches action': [
    ...['plan', 'plan_committee', 'plan_year', 'action_sheet', 'action_sheet_actor'],
    ...['action_sheet_note', 'action_sheet_version', 'indicator_value', 'sheet_import']
  ],
  'Partage et entraide': [
    ...['contribution', 'contribution_person', 'contribution_version', 'document_version'],
    ...['reply', 'reply_thanks', 'mention', 'interest', 'experience_reuse', 'question'],
    ...['question_call', 'conduct_report', 'pairing', 'pairing_member', 'pairing_feedback']
  ],
  'Nouvelles et lettres': ['digest', 'digest_preference', 'follow', 'newsletter'],
  'Propositions et signalements': ['suggestion', 'withholding'],
  'Signalements d’accessibilité': ['access_barrier'],
  'Messages relayés': ['relay_message'],
  'Courriels de service': ['mail_message', 'mail_refusal'],
  'Sécurité et preuve': ['audit_entry']
};

const db = await testDatabase();

test('every kind of data that is kept for a time is in the register, and the register invents none', () => {
  const told = PROCESSINGS.flatMap(({ retention }) => retention);
  expect([...new Set(told)].sort()).toEqual([...RETENTION_KINDS].sort());
});

test('every table that names an account or an address is spoken of by the register', async () => {
  const { rows } = await sql<{ name: string }>`
    select distinct conrelid::regclass::text as name from pg_constraint
    where contype = 'f' and confrelid = 'person'::regclass and connamespace = 'public'::regnamespace
    union
    select table_name from information_schema.columns
    where table_schema = 'public' and column_name ~ '(^|_)(email|recipient)$'
    order by 1`.execute(db);
  const spoken = new Set(Object.values(SPOKEN_OF).flat());
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.map(({ name }) => name).filter((name) => !spoken.has(name))).toEqual([]);
  const names = PROCESSINGS.map(({ name }) => name);
  expect(Object.keys(SPOKEN_OF).filter((name) => !names.includes(name))).toEqual([]);
});
