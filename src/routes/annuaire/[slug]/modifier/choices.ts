import type { Choices } from '#domain/directory/merge.ts';

const CHOICE = 'choix.';

/** Whose version is kept, for each field that two people changed: « choix.phone ». */
export function readChoices(form: FormData): Choices {
  const said = [...form].filter(([name]) => name.startsWith(CHOICE));
  return Object.fromEntries(
    said.flatMap(([name, value]) =>
      value === 'mine' || value === 'theirs' ? [[name.slice(CHOICE.length), value] as const] : []
    )
  );
}
