/** « Imprimer »: hidden without JavaScript, where the browser's own menu does it. */
export function print(button: HTMLElement): void {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}
