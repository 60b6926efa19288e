/** A sheet that somebody says speaks of a person: its texts are hidden where they are read (`textsHidden`). */
import { sql } from 'kysely';
import { erasing, hiding } from '#domain/territory/server/withheld/commands.ts';
import type { Tx } from '#server/db/connection.ts';
import type { ActionSheetId } from '#shared/ids.ts';
import { BY_HAND } from '../../indicators.ts';
import { keepVersion } from '../versions/commands.ts';
import { findSheetContent } from './queries.ts';

/**
 * Hides all that is written under the headings of a sheet, at once, and tells the animators of its territory.
 * @throws NotFound, also for whoever may not read it.
 */
export const withholdSheet = hiding(
  findSheetContent,
  'Cette fiche n’existe pas, ou vous ne pouvez pas la lire.'
);

/**
 * Erases what is written under the headings of a sheet and of its indicators for good: from it, its versions, the
 * committees that froze it, what was proposed for it, and the text it was imported from.
 * @throws NotFound, or Forbidden unless the actor decides for its territory.
 */
export const removeSheetTexts = erasing(async (tx, actor, id: ActionSheetId) => {
  await sql`update action_sheet set texts = '{}', remainder = '' where id = ${id}`.execute(tx);
  await scrub(tx, id);
  const { rows } = await sql`
      select from action_sheet where id = ${id} and removed_at is null`.execute(tx);
  if (rows.length > 0) await keepVersion(tx, actor, id, 'textes effacés');
});

const EMPTIED = sql`'{"texts": {}, "remainder": ""}'::jsonb`;

/** What was kept of the sheet elsewhere, whole, loses the same texts. */
async function scrub(tx: Tx, id: ActionSheetId): Promise<void> {
  await sql`update action_sheet_version set document = document || ${EMPTIED}
    where sheet_id = ${id}`.execute(tx);
  await sql`update plan_committee_sheet
    set document = jsonb_set(document, '{sheet}', document -> 'sheet' || ${EMPTIED})
    where sheet_id = ${id} and document ? 'sheet'`.execute(tx);
  await sql`update action_sheet_note set before = '[]', proposed = '[]', version = version + 1,
      status = case when status = 'open' then 'withdrawn' else status end
    where sheet_id = ${id} and kind = 'proposal'`.execute(tx);
  await tx.deleteFrom('sheet_import_part').where('sheet_id', '=', id).execute();
  await scrubIndicators(tx, id);
}

/** What was written of its figures, those that were taken off included; the figures stay. Forms opened before are conflicts. */
async function scrubIndicators(tx: Tx, id: ActionSheetId): Promise<void> {
  await sql`update indicator_value set comment = '', source = '', version = version + 1
    where origin = 'manual' and (comment <> '' or source <> '')
      and indicator_id in (select i.id from indicator i where i.sheet_id = ${id})`.execute(tx);
  await sql`update indicator set definition = '', source = '', version = version + 1
    where sheet_id = ${id} and (definition <> '' or source <> '')`.execute(tx);
  await sql`update plan_committee_sheet
    set document = jsonb_set(document, '{indicators}', coalesce((
      select jsonb_agg(i || '{"definition": "", "source": ""}' || jsonb_build_object('values', ${FROZEN_VALUES}) order by at)
      from jsonb_array_elements(document -> 'indicators') with ordinality d (i, at)), '[]'))
    where sheet_id = ${id} and document ? 'indicators'`.execute(tx);
}

/** As `withoutIndicatorTexts` says them: nobody computes them again. */
const FROZEN_VALUES = sql`coalesce((
  select jsonb_agg(case when (v ->> 'version')::int > 0
    then v || jsonb_build_object('comment', '', 'source', ${BY_HAND}::text) else v end order by at)
  from jsonb_array_elements(i -> 'values') with ordinality e (v, at)), '[]')`;
