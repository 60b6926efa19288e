import { operator, type Actor } from '#domain/identity/model.ts';
import { keepVersion } from '#domain/plans/server/versions/commands.ts';
import { restoreVersion } from '#domain/plans/server/versions/restoring/commands.ts';
import {
  setActors,
  setLinks,
  setResources,
  writeSheet
} from '#domain/plans/server/writing/commands.ts';
import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { ActionSheetId } from '#shared/ids.ts';
import { ADMINISTRATORS, REFERENTS } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

type Call = (db: Database, actor: Actor, sheet: ActionSheetId) => Promise<unknown>;
const writing = 'domain/plans/server/writing/commands.ts';

const CALLS: Readonly<Record<string, Call>> = {
  [`${writing}#writeSheet`]: (db, actor, sheet) => writeSheet(db, actor, sheet, { title: 'Autre' }),
  [`${writing}#setActors`]: (db, actor, sheet) =>
    setActors(db, actor, sheet, { partners: [{ label: 'CDOM' }] }),
  [`${writing}#setResources`]: (db, actor, sheet) =>
    setResources(db, actor, sheet, [{ planLabel: 'PTS' }]),
  [`${writing}#setLinks`]: (db, actor, sheet) => setLinks(db, actor, sheet, { themes: [] }),
  ['domain/plans/server/versions/restoring/commands.ts#restoreVersion']: async (
    db,
    actor,
    sheet
  ) => {
    const version = await inTransaction(db, (tx) =>
      keepVersion(tx, operator('test'), sheet, 'essai')
    );
    return restoreVersion(db, actor, sheet, { version, paths: ['title'] }, { version });
  }
};

/** Writing a sheet, here and elsewhere: its pilots, and who leads its plan. */
export function ofSheets(here: ActionSheetId, elsewhere: ActionSheetId): CommandCase[] {
  return Object.entries(CALLS).flatMap(([command, call]): CommandCase[] => [
    { command, on: 'here', may: REFERENTS, call: (db, actor) => call(db, actor, here) },
    {
      command,
      on: 'elsewhere',
      may: ADMINISTRATORS,
      call: (db, actor) => call(db, actor, elsewhere)
    }
  ]);
}
