/** « Copier le lien »: hidden without JavaScript; copies `data-text`, or the address of the page. */
export function copy(button: HTMLElement): void {
  if (!navigator.clipboard) return;
  button.hidden = false;
  const label = button.querySelector<HTMLElement>('[data-label]') ?? button;
  const words = label.textContent;
  button.addEventListener('click', () => {
    void navigator.clipboard.writeText(button.dataset['text'] ?? location.href).then(() => {
      label.textContent = 'Copié';
      setTimeout(() => (label.textContent = words), 2500);
    });
  });
}
