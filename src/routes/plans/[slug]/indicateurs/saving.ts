import { fail } from '@sveltejs/kit';
import { saveIndicator, type IndicatorSaved } from '#domain/plans/server/indicators/commands.ts';
import { restoreIndicator } from '#domain/plans/server/indicators/order/commands.ts';
import type { Issue } from '#shared/errors.ts';
import type { ActionSheetId, IndicatorId, PlanId } from '#shared/ids.ts';
import type { Locals } from './asked.ts';
import {
  FIELDS,
  LABELS,
  readIndicator,
  understand,
  type Answer,
  type TypedIndicator
} from './typed.ts';

interface Where {
  readonly plan: PlanId;
  readonly sheet: ActionSheetId | null;
  readonly id?: IndicatorId;
}

/** Writes what a form sends. @returns the identifier, or the refusal that shows the form again. */
export async function saveTyped(
  { locals: { db, actor }, request }: Locals & { readonly request: Request },
  where: Where
) {
  const form = await request.formData();
  const typed = readIndicator(form);
  const { draft, errors } = understand(typed);
  if (Object.keys(errors).length > 0) return { refusal: refuse(400, { typed, errors }) };
  const version = Number(typed.version);
  const change = { ...where, version, input: draft, reread: form.has('relu') };
  if (where.id !== undefined && form.has('remettre')) {
    const back = await restoreIndicator(db, actor, where.id);
    if (!back.ok)
      return { refusal: refuse(400, { typed, errors: fieldErrors(back.issues), removed: true }) };
  }
  const saved = await saveIndicator(db, actor, change);
  return saved.ok ? { id: saved.id } : { refusal: refusalOf(saved, typed) };
}

const refuse = (status: number, answer: Answer) => fail(status, answer);

function refusalOf(saved: Exclude<IndicatorSaved, { ok: true }>, typed: TypedIndicator) {
  switch (saved.reason) {
    case 'second-reading':
      return refuse(400, { typed, readings: named(saved.readings) });
    case 'refused':
      return refuse(400, { typed, errors: fieldErrors(saved.issues) });
    case 'conflict': {
      const { theirs } = saved;
      return refuse(409, { typed: { ...typed, version: String(theirs.version) }, theirs });
    }
    default:
      return refuse(409, {
        typed: { ...typed, version: String(saved.version) },
        message:
          'Quelqu’un a retiré cet indicateur pendant que vous écriviez. L’enregistrer le remet.',
        removed: true
      });
  }
}

function named<T extends { readonly field: string }>(readings: readonly T[]): T[] {
  return readings.map((one) => ({ ...one, field: FIELDS[one.field] ?? one.field }));
}

function fieldErrors(issues: readonly Issue[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of issues) {
    const year = /^targets\.(\d{4})/.exec(path)?.[1];
    const name = year
      ? `cible-${year}`
      : (FIELDS[path] ?? FIELDS[path.split('.')[0]!] ?? 'libelle');
    const label = year ? `Cible ${year}` : LABELS[name];
    errors[name] ??= label ? `${label}\u00a0: ${message}` : message;
  }
  return errors;
}
