import { eraseDraft, forgetOldDrafts, keepDraft, readDraft, restoreFields } from './kept-draft.ts';

/** Drawn each time a form is shown: nothing that was typed. */
const DRAWN = ['envoi'];

/**
 * A long form that is saved as a whole: what is typed is kept on this device until it is, and comes back. The form says
 * which version it was opened with: put back with what was typed, the server merges it with what others wrote meanwhile.
 */
export function localDraft(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const key = `${location.pathname}#${form.dataset['owner'] ?? ''}`;
  const version = form.elements.namedItem('version');
  if (!(version instanceof HTMLInputElement)) return;
  forgetOldDrafts();
  if (form.dataset['saved'] !== undefined && form.dataset['refused'] === undefined) eraseDraft(key);
  const note = form.querySelector<HTMLElement>('[data-draft-note]');
  const [opened, asSent] = [version.value, textOf(form)];
  if (form.dataset['refused'] === undefined) {
    const draft = readDraft(key);
    if (draft) restoreFields(form, draft);
    const isBack = textOf(form) !== asSent;
    if (draft && !isBack) eraseDraft(key);
    if (isBack && note) note.hidden = false;
    if (!isBack) version.value = opened;
  }
  form.addEventListener('input', () =>
    keepDraft(form, key, (name) => !DRAWN.includes(name) && name !== 'relu')
  );
  form.querySelector('[data-draft-erase]')?.addEventListener('click', () => {
    eraseDraft(key);
    form.reset();
    version.value = opened;
    if (note) note.hidden = true;
    form.querySelector<HTMLElement>('input:not([type=hidden]), textarea')?.focus();
  });
}

/** What the form would send, its version and what is drawn with it apart. */
function textOf(form: HTMLFormElement): string {
  return JSON.stringify(
    [...new FormData(form)]
      .filter(([name]) => name !== 'version' && !DRAWN.includes(name))
      .map(([name, value]) => [name, String(value).replaceAll('\r\n', '\n')])
  );
}
