import type { CoverageFacts } from '#domain/directory/commune-coverage.ts';
import type { Audience, StructureAction, StructureType } from '#domain/directory/model.ts';
import { EVERYONE } from '#domain/directory/model.ts';
import type { CoverageQuestion } from './question.ts';

interface FilterLink {
  label: string;
  href: string;
  current: boolean;
}

/** The ways to narrow the matrix: for whom, and by whom among the types the territory has. */
export function filtersOf(
  facts: CoverageFacts,
  words: { audiences: readonly Audience[]; types: readonly StructureType[] },
  question: CoverageQuestion,
  link: (change: Partial<CoverageQuestion>) => string
): { audiences: FilterLink[]; call: FilterLink[]; gather: FilterLink[] } {
  const present = new Set(facts.structures.map((structure) => structure.type.code));
  const typeLinks = (action: StructureAction) =>
    words.types
      .filter((type) => type.action === action && present.has(type.code))
      .map((type) => ({
        label: type.name,
        href: link({ type: type.code }),
        current: type.code === question.type
      }));
  return {
    audiences: [
      {
        label: 'Tous les publics',
        href: link({ audience: undefined }),
        current: !question.audience
      },
      ...words.audiences
        .filter((audience) => audience.code !== EVERYONE)
        .map(({ code, name }) => ({
          label: name,
          href: link({ audience: code }),
          current: code === question.audience
        }))
    ],
    call: [
      { label: 'Toutes', href: link({ type: undefined }), current: !question.type },
      ...typeLinks('call')
    ],
    gather: typeLinks('gather')
  };
}
