import { readSuggestions, type Suggestion } from './suggestions.ts';

const PAUSE = 120;
const SHORTEST = 2;

/**
 * The ARIA combobox pattern (list autocomplete, manual selection) over `ui/ComboboxInput.svelte`: the
 * text field keeps the focus, the arrows move in the list, Enter chooses, Escape closes then empties.
 */
export function combobox(root: HTMLElement): void {
  const input = root.querySelector<HTMLInputElement>('input[type=text]');
  if (!input) return;
  const chosen = root.querySelector<HTMLInputElement>('input[type=hidden]');
  const list = createList(input, root.dataset['label'] ?? '');
  const status = createStatus();
  root.append(list, status);
  if (chosen) chosen.disabled = false;

  let suggestions: Suggestion[] = [];
  let active = -1;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let request: AbortController | undefined;

  input.addEventListener('input', () => {
    if (chosen) chosen.value = '';
    clearTimeout(timer);
    timer = setTimeout(() => void suggest(), PAUSE);
  });
  input.addEventListener('keydown', onKey);
  input.addEventListener('blur', close);
  // A press on an option must not take the focus from the field, or the list would close before the click.
  list.addEventListener('pointerdown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const option = (event.target as Element).closest('[role=option]');
    if (option) choose([...list.children].indexOf(option));
  });

  async function suggest(): Promise<void> {
    const text = input!.value.trim();
    request?.abort();
    if (text.length < SHORTEST) return close();
    request = new AbortController();
    const found = await fetchSuggestions(root, text, request.signal);
    if (!found || document.activeElement !== input) return;
    suggestions = found;
    show();
  }

  function show(): void {
    active = -1;
    list.replaceChildren(
      ...suggestions.map((suggestion, at) => createOption(suggestion, `${list.id}-${at}`))
    );
    if (suggestions.length === 0) list.append(createNothing());
    list.hidden = false;
    input!.setAttribute('aria-expanded', 'true');
    input!.removeAttribute('aria-activedescendant');
    status.textContent = announce(suggestions.length);
  }

  function close(): void {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    active = -1;
    input!.setAttribute('aria-expanded', 'false');
    input!.removeAttribute('aria-activedescendant');
    status.textContent = '';
  }

  function moveTo(index: number): void {
    const count = suggestions.length;
    if (count === 0) return;
    list.children[active]?.setAttribute('aria-selected', 'false');
    active = (index + count) % count;
    const option = list.children[active];
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    input!.setAttribute('aria-activedescendant', option?.id ?? '');
  }

  function choose(index: number): void {
    const suggestion = suggestions[index];
    if (!suggestion) return;
    input!.value = suggestion.label;
    if (chosen) chosen.value = suggestion.value;
    close();
    status.textContent = `${suggestion.label}, choisi`;
    input!.dispatchEvent(new CustomEvent('chosen', { bubbles: true, detail: suggestion }));
  }

  function onKey(event: KeyboardEvent): void {
    const moves: Record<string, () => void> = {
      ArrowDown: () => (list.hidden ? void suggest() : moveTo(active + 1)),
      ArrowUp: () => (list.hidden ? void suggest() : moveTo(active < 0 ? -1 : active - 1))
    };
    if (!list.hidden) {
      moves['Escape'] = close;
      if (active >= 0) {
        moves['Enter'] = () => choose(active);
        moves['Home'] = () => moveTo(0);
        moves['End'] = () => moveTo(-1);
      }
    }
    const move = event.isComposing ? undefined : moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  }
}

async function fetchSuggestions(
  root: HTMLElement,
  text: string,
  signal: AbortSignal
): Promise<Suggestion[] | undefined> {
  const url = new URL(root.dataset['source'] ?? '', location.href);
  url.searchParams.set('q', text);
  try {
    const response = await fetch(url, { signal, headers: { accept: 'application/json' } });
    return response.ok
      ? readSuggestions(await response.json(), (root.dataset['keys'] ?? '').split(','))
      : undefined;
  } catch {
    // Offline, or overtaken by the next letter: the text field still works alone.
    return undefined;
  }
}

function createList(input: HTMLInputElement, label: string): HTMLUListElement {
  const list = document.createElement('ul');
  list.id = `${input.id}-options`;
  list.className = 'options';
  list.hidden = true;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', label);
  const attributes = {
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': list.id
  };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  return list;
}

function createStatus(): HTMLElement {
  const status = document.createElement('span');
  status.className = 'visually-hidden';
  status.setAttribute('role', 'status');
  return status;
}

function createOption({ label, detail }: Suggestion, id: string): HTMLLIElement {
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

function createNothing(): HTMLLIElement {
  const nothing = document.createElement('li');
  nothing.className = 'nothing';
  nothing.setAttribute('role', 'presentation');
  nothing.textContent = 'Aucune proposition';
  return nothing;
}

function announce(count: number): string {
  if (count === 0) return 'Aucune proposition';
  return `${count} proposition${count > 1 ? 's' : ''}, flèche vers le bas pour choisir`;
}
