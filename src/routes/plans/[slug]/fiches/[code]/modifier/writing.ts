/** Saving a sheet: what was typed comes back whole whenever it is refused. */
import { fail, redirect } from '@sveltejs/kit';
import {
  contentFrom,
  fieldsOf,
  headingOfPath,
  type SheetContent
} from '#domain/plans/comparison/content.ts';
import { labelOfField } from '#domain/plans/comparison/labels.ts';
import { NO_NAMES, sayField } from '#domain/plans/comparison/saying.ts';
import type { SheetInput } from '#domain/plans/forms/sheet.ts';
import type { Heading } from '#domain/plans/headings.ts';
import type { ActionSheet } from '#domain/plans/sheet.ts';
import { writeSheet } from '#domain/plans/server/writing/commands.ts';
import type { SheetConflict } from '#domain/plans/server/writing/fields/commands.ts';
import type { Issue } from '#shared/errors.ts';
import { numberOf, text } from '../../../../../gestion/rencontres/reading.ts';
import { askedWrittenSheet, type Asked } from '../asked.ts';
import {
  asInput,
  mergedTyped,
  nameOfPath,
  readSheet,
  type Answer,
  type Disputed
} from './typed.ts';

const answer = (status: number, said: Answer) => fail(status, said);

async function save(asked: Asked) {
  const { plan, sheet } = await askedWrittenSheet(asked);
  const form = await asked.request.formData();
  const typed = readSheet(form, plan.headings);
  const input = asInput(typed);
  const chosen = settle(form, input, sheet);
  if (chosen.open.length > 0) {
    const disputed = chosen.open.map((path) =>
      dispute(path, fieldsOf(input as Partial<SheetContent>).get(path), sheet, plan.headings)
    );
    const errors = Object.fromEntries(
      disputed.map(({ path, label }) => [
        `choix-${path}`,
        `${label}\u00a0: choisissez le texte à garder`
      ])
    );
    return answer(400, { sheet: typed, disputed, errors });
  }
  const outcome = await writeSheet(asked.locals.db, asked.locals.actor, sheet.id, chosen.input, {
    version: numberOf(typed.version),
    reread: form.has('relu')
  });
  if (outcome.ok) redirect(303, outcome.isChanged ? '?fait=enregistree' : '?fait=rien');
  if (outcome.reason === 'second-reading')
    return answer(400, { sheet: typed, readings: named(outcome.readings) });
  if (outcome.reason === 'conflict') return answer(409, conflicted(outcome, plan.headings));
  const issues = outcome.reason === 'invalid' ? outcome.issues : [];
  return answer(400, { sheet: typed, errors: errorsByField(issues, plan.headings) });
}

/** What was chosen of what two people wrote: theirs is left alone, both are put one after the other. */
function settle(form: FormData, input: SheetInput, now: ActionSheet) {
  const chosen = new Map(
    form.getAll('conflit').map((path) => [String(path), text(form, `choix-${String(path)}`)])
  );
  const fields = fieldsOf(input);
  const kept = [...fields].flatMap(([path, mine]): [string, unknown][] => {
    const choice = chosen.get(path);
    const heading = headingOfPath(path);
    if (choice === 'leur') return [];
    if (choice !== 'deux' || heading === null) return [[path, mine]];
    return [[path, [...new Set([...(now.texts[heading] ?? []), ...(mine as string[])])]]];
  });
  const open = [...chosen].flatMap(([path, choice]) => (choice ? [] : [path]));
  return { open, input: contentFrom(new Map(kept)) as SheetInput };
}

function conflicted(outcome: SheetConflict, headings: readonly Heading[]): Answer {
  const { sheet, conflicts, written, by, at } = outcome;
  const mine = new Map([...written, ...conflicts.map((one) => [one.path, one.mine] as const)]);
  const typed = mergedTyped(sheet, mine);
  const disputed = conflicts.map((one) => dispute(one.path, one.mine, sheet, headings));
  return { sheet: typed, disputed, by, at };
}

function dispute(
  path: string,
  mine: unknown,
  sheet: ActionSheet,
  headings: readonly Heading[]
): Disputed {
  const heading = headingOfPath(path);
  const asMine =
    heading === null
      ? { ...sheet, [path]: mine }
      : { ...sheet, texts: { [heading]: (mine as string[]).filter(Boolean) } };
  return {
    ...{ path, label: labelOfField(path, headings), joins: heading !== null },
    mine: sayField(path, asMine, NO_NAMES),
    theirs: sayField(path, sheet, NO_NAMES)
  };
}

const named = <T extends { field: string }>(readings: readonly T[]) =>
  readings.map((one) => ({ ...one, field: nameOfPath(one.field) }));

function errorsByField(issues: readonly Issue[], headings: readonly Heading[]) {
  const errors: Record<string, string> = {};
  for (const { path, message } of issues) {
    const field = path
      .split('.')
      .slice(0, path.startsWith('texts.') ? 2 : 1)
      .join('.');
    errors[nameOfPath(field)] ??= `${labelOfField(field, headings)}\u00a0: ${message}`;
  }
  return errors;
}

export const writingActions = { default: save };
