/** The other lines of a workbook: steps, funding, indicators with their values. */
import type { z } from 'zod';
import type { ActionSheetId } from '#shared/ids.ts';
import { enumerate } from '#shared/text.ts';
import { fundingLineInput } from '../../../forms/funding.ts';
import { stepInput } from '../../../forms/step.ts';
import type { FollowedIndicator } from '../../../indicators.ts';
import type { RowChange } from '../../../tables/comparison.ts';
import {
  fundingInputOf,
  indicatorInputOf,
  lacksHalf,
  stepInputOf,
  yearlyOf
} from '../../../tables/inputs.ts';
import { setFunding } from '../../funding/commands.ts';
import { saveIndicator } from '../../indicators/commands.ts';
import { setValue } from '../../indicators/values/commands.ts';
import { findSheet } from '../../sheets/queries.ts';
import { removeStep, saveStep } from '../../steps/commands.ts';
import { findSheetOf, insist, refuse, type Session } from '../session/commands.ts';

const MEANWHILE = { path: 'version', message: 'quelqu’un vient de modifier cette ligne' };
const NO_SHEET = { path: 'sheet', message: 'aucune fiche du plan n’a ce numéro' };

const issuesOf = (error: z.ZodError) =>
  error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));

/** Adds, writes and takes off the steps that changed. */
export async function writeStepRows(
  session: Session,
  changes: readonly RowChange[]
): Promise<void> {
  for (const change of changes) await writeStep(session, change);
}

async function writeStep(session: Session, change: RowChange): Promise<void> {
  const { tx, actor, today, tables } = session;
  const owner = tables.sheets.find(({ steps }) =>
    steps.some(({ id }) => String(id) === change.known?.id)
  );
  const known = owner?.steps.find(({ id }) => String(id) === change.known?.id) ?? null;
  const sheet = owner?.id ?? findSheetOf(session, change.cells['sheet'] ?? '');
  if (sheet === null) {
    refuse(session, change, [NO_SHEET]);
    return;
  }
  if (change.isRemoved) {
    if (known) await removeStep(tx, actor, sheet, known.id);
    return;
  }
  const read = stepInput.safeParse(stepInputOf(change.cells, known));
  if (!read.success) {
    refuse(session, change, issuesOf(read.error));
    return;
  }
  const asked = {
    ...{ step: known?.id ?? null, input: read.data, today },
    ...(known && { version: known.version })
  };
  const saved = await insist(session, change, (reread) =>
    saveStep(tx, actor, sheet, { ...asked, reread })
  );
  if (!saved.ok) refuse(session, change, [MEANWHILE]);
}

/** Writes the funding of each sheet of which a line changed. */
export async function writeFundingRows(
  session: Session,
  changes: readonly RowChange[]
): Promise<void> {
  const bySheet = new Map<ActionSheetId, RowChange[]>();
  for (const change of changes) {
    const [of] = change.known?.id.split('-') ?? [];
    const sheet = of
      ? (Number(of) as ActionSheetId)
      : findSheetOf(session, change.cells['sheet'] ?? '');
    if (sheet === null) refuse(session, change, [NO_SHEET]);
    else bySheet.set(sheet, [...(bySheet.get(sheet) ?? []), change]);
  }
  for (const [id, of] of bySheet) await writeFunding(session, id, of);
}

