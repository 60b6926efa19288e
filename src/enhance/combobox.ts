import { createParts, createNothing, createOption } from './combobox-parts.ts';
import { readSuggestions, type Suggestion } from './suggestions.ts';

const PAUSE = 120;
const SHORTEST = 2;

/**
 * The ARIA combobox pattern (list autocomplete, manual selection) over `ui/ComboboxInput.svelte`: the
 * text field keeps the focus, the arrows move in the list, Enter chooses, Escape closes.
 */
export function combobox(root: HTMLElement): void {
  const input = root.querySelector<HTMLInputElement>('input[type=text]');
  if (input) new Combobox(root, input).listen();
}

class Combobox {
  readonly #root: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #chosen: HTMLInputElement | null;
  readonly #list: HTMLUListElement;
  readonly #status: HTMLElement;
  #suggestions: Suggestion[] = [];
  #active = -1;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #request: AbortController | undefined;
  /** Letters were typed, and their list is not there yet. */
  #isAsking = false;

  constructor(root: HTMLElement, input: HTMLInputElement) {
    this.#root = root;
    this.#input = input;
    this.#chosen = root.querySelector<HTMLInputElement>('input[type=hidden]');
    const { list, status } = createParts(input, root.dataset['label'] ?? '');
    this.#list = list;
    this.#status = status;
    root.append(list, status);
    if (this.#chosen) this.#chosen.disabled = false;
  }

  listen(): void {
    this.#input.addEventListener('input', () => {
      if (this.#chosen) this.#chosen.value = '';
      clearTimeout(this.#timer);
      this.#isAsking = true;
      this.#timer = setTimeout(() => void this.#suggest(), PAUSE);
    });
    this.#input.addEventListener('keydown', (event) => this.#onKey(event));
    this.#input.addEventListener('blur', () => this.#close());
    // A press on an option must not take the focus from the field, or the list would close before the click.
    this.#list.addEventListener('pointerdown', (event) => event.preventDefault());
    this.#list.addEventListener('click', (event) => {
      const option = (event.target as Element).closest('[role=option]:not([aria-disabled])');
      if (option) this.#choose([...this.#list.children].indexOf(option));
    });
  }

  async #suggest(): Promise<void> {
    const text = this.#input.value.trim();
    this.#request?.abort();
    if (text.length < SHORTEST) {
      this.#close();
      return;
    }
    this.#request = new AbortController();
    const found = await fetchSuggestions(this.#root, text, this.#request.signal);
    if (!found || document.activeElement !== this.#input) return;
    this.#suggestions = found;
    this.#show();
  }

  #show(): void {
    this.#isAsking = false;
    const count = this.#suggestions.length;
    this.#active = -1;
    this.#list.replaceChildren(
      ...this.#suggestions.map((one, at) => createOption(one, `${this.#list.id}-${at}`)),
      ...(count === 0 ? [createNothing()] : [])
    );
    this.#list.hidden = false;
    this.#input.setAttribute('aria-expanded', 'true');
    this.#input.removeAttribute('aria-activedescendant');
    this.#status.textContent = announce(count);
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#isAsking = false;
    this.#list.hidden = true;
    this.#active = -1;
    this.#input.setAttribute('aria-expanded', 'false');
    this.#input.removeAttribute('aria-activedescendant');
    this.#status.textContent = '';
  }

  #moveTo(index: number): void {
    const count = this.#suggestions.length;
    if (count === 0) return;
    this.#list.children[this.#active]?.setAttribute('aria-selected', 'false');
    this.#active = (index + count) % count;
    const option = this.#list.children[this.#active];
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    this.#input.setAttribute('aria-activedescendant', option?.id ?? '');
  }

  #choose(index: number): void {
    const suggestion = this.#suggestions[index];
    if (!suggestion) return;
    this.#input.value = suggestion.label;
    if (this.#chosen) this.#chosen.value = suggestion.value;
    this.#close();
    this.#status.textContent = `${suggestion.label}, choisi`;
    this.#input.dispatchEvent(new CustomEvent('chosen', { bubbles: true, detail: suggestion }));
  }

  #onKey(event: KeyboardEvent): void {
    const move = event.isComposing ? undefined : this.#moves()[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  }

  #moves(): Partial<Record<string, () => void>> {
    if (this.#list.hidden) {
      const suggest = () => void this.#suggest();
      // What is still on its way would open over the fields that follow.
      const giveUp = this.#isAsking ? { Escape: () => this.#close() } : {};
      return { ArrowDown: suggest, ArrowUp: suggest, ...giveUp };
    }
    const inList = {
      Enter: () => this.#choose(this.#active),
      Home: () => this.#moveTo(0),
      End: () => this.#moveTo(-1)
    };
    return {
      ArrowDown: () => this.#moveTo(this.#active + 1),
      ArrowUp: () => this.#moveTo(Math.max(this.#active, 0) - 1),
      Escape: () => this.#close(),
      ...(this.#active >= 0 ? inList : {})
    };
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
    if (!response.ok) return undefined;
    return readSuggestions(await response.json(), (root.dataset['keys'] ?? '').split(','));
  } catch {
    // Offline, or overtaken by the next letter: the text field still works alone.
    return undefined;
  }
}

function announce(count: number): string {
  if (count === 0) return 'Aucune proposition';
  return `${count} proposition${count > 1 ? 's' : ''}, flèche vers le bas pour choisir`;
}
