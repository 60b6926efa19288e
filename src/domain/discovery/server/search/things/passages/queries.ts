import type { Actor } from '#domain/identity/model.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { bestPassage, passageFinder } from '../../../../passages.ts';
import type { Entry, Found, FoundGroup, FoundKind, Source } from '../../../../search.ts';
import { readEntries } from '../../sources/queries.ts';

const SOURCE_OF: Readonly<Partial<Record<FoundKind, Source>>> = {
  ...{ project: 'contribution', experience: 'contribution', question: 'contribution' },
  ...{ opportunity: 'contribution', document: 'contribution' },
  ...{ event: 'event', plan: 'plan', sheet: 'sheet' }
};

/**
 * What was found, with the lines where the words are. They are taken from the very texts that are searched, as they are
 * now and for this reader: what is hidden, or said among others, is not in them. A statement a source, and only of what
 * the page shows.
 * @param forms - of the question that found them.
 */
export async function withPassages(
  db: Executor,
  actor: Actor,
  groups: readonly FoundGroup[],
  forms: readonly (readonly string[])[]
): Promise<FoundGroup[]> {
  const shown = groups.flatMap(({ items }) => items);
  const bySource = Map.groupBy(shown, ({ kind }) => SOURCE_OF[kind]);
  const texts = new Map<string, readonly string[]>();
  await Promise.all(
    [...bySource].map(async ([source, found]) => {
      if (!source) return;
      const ids = found.flatMap(({ id }) => (id === null ? [] : [id]));
      for (const entry of await readEntries(db, source, ids))
        if (mayRead(actor, entry)) texts.set(`${entry.kind} ${entry.id}`, entry.texts.rest);
    })
  );
  const finder = passageFinder(forms);
  const told = (found: Found): Found => ({
    ...found,
    passage: bestPassage(finder, [found.text, ...(texts.get(`${found.kind} ${found.id}`) ?? [])])
  });
  return groups.map((group) => ({ ...group, items: group.items.map(told) }));
}

/**
 * Of a content that its domain shows her: which of its texts. Those of members come after those that everybody reads,
 * and hold them. A draft was shown to those who write it; a sheet, to whoever reads the whole of it.
 */
function mayRead(actor: Actor, { source, layer, territory }: Entry): boolean {
  if (layer === 'members') return source === 'sheet' || isMemberOf(actor, territory);
  return true;
}
