import { stringify } from 'csv-stringify/sync';
import { sql } from 'kysely';
import { writeWorkbookBytes } from '#domain/directory/server/transfer/workbook/documents.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import type { RegistrationFilter } from '../../figures.ts';
import { exportRows, type ExportFormat, type ExportWords } from '../../transfer.ts';
import { matching } from '../listing/queries.ts';
import { listRegistrationsById } from '../places/queries.ts';

export interface ExportAsked {
  readonly filter: RegistrationFilter;
  readonly format: ExportFormat;
  /** With what was said of meals and access, kept apart otherwise. */
  readonly needs: boolean;
}

/**
 * The registrations that a filter keeps as a file. The caller records that it was taken.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export async function exportRegistrations(
  db: Executor,
  actor: Actor,
  id: EventId,
  { filter, format, needs }: ExportAsked
): Promise<{ bytes: Buffer; count: number }> {
  const event = await getManagedEventById(db, actor, id);
  const { rows: kept } = await sql<Kept>`
    select r.id, coalesce(g.name, '') as group, coalesce(l.name, '') as relay from registration r
    left join structure s on s.id = r.structure_id
    left join registration_group g on g.id = r.group_id
    left join event_relay l on l.id = r.relay_id
    where ${matching(id, filter)}`.execute(db);
  const ids = kept.map((one) => one.id);
  const around = new Map(kept.map((one) => [one.id, one]));
  const registrations = (await listRegistrationsById(db, ids)).map((registration) => ({
    registration,
    group: around.get(registration.id)?.group ?? '',
    relay: around.get(registration.id)?.relay ?? ''
  }));
  const words = await readWords(db, id, needs ? ids : null);
  const rows = exportRows(
    registrations.toSorted((a, b) => compare(a.registration.lastName, b.registration.lastName)),
    { ...words, timeZone: event.timeZone, halfDays: event.halfDays }
  );
  return { bytes: await write(rows, format), count: registrations.length };
}

interface Kept {
  readonly id: RegistrationId;
  readonly group: string;
  readonly relay: string;
}

const { compare } = new Intl.Collator('fr');

async function write(rows: string[][], format: ExportFormat): Promise<Buffer> {
  if (format === 'csv') return Buffer.from(stringify(rows, { bom: true, delimiter: ';' }));
  return writeWorkbookBytes([{ name: 'Inscriptions', rows, widths: rows[0]!.map(() => 22) }]);
}

async function readWords(
  db: Executor,
  id: EventId,
  ofNeeds: readonly RegistrationId[] | null
): Promise<Pick<ExportWords, 'sessions' | 'questions' | 'needs'>> {
  const { rows } = await sql<{
    sessions: { id: number; title: string }[];
    questions: { id: number; label: string }[];
    needs: { id: number; meal: string; access: string }[];
  }>`
    select
      (select coalesce(json_agg(json_build_object('id', id, 'title', title)), '[]')
        from programme_session where event_id = ${id}) as sessions,
      (select coalesce(json_agg(json_build_object('id', id, 'label', label) order by position, id), '[]')
        from registration_question where event_id = ${id}) as questions,
      (select coalesce(json_agg(json_build_object('id', registration_id, 'meal', meal, 'access', access)), '[]')
        from registration_need where registration_id = any(${ofNeeds ?? []}::bigint[])) as needs`.execute(
    db
  );
  const { sessions, questions, needs } = rows[0]!;
  return {
    questions,
    sessions: new Map(sessions.map((one) => [one.id, one.title])),
    needs: ofNeeds === null ? null : new Map(needs.map((one) => [one.id, one]))
  };
}
