/** The lines of sheets of a workbook: opened, numbered, placed, written. */
import type { ActionSheetId } from '#shared/ids.ts';
import type { ActionSheet } from '../../../sheet.ts';
import type { RowChange } from '../../../tables/comparison.ts';
import {
  actorsOf,
  newSheetOf,
  placeOf,
  resourcesOf,
  sheetInputOf
} from '../../../tables/inputs.ts';
import { placeSheet, renumberSheets } from '../../numbering/sheets/commands.ts';
import { createSheet } from '../../setup/commands.ts';
import { setActors, setResources, writeSheet } from '../../writing/commands.ts';
import type { SheetWritten } from '../../writing/fields/commands.ts';
import { insist, refuse, type Session } from '../session/commands.ts';

const HIDDEN = 'les textes de cette fiche sont masqués, le temps d’une relecture';

/** Numbers first, all at once: two sheets may exchange theirs, and a new one take what is freed. */
export async function writeSheetRows(
  session: Session,
  changes: readonly RowChange[]
): Promise<void> {
  await renumber(
    session,
    changes.filter(({ known }) => known)
  );
  for (const change of changes)
    if (change.known) await rewrite(session, change);
    else await open(session, change);
}

async function renumber(session: Session, changes: readonly RowChange[]): Promise<void> {
  const asked = changes
    .filter(({ changed }) => changed.includes('number') || changed.includes('code'))
    .map((change) => {
      const { id, number, code } = knownSheet(session, change);
      const cells = { number, code, ...change.cells };
      return {
        change,
        sheet: id,
        before: { number, code },
        number: cells.number,
        code: cells.code
      };
    });
  if (asked.length === 0) return;
  const { tx, actor, tables } = session;
  const done = await renumberSheets(tx, actor, tables.plan.id, asked);
  if (done.ok) {
    for (const { sheet, number } of asked) session.renumbered.set(sheet, number);
    return;
  }
  for (const { path, message } of done.issues) {
    const [id, ...field] = path.split('.');
    const one = asked.find(({ sheet }) => String(sheet) === id);
    refuse(session, (one ?? asked[0]!).change, [{ path: field.join('.'), message }]);
  }
}

function knownSheet({ tables }: Session, { known }: RowChange): ActionSheet {
  return tables.sheets.find(({ id }) => String(id) === known?.id)!;
}

async function open(session: Session, change: RowChange): Promise<void> {
  const { tx, actor, tables } = session;
  const place = placeOf(tables.plan.axes, change.cells);
  if ('unknown' in place) {
    refusePlace(session, change, place.unknown);
    return;
  }
  const created = await createSheet(tx, actor, {
    ...newSheetOf(change.cells),
    plan: tables.plan.id,
    ...{ axis: place.axis?.id ?? null, objective: place.objective?.id ?? null }
  });
  if (!created.ok) {
    refuse(session, change, created.issues);
    return;
  }
  if (change.cells['number']) session.opened.set(change.cells['number'], created.id);
  await write(session, change, created.id, null);
}

async function rewrite(session: Session, change: RowChange): Promise<void> {
  const sheet = knownSheet(session, change);
  if (sheet.textsHidden && change.changed.some((key) => key.startsWith('texts.'))) {
    refuse(session, change, [{ path: '', message: HIDDEN }]);
    return;
  }
  if (change.changed.includes('axis') || change.changed.includes('objective')) {
    const put = placeOf(session.tables.plan.axes, { ...change.known?.cells, ...change.cells });
    if ('unknown' in put) {
      refusePlace(session, change, put.unknown);
      return;
    }
    const { tx, actor, tables } = session;
    const placed = await placeSheet(
      tx,
      actor,
      { plan: tables.plan.id, sheet: sheet.id },
      // After one that is not there: last.
      { axis: put.axis?.id ?? null, objective: put.objective?.id ?? null, after: sheet.id }
    );
    if (!placed.ok) refuse(session, change, placed.reason === 'invalid' ? placed.issues : [GONE]);
  }
  await write(session, change, sheet.id, sheet);
}

const GONE = { path: 'id', message: 'cette fiche vient d’être retirée' };

function refusePlace(session: Session, change: RowChange, what: 'axis' | 'objective'): void {
  const message =
    what === 'axis' ? 'cet axe n’est pas dans le plan' : 'cet objectif n’est pas dans cet axe';
  refuse(session, change, [{ path: what, message }]);
}

async function write(
  session: Session,
  change: RowChange,
  id: ActionSheetId,
  known: ActionSheet | null
): Promise<void> {
  const { tx, actor } = session;
  const input = sheetInputOf(change);
  if (Object.keys(input).length > 0)
    report(
      session,
      change,
      await insist(session, change, (reread) =>
        writeSheet(tx, actor, id, input, { reread, change: 'tableur' })
      )
    );
  const actors = actorsOf(change, known);
  if (Object.keys(actors).length > 0)
    report(
      session,
      change,
      await insist(session, change, (reread) =>
        setActors(tx, actor, id, actors, { reread, change: 'tableur' })
      )
    );
  const resources = resourcesOf(change, known);
  if (resources)
    report(
      session,
      change,
      await insist(session, change, (reread) =>
        setResources(tx, actor, id, resources, { reread, change: 'tableur' })
      )
    );
}

function report(session: Session, change: RowChange, written: SheetWritten): void {
  if (written.ok || written.reason === 'second-reading') return;
  if (written.reason === 'invalid') return refuse(session, change, written.issues);
  const message =
    written.reason === 'loop'
      ? 'cette fiche s’appuierait sur elle-même'
      : 'quelqu’un vient de modifier cette fiche';
  const path = written.reason === 'loop' ? 'resources' : 'version';
  refuse(session, change, [{ path, message }]);
}
