const PREFIX = 'maillage-brouillon:';
/** A draft that nobody came back to leaves the device. */
const KEPT_MS = 30 * 86_400_000;

interface Draft {
  readonly at: number;
  readonly values: readonly (readonly [name: string, value: string])[];
}

/**
 * A questionnaire: its conditional questions are shown as they are needed, and what is typed is kept on this device until
 * it is sent. Nothing of it goes to the server before. A page without the form (it was sent, it is closed) erases it.
 */
export function survey(element: HTMLElement): void {
  const key = PREFIX + location.pathname;
  forgetOld();
  const form = element.querySelector<HTMLFormElement>('form[data-questions]');
  if (!form) {
    erase(key);
    return;
  }
  const note = element.querySelector<HTMLElement>('[data-draft-note]');
  // What the server gave back is newer than what was kept here.
  const isPreview = form.dataset['preview'] !== undefined;
  const isRestored = !isPreview && form.dataset['refused'] === undefined && restore(form, key);
  const refresh = () => showAsked(form);
  refresh();
  if (note && isRestored) note.hidden = false;
  form.addEventListener('input', () => {
    refresh();
    if (!isPreview) keep(form, key);
  });
  element.querySelector('[data-draft-erase]')?.addEventListener('click', () => {
    erase(key);
    form.reset();
    refresh();
    if (note) note.hidden = true;
    form.querySelector<HTMLElement>('input:not([type=hidden]), textarea, select')?.focus();
  });
}

/** In order, so that what depends on a question that is not asked is not asked either. */
function showAsked(form: HTMLFormElement): void {
  for (const block of form.querySelectorAll<HTMLElement>('[data-depends]')) {
    const values = JSON.parse(block.dataset['values'] ?? '[]') as string[];
    const source = block.dataset['depends'] ?? '';
    const inputs = [...form.querySelectorAll<HTMLInputElement>(`[name="${source}"]:checked`)];
    const asked = inputs.some(
      (input) => values.includes(input.value) && !input.closest('[hidden]')
    );
    block.hidden = !asked;
    const condition = block.querySelector<HTMLElement>('.condition');
    if (condition) condition.hidden = true;
  }
}

function keep(form: HTMLFormElement, key: string): void {
  const values = [...new FormData(form)].filter(
    (entry): entry is [string, string] => /^q-\d+$/.test(entry[0]) && typeof entry[1] === 'string'
  );
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values } satisfies Draft));
  } catch {
    // A full or forbidden storage: one answers at one go, as without JavaScript.
  }
}

/** @returns whether something was put back. */
function restore(form: HTMLFormElement, key: string): boolean {
  const draft = read(key);
  if (!draft || draft.values.length === 0) return false;
  const left = draft.values.map(([name, value]) => ({ name, value }));
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && /radio|checkbox/.test(field.type)) {
      field.checked = left.some(({ name, value }) => name === field.name && value === field.value);
    } else if (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) {
      // Several lists of one name: each takes its own, in their order.
      const at = left.findIndex(({ name }) => name === field.name);
      if (at >= 0) field.value = left.splice(at, 1)[0]?.value ?? '';
    }
  }
  return true;
}

function read(key: string): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Draft | null;
  } catch {
    return null;
  }
}

function erase(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept where nothing may be.
  }
}

function forgetOld(): void {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(PREFIX) && (read(key)?.at ?? 0) < Date.now() - KEPT_MS) erase(key);
  } catch {
    // The same.
  }
}
