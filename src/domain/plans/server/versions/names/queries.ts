import { listVocabulary } from '#domain/directory/server/vocabularies/queries.ts';
import { describePerimeters } from '#domain/territory/server/perimeters/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { SheetDocument } from '../../../comparison/content.ts';
import type { Names } from '../../../comparison/saying.ts';
import type { Plan } from '../../../model.ts';

const called = ({ number, title }: { number: string; title: string }) =>
  number === '' ? title : `${number}\u00a0: ${title}`;

/** What the codes and numbers of some versions of a sheet are called now. */
export async function readNames(
  db: Executor,
  plan: Plan,
  documents: readonly SheetDocument[]
): Promise<Names> {
  const perimeters = [...new Set(documents.flatMap(({ perimeter }) => perimeter ?? []))];
  const described = await describePerimeters(db, perimeters);
  const themes = await listVocabulary(db, 'theme');
  const objectives = plan.axes.flatMap((axis) => axis.objectives);
  return {
    themes: new Map(themes.map(({ code, name }) => [code, name])),
    perimeters: new Map([...described].map(([id, { text }]) => [id, text])),
    axes: new Map(plan.axes.map((axis) => [axis.id, called(axis)])),
    objectives: new Map(objectives.map((one) => [one.id, called(one)]))
  };
}
