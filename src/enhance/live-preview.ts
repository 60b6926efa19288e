const PAUSE_MS = 350;

/**
 * A form whose button « Voir » shows what it would give: shown as one types. Without JavaScript, or if the fetch fails,
 * the button does it.
 */
export function livePreview(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const button = form.querySelector<HTMLButtonElement>('button[data-preview]');
  const place = button?.parentElement;
  if (!button || !place) return;
  place.hidden = true;
  let latest = 0;
  let pause: ReturnType<typeof setTimeout>;
  form.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(() => void preview(), PAUSE_MS);
  });

  async function preview(): Promise<void> {
    const request = ++latest;
    try {
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(form))
        if (typeof value === 'string') body.append(name, value);
      const headers = { accept: 'text/html' };
      const response = await fetch(button!.formAction, { method: 'POST', body, headers });
      if (!response.ok) throw new Error(String(response.status));
      const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
      if (request !== latest) return;
      for (const region of form.ownerDocument.querySelectorAll<HTMLElement>('[data-live]')) {
        const next = fresh.querySelector(`[data-live="${region.dataset['live']}"]`);
        if (next) region.replaceChildren(...next.childNodes);
      }
    } catch {
      place!.hidden = false;
    }
  }
}
