/**
 * A link to a `dialog` opens it as a modal; without JavaScript the same link shows it in the page
 * (`:target`). The browser keeps the focus inside and gives it back at the end.
 */
export function dialog(element: HTMLElement): void {
  const target = document.getElementById(element.getAttribute('href')?.slice(1) ?? '');
  if (!(target instanceof HTMLDialogElement)) return;
  element.setAttribute('aria-haspopup', 'dialog');
  element.addEventListener('click', (event) => {
    event.preventDefault();
    target.showModal();
  });
  target.addEventListener('click', (event) => {
    const close = (event.target as Element).closest('[data-close]');
    const backdrop = event.target === target;
    if (!close && !backdrop) return;
    event.preventDefault();
    target.close();
  });
  target.addEventListener('close', () => element.focus());
}
