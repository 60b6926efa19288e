import { eraseDraft, forgetOldDrafts, keepDraft, readDraft, restoreFields } from './kept-draft.ts';

/**
 * A questionnaire: its conditional questions are shown as they are needed, and what is typed is kept on this device until
 * it is sent. Nothing of it goes to the server before. A page without the form (it was sent, it is closed) erases it.
 */
export function survey(element: HTMLElement): void {
  const key = location.pathname;
  forgetOldDrafts();
  const form = element.querySelector<HTMLFormElement>('form[data-questions]');
  if (!form) {
    eraseDraft(key);
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
    if (!isPreview) keepDraft(form, key, (name) => /^q-\d+$/.test(name));
  });
  element.querySelector('[data-draft-erase]')?.addEventListener('click', () => {
    eraseDraft(key);
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

/** @returns whether something was put back. */
function restore(form: HTMLFormElement, key: string): boolean {
  const draft = readDraft(key);
  if (!draft || draft.values.length === 0) return false;
  restoreFields(form, draft);
  return true;
}
