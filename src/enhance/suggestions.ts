/** One line of a combobox: what is sent, what is shown, what tells it from its homonyms. */
export interface Suggestion {
  value: string;
  label: string;
  detail: string;
}

/**
 * Reads suggestions from what an address answered: an array, or an object whose `items` are one.
 * `paths` are the dotted paths of the value, the label, then of the details, joined by « · »; of a list
 * only the first element is shown. What has no value or no label is left out.
 */
export function readSuggestions(answer: unknown, paths: readonly string[]): Suggestion[] {
  const items = Array.isArray(answer) ? answer : at(answer, 'items');
  if (!Array.isArray(items)) return [];
  const [value = 'value', label = 'label', ...details] = paths;
  return items
    .map((item: unknown) => ({
      value: at(item, value),
      label: at(item, label),
      detail: details
        .map((path) => text(at(item, path)))
        .filter(Boolean)
        .join(' · ')
    }))
    .map((line) => ({ ...line, value: text(line.value), label: text(line.label) }))
    .filter((line) => line.value && line.label);
}

function at(thing: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inside, key) =>
        typeof inside === 'object' && inside !== null
          ? (inside as Record<string, unknown>)[key]
          : undefined,
      thing
    );
}

function text(value: unknown): string {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' || typeof first === 'number' ? String(first) : '';
}
