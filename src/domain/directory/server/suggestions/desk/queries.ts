import type { Executor } from '#server/db/connection.ts';
import { valueAt } from '../../../editor/field-path.ts';
import { isSame } from '../../../merge.ts';
import type { Structure } from '../../../model.ts';
import {
  currentWords,
  type ComparedField,
  type DeskItem,
  type FieldChange,
  type Suggestion
} from '../../../suggestion.ts';
import { valueInWords, type ChangeWording } from '../../../transfer/changes.ts';
import { readStructures } from '../../details/queries.ts';
import { listTypes } from '../../queries.ts';
import { readWording } from '../../wordings/queries.ts';
import { listLikelyTwinsOf } from '../likeness/queries.ts';

export interface Desk {
  items: DeskItem[];
  types: { value: string; label: string }[];
}

/** Everything the desk shows of these proposals, in as many statements whatever their number. */
export async function readDesk(db: Executor, suggestions: readonly Suggestion[]): Promise<Desk> {
  const about = [...new Set(suggestions.flatMap(({ structure }) => structure?.id ?? []))];
  const fiches = new Map((await readStructures(db, about)).map((one) => [one.id, one]));
  const wording = await readComparing(db, suggestions, [...fiches.values()]);
  const waiting = suggestions.filter(({ status, proposed }) => status === 'pending' && proposed);
  const found = await listLikelyTwinsOf(
    db,
    waiting.map(({ proposed }) => proposed!)
  );
  const twins = new Map(waiting.map(({ id }, i) => [id, found[i]!]));
  const items = suggestions.map((one) => {
    const fiche = one.structure ? fiches.get(one.structure.id) : undefined;
    return {
      ...one,
      current: fiche && one.error ? currentWords(one.error.part, fiche) : '',
      compared:
        fiche && wording ? one.changes.map((change) => compare(change, fiche, wording)) : [],
      version: fiche?.version ?? 0,
      twins: twins.get(one.id) ?? []
    };
  });
  const types = (await listTypes(db)).map(({ code, name }) => ({ value: code, label: name }));
  return { items, types };
}

function compare(
  { field, before, after }: FieldChange,
  fiche: Structure,
  wording: ChangeWording
): ComparedField {
  const current = valueAt(fiche, field);
  const words = (value: unknown) => valueInWords(field, value, wording);
  return {
    field,
    now: words(current),
    after: words(after),
    isGone: current === undefined,
    changedSince: !isSame(asSet(current), asSet(before))
  };
}

function asSet(value: unknown): unknown {
  return Array.isArray(value) ? [...(value as string[])].sort() : value;
}

/** What the structures proposed as parents are called too; nothing is read when nothing is compared. */
async function readComparing(
  db: Executor,
  suggestions: readonly Suggestion[],
  fiches: readonly Structure[]
): Promise<ChangeWording | null> {
  const changes = suggestions.flatMap((one) => one.changes);
  if (changes.length === 0) return null;
  const proposed = changes.flatMap(({ field, after }) => (field === 'parent' ? [after] : []));
  const parents = [...proposed, ...fiches.map(({ parent }) => parent)] as (string | null)[];
  return { ...(await readWording(db, parents)), isWhole: true };
}
