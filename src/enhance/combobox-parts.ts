/** What a combobox adds to the page: a list, its options, and a voice for screen readers. */
import type { Suggestion } from './suggestions.ts';

export function createParts(
  input: HTMLInputElement,
  label: string
): { list: HTMLUListElement; status: HTMLElement } {
  const list = document.createElement('ul');
  list.id = `${input.id}-options`;
  list.className = 'options';
  list.hidden = true;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', label);
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-expanded', 'false');
  input.setAttribute('aria-controls', list.id);
  const status = document.createElement('span');
  status.className = 'visually-hidden';
  status.setAttribute('role', 'status');
  return { list, status };
}

export function createOption({ label, detail }: Suggestion, id: string): HTMLLIElement {
  const option = document.createElement('li');
  option.id = id;
  option.setAttribute('role', 'option');
  option.setAttribute('aria-selected', 'false');
  option.textContent = label;
  if (detail) {
    const small = document.createElement('small');
    small.textContent = detail;
    option.append(' ', small);
  }
  return option;
}

/** A line that cannot be chosen. */
export function createNothing(): HTMLLIElement {
  const nothing = document.createElement('li');
  nothing.className = 'nothing';
  nothing.setAttribute('role', 'option');
  nothing.setAttribute('aria-disabled', 'true');
  nothing.textContent = 'Aucune proposition';
  return nothing;
}
