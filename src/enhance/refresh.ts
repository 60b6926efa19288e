/**
 * A page about what is going on: asked again every so many seconds, and its regions put in place of these while nothing
 * is being typed or read with the keyboard in them. Nothing moves while the page is hidden. Without JavaScript a link,
 * or the page itself, does it.
 */
export function refresh(element: HTMLElement): void {
  const seconds = Number(element.dataset['every']) || 20;
  const note = element.querySelector<HTMLElement>('[data-stale]');
  let failures = 0;
  setInterval(() => {
    if (document.visibilityState === 'visible') void again();
  }, seconds * 1000);

  async function again(): Promise<void> {
    try {
      const response = await fetch(location.href, { headers: { accept: 'text/html' } });
      if (!response.ok) throw new Error(String(response.status));
      const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
      failures = 0;
      for (const region of document.querySelectorAll<HTMLElement>('[data-live]')) {
        const next = fresh.querySelector(`[data-live="${region.dataset['live']}"]`);
        if (next && !isBusy(region)) replace(region, next);
      }
    } catch {
      failures += 1;
    }
    if (note) note.hidden = failures < 2;
  }
}

/** Somebody is in it: her place would be lost. */
function isBusy(region: HTMLElement): boolean {
  return region.contains(document.activeElement);
}

function replace(region: HTMLElement, next: Element): void {
  if (region.innerHTML === next.innerHTML) return;
  const open = [...region.querySelectorAll('details')]
    .filter((one) => one.open)
    .map(({ id }) => id);
  region.replaceChildren(...next.childNodes);
  for (const fold of region.querySelectorAll('details'))
    if (open.includes(fold.id)) fold.open = true;
  region.dispatchEvent(new CustomEvent('swapped', { bubbles: true }));
}
