import type { Executor } from '#server/db/connection.ts';
import type { Structure } from '../../../model.ts';
import {
  currentWords,
  type ComparedField,
  type DeskItem,
  type FieldChange,
  type Suggestion
} from '../../../suggestion.ts';
import { readStructures } from '../../details/queries.ts';
import { listTypes } from '../../queries.ts';
import { listLikelyTwinsOf } from '../likeness/queries.ts';

export interface Desk {
  items: DeskItem[];
  types: { value: string; label: string }[];
}

/** Everything the desk shows of these proposals, in as many statements whatever their number. */
export async function readDesk(db: Executor, suggestions: readonly Suggestion[]): Promise<Desk> {
  const about = [...new Set(suggestions.flatMap(({ structure }) => structure?.id ?? []))];
  const fiches = new Map((await readStructures(db, about)).map((one) => [one.id, one]));
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
      compared: fiche ? one.changes.map((change) => compare(change, fiche)) : [],
      version: fiche?.version ?? 0,
      twins: twins.get(one.id) ?? []
    };
  });
  const types = (await listTypes(db)).map(({ code, name }) => ({ value: code, label: name }));
  return { items, types };
}

function compare({ field, before, after }: FieldChange, fiche: Structure): ComparedField {
  return { field, now: fiche[field], after, changedSince: fiche[field] !== before };
}
