/**
 * A region whose buttons and links answer in place: what the form would load is fetched, and the region replaced by the
 * same one of the page that comes back; the focus stays where it was. Without JavaScript each loads its page.
 */
export function swap(region: HTMLElement): void {
  let latest = 0;
  const status = document.createElement('p');
  status.className = 'visually-hidden';
  status.role = 'status';
  region.before(status);

  region.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (form.dataset['whole'] !== undefined) return;
    event.preventDefault();
    const { submitter } = event;
    const body = new FormData(form, submitter);
    const action = submitter?.getAttribute('formaction') ?? form.getAttribute('action') ?? '';
    void load(new URL(action, location.href).href, body, () => form.submit());
  });
  region.addEventListener('click', (event) => {
    const tile = (event.target as Element).closest('svg a[data-code]');
    const box = tile && boxOf(tile.getAttribute('data-code') ?? '');
    if (!tile || !box?.form) return;
    event.preventDefault();
    box.checked = !box.checked;
    box.form.requestSubmit();
  });
  // A box ticked in the list is an answer too.
  region.addEventListener('change', ({ target }) => {
    const box = target as HTMLInputElement;
    if (box.dataset['tick'] !== undefined) box.form?.requestSubmit();
  });
  region.addEventListener('chosen', ({ target }) => {
    const form = (target as Element).closest('form');
    form?.requestSubmit(form.querySelector<HTMLButtonElement>('button[name=faire]'));
  });

  function boxOf(code: string): HTMLInputElement | null {
    return region.querySelector<HTMLInputElement>(`input[data-tick][value="${CSS.escape(code)}"]`);
  }

  async function load(address: string, body: FormData, otherwise: () => void): Promise<void> {
    const request = ++latest;
    region.setAttribute('aria-busy', 'true');
    try {
      const response = await fetch(address, {
        method: 'POST',
        body,
        headers: { accept: 'text/html' }
      });
      const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
      const next = fresh.getElementById(region.id);
      if (!next) otherwise();
      else if (request === latest) show(next, response.url);
    } catch {
      otherwise();
    } finally {
      region.removeAttribute('aria-busy');
    }
  }

  function show(next: HTMLElement, address: string): void {
    const focused = document.activeElement;
    const id = focused?.id || focused?.closest('[id]')?.id;
    const code = focused?.getAttribute('data-code');
    const open = [...region.querySelectorAll('details')]
      .filter((one) => one.open)
      .map((one) => one.id);
    region.replaceChildren(...next.childNodes);
    for (const fold of region.querySelectorAll('details'))
      if (open.includes(fold.id)) fold.open = true;
    status.textContent = region.querySelector('[data-effect]')?.textContent?.trim() ?? '';
    if (address && !address.includes('?/')) history.replaceState(history.state, '', address);
    const back = code
      ? region.querySelector<SVGAElement>(`svg a[data-code="${code}"]`)
      : id && document.getElementById(id);
    if (back && 'focus' in back) back.focus({ preventScroll: true });
    region.dispatchEvent(new CustomEvent('swapped', { bubbles: true }));
  }
}
