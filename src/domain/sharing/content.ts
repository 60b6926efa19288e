/** A contribution as its versions keep it, and what two people who write at once have each changed. */
import type { DetailsInput } from './details.ts';
import type { ContributionFields } from './forms/contribution.ts';
import type { Contribution, ContributionKind } from './model.ts';

/** All that is written of a contribution, field by field: « texts.context », « details.stage »… */
export type Content = Readonly<Record<string, unknown>>;

/** What can be written of a contribution: what all have, and what its kind adds. */
export type ContributionWriting<Kind extends ContributionKind = ContributionKind> =
  ContributionFields & { readonly details?: Partial<DetailsInput[Kind]> };

/** Fields of what is given; texts and details count one by one, so that two people write two of them. */
export function fieldsOf({ texts, details, ...given }: ContributionWriting): Content {
  const of = (name: string, values: object | undefined) =>
    Object.entries(values ?? {}).map(([key, value]) => [`${name}.${key}`, value] as const);
  return Object.fromEntries(
    [...Object.entries(given), ...of('texts', texts), ...of('details', details)].filter(
      ([, value]) => value !== undefined
    )
  );
}

/** Fields as what can be written again: the inverse of `fieldsOf`. */
export function writingOf(content: Content): ContributionWriting {
  const under = (name: string) => {
    const found = Object.entries(content).flatMap(([path, value]) =>
      path.startsWith(`${name}.`) ? [[path.slice(name.length + 1), value] as const] : []
    );
    return found.length > 0 ? { [name]: Object.fromEntries(found) } : {};
  };
  const plain = Object.entries(content).filter(([path]) => !path.includes('.'));
  return { ...Object.fromEntries(plain), ...under('texts'), ...under('details') };
}

/** All the fields of a contribution as it stands. */
export function contentOf(contribution: Contribution): Content {
  const { title, summary, visibility, texts, where, related } = contribution;
  const { themes, audiences, carriers, partners, events, details } = contribution;
  const codes = (words: typeof themes) => words.map(({ code }) => code).sort();
  const names = (structures: typeof carriers) =>
    structures.map(({ label, structure }) => ({ label, structure: structure?.id ?? null }));
  return fieldsOf({
    ...{ title, summary, visibility, texts, where },
    ...{ themes: codes(themes), audiences: codes(audiences) },
    ...{ carriers: names(carriers), partners: names(partners) },
    ...{ events: events.map(({ id }) => id).sort((a, b) => a - b) },
    ...{ related: [...related].sort((a, b) => a - b), details }
  });
}

export interface Merged {
  /** What is to be written: what the writer changed. */
  readonly changes: Content;
  /** Fields that somebody else changed meanwhile, otherwise. */
  readonly conflicts: readonly string[];
}

/**
 * Brings together what somebody typed and what was written since she read it.
 * @param read - as it was when she opened the form; the current one when it is not known.
 */
export function merge(typed: Content, read: Content, current: Content): Merged {
  const isSame = (a: unknown, b: unknown) => sortedJson(a ?? '') === sortedJson(b ?? '');
  const changed = Object.entries(typed).filter(
    ([field, value]) => !isSame(value, read[field]) && !isSame(value, current[field])
  );
  const conflicts = changed
    .filter(([field]) => !isSame(read[field], current[field]))
    .map(([field]) => field);
  return { changes: Object.fromEntries(changed), conflicts };
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one
  );
}
