/** What is typed in a form, kept on this device until it is sent. */
const PREFIX = 'maillage-brouillon:';
/** A draft that nobody came back to leaves the device. */
const KEPT_MS = 30 * 86_400_000;

export interface KeptDraft {
  readonly at: number;
  readonly values: readonly (readonly [name: string, value: string])[];
}

/** Keeps the fields whose name is wanted. */
export function keepDraft(
  form: HTMLFormElement,
  key: string,
  isWanted: (name: string) => boolean
): void {
  const values = [...new FormData(form)].filter(
    (entry): entry is [string, string] => isWanted(entry[0]) && typeof entry[1] === 'string'
  );
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify({ at: Date.now(), values }));
  } catch {
    // A full or forbidden storage: one writes at one go, as without JavaScript.
  }
}

export function readDraft(key: string): KeptDraft | null {
  return read(PREFIX + key);
}

export function eraseDraft(key: string): void {
  erase(PREFIX + key);
}

/** Puts a draft back in its form: of several fields of one name, each takes its own, in their order. */
export function restoreFields(form: HTMLFormElement, { values }: KeptDraft): void {
  const left = values.map(([name, value]) => ({ name, value }));
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && /radio|checkbox/.test(field.type)) {
      field.checked = left.some(({ name, value }) => name === field.name && value === field.value);
    } else if (
      field instanceof HTMLTextAreaElement ||
      field instanceof HTMLSelectElement ||
      field instanceof HTMLInputElement
    ) {
      const at = left.findIndex(({ name }) => name === field.name);
      if (at >= 0) field.value = left.splice(at, 1)[0]?.value ?? '';
    }
  }
}

export function forgetOldDrafts(): void {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(PREFIX) && (read(key)?.at ?? 0) < Date.now() - KEPT_MS) erase(key);
  } catch {
    // Nothing was kept where nothing may be.
  }
}

function read(key: string): KeptDraft | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as KeptDraft | null;
  } catch {
    return null;
  }
}

function erase(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // The same.
  }
}
