/**
 * The page of a wave: each choice is kept as soon as it is made, and said under its line. One after the other, so that the
 * last one touched is the last one kept. What could not be kept stays chosen, and goes with the button of the page.
 */
export function wave(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const address = form.dataset['line'] ?? '';
  for (const note of form.querySelectorAll('[data-wave-note]')) note.setAttribute('role', 'status');
  let turn = Promise.resolve();

  // A click too on the answer of last time, already chosen: touching it confirms it. The keyboard’s arrows click as well.
  form.addEventListener('click', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== 'radio') return;
    const line = target.closest<HTMLElement>('[data-wave-line]');
    if (line) turn = turn.then(() => keep(line, target));
  });

  async function keep(line: HTMLElement, choice: HTMLInputElement): Promise<void> {
    const seen = line.querySelector<HTMLInputElement>('input[type=hidden]');
    const note = line.querySelector('[data-wave-note]');
    if (!seen || !note || !choice.checked) return;
    const body = new URLSearchParams({ [choice.name]: choice.value });
    // What she touches is her choice, even where it was shown so: nothing is left as it was. And an answer of last time was
    // never kept.
    const isOther = line.dataset['state'] === 'kept' && seen.value !== choice.value;
    body.set(seen.name, isOther ? seen.value : '');
    try {
      const response = await fetch(address, { method: 'POST', body });
      if (!response.ok) throw new Error(String(response.status));
      const answer = (await response.json()) as { replaced: boolean; said: number; of: number };
      seen.value = choice.value;
      line.dataset['state'] = 'kept';
      note.textContent = answer.replaced
        ? 'Enregistré, à la place de ce que quelqu’un de votre structure venait de dire'
        : 'Enregistré';
      show(answer);
    } catch {
      note.textContent = 'Pas encore enregistré : le bouton du bas de page le fera';
    }
  }

  function show({ said, of }: { said: number; of: number }): void {
    const region = document.querySelector('[data-wave-progress]');
    const bar = region?.querySelector('progress');
    const figure = region?.querySelector('.figure');
    if (bar) bar.value = said;
    if (figure) figure.textContent = `${said} sur ${of}`;
  }
}
