const SHOWN_FOR = 8000;

/**
 * A message that came with the page is not read out, since nothing changed: it is put back a moment
 * later. It goes by itself after 8 s, unless one is on it.
 */
export function toast(region: HTMLElement): void {
  const message = region.firstElementChild as HTMLElement | null;
  if (!message) return;
  message.remove();
  setTimeout(() => region.append(message), 100);
  const close = message.querySelector<HTMLElement>('[data-close]');
  if (close) close.hidden = false;
  close?.addEventListener('click', (event) => {
    event.preventDefault();
    message.remove();
  });
  const leave = () => {
    if (message.matches(':hover, :focus-within')) setTimeout(leave, SHOWN_FOR);
    else message.remove();
  };
  if (region.dataset['stays'] === undefined) setTimeout(leave, SHOWN_FOR);
}
