import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { Issue } from '#shared/errors.ts';
import type { Content } from '../../../content.ts';

const GONE = 'ce choix n’est plus dans la liste\u00a0: choisissez de nouveau';

/** The words that a question asks by, and are of no list any more: one may have changed since the form was opened. */
export async function listGoneWords(db: Executor, fields: Content): Promise<Issue[]> {
  const theme = codeOf(fields['details.theme']);
  const type = codeOf(fields['details.structureType']);
  if (theme === null && type === null) return [];
  const { rows } = await sql<{ theme: boolean; type: boolean }>`
    select ${theme}::text is null or exists (select from theme where code = ${theme}) as theme,
      ${type}::text is null or exists (select from structure_type where code = ${type}) as type`.execute(
    db
  );
  const known = rows[0]!;
  return [
    ...(known.theme ? [] : [{ path: 'details.theme', message: GONE }]),
    ...(known.type ? [] : [{ path: 'details.structureType', message: GONE }])
  ];
}

const codeOf = (value: unknown) => (typeof value === 'string' ? value : null);
