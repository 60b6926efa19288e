/**
 * A form of filters that answers as one ticks: the page it would load is fetched and what changed is put in place,
 * the focus staying where it is. Without JavaScript, or if the fetch fails, its button loads the page.
 */
export function liveForm(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  for (const fold of form.querySelectorAll<HTMLDetailsElement>('details[data-open-from]')) {
    if (matchMedia(`(min-width: ${fold.dataset['openFrom']}px)`).matches) fold.open = true;
  }
  const status = document.createElement('p');
  status.className = 'visually-hidden';
  status.role = 'status';
  form.before(status);

  let latest = 0;
  form.addEventListener('change', ({ target }) => {
    // Text is asked with the button or Enter: half a word is not a question.
    if (
      !(target instanceof HTMLInputElement && /checkbox|radio/.test(target.type)) &&
      !(target instanceof HTMLSelectElement)
    )
      return;
    void answer(addressOf(form));
  });

  async function answer(address: URL): Promise<void> {
    const request = ++latest;
    try {
      const response = await fetch(address);
      if (!response.ok) throw new Error(String(response.status));
      const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
      if (request !== latest) return;
      show(form, fresh);
      status.textContent = fresh.querySelector('h1')?.textContent ?? '';
      history.replaceState(history.state, '', address);
    } catch {
      if (request === latest) form.requestSubmit();
    }
  }
}

/** Where the form would go: its answers in the address, the empty ones left out. */
function addressOf(form: HTMLFormElement): URL {
  const address = new URL(form.action);
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && value !== '') address.searchParams.append(name, value);
  }
  return address;
}

/** Puts the fresh page's regions in place of these; folds stay as they are and the focus where it was. */
function show(form: HTMLFormElement, fresh: Document): void {
  const focused = document.activeElement?.id;
  const open = [...form.querySelectorAll('details')]
    .filter((fold) => fold.open)
    .map((fold) => fold.id);
  document.title = fresh.title;
  for (const region of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const next = fresh.querySelector(`[data-live="${region.dataset['live']}"]`);
    if (next) region.replaceChildren(...next.childNodes);
  }
  for (const fold of form.querySelectorAll('details')) fold.open = open.includes(fold.id);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}