async function writeFunding(
  session: Session,
  id: ActionSheetId,
  changes: readonly RowChange[]
): Promise<void> {
  const { tx, actor, tables } = session;
  const sheet = tables.sheets.find((one) => one.id === id);
  const typed = [
    ...(sheet?.funding ?? []).map((line, at) => {
      const change = changes.find(({ known }) => known?.id === `${id}-${at + 1}`);
      return { change, input: fundingInputOf(change?.cells ?? {}, line) };
    }),
    ...changes
      .filter(({ known }) => !known)
      .map((change) => ({ change, input: fundingInputOf(change.cells, null) }))
  ].filter(({ change }) => !change?.isRemoved);
  const lines = typed.flatMap(({ change = changes[0]!, input }) => {
    const read = fundingLineInput.safeParse(input);
    if (!read.success) refuse(session, change, issuesOf(read.error));
    return read.success ? [read.data] : [];
  });
  if (lines.length < typed.length) return;
  // Held since the workbook was compared: what moved it is this workbook, which may have opened the sheet.
  const { version } = (await findSheet(tx, { id }))!;
  const saved = await insist(session, changes[0]!, (reread) =>
    setFunding(tx, actor, id, { version, lines, reread })
  );
  if (saved.ok) return;
  if (saved.reason === 'stale') {
    refuse(session, changes[0]!, [MEANWHILE]);
    return;
  }
  const years = saved.years.map(String);
  const message = tellClosed(years);
  const touched = changes.filter(({ cells, known }) =>
    [cells['year'], known?.cells['year']].some((year) => year && years.includes(year))
  );
  for (const change of touched.length > 0 ? touched : changes)
    refuse(session, change, [{ path: 'year', message }]);
}

function tellClosed(years: readonly string[]): string {
  return years.length > 1
    ? `les années ${enumerate(years)} sont closes\u00a0: leurs montants ne changent plus`
    : `l’année ${years.join('')} est close\u00a0: ses montants ne changent plus`;
}

/** Defines the indicators that changed, and writes their values. */
export async function writeIndicatorRows(
  session: Session,
  changes: readonly RowChange[]
): Promise<void> {
  for (const change of changes) await writeIndicator(session, change);
}

const isValue = (key: string) => key.startsWith('values.');

async function writeIndicator(session: Session, change: RowChange): Promise<void> {
  const { tx, actor, tables } = session;
  const known = tables.indicators.find(({ id }) => String(id) === change.known?.id) ?? null;
  const number = change.cells['sheet'] ?? '';
  const sheet = known ? known.sheet : number === '' ? null : findSheetOf(session, number);
  if (!known && number !== '' && sheet === null) {
    refuse(session, change, [NO_SHEET]);
    return;
  }
  if (lacksHalf(change.cells)) {
    refuse(session, change, [
      { path: 'baseline', message: 'donnez la valeur de départ et son année, ou aucune des deux' }
    ]);
    return;
  }
  let id = known?.id;
  if (!known || change.changed.some((key) => !isValue(key))) {
    const asked = {
      ...{ plan: tables.plan.id, sheet, input: indicatorInputOf(change.cells, known) },
      ...(known && { id: known.id, version: known.version })
    };
    const saved = await insist(session, change, (reread) =>
      saveIndicator(tx, actor, { ...asked, reread })
    );
    if (!saved.ok) {
      refuse(session, change, saved.reason === 'refused' ? saved.issues : [MEANWHILE]);
      return;
    }
    id = saved.id;
  }
  await writeValues(session, change, { id: id!, known });
}

async function writeValues(
  session: Session,
  change: RowChange,
  { id, known }: { id: FollowedIndicator['id']; known: FollowedIndicator | null }
): Promise<void> {
  const { tx, actor, today } = session;
  const asked = yearlyOf('values', change.cells).filter(({ year }) =>
    change.changed.includes(`values.${year}`)
  );
  for (const { year, value } of asked) {
    const path = `values.${year}`;
    const was = known?.values.find((one) => one.year === year);
    const typed = {
      indicator: id,
      year,
      value,
      comment: was?.comment ?? '',
      source: 'Tableur importé.'
    };
    const saved = await insist(session, change, (reread) =>
      setValue(tx, actor, { ...typed, today, reread, version: was?.version ?? 0 })
    );
    if (saved.ok) continue;
    const messages: Record<typeof saved.reason, string> = {
      conflict: MEANWHILE.message,
      frozen: `l’année ${year} est close\u00a0: ses valeurs ne changent plus`,
      refused:
        saved.reason === 'refused' ? saved.issues.map(({ message }) => message).join(', ') : ''
    };
    refuse(session, change, [{ path, message: messages[saved.reason] }]);
  }
}
