/** « / » goes to the search field, unless one is writing. */
export function searchShortcut(): void {
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.target as Element).closest('input, textarea, select, [contenteditable]')) return;
    const field = [
      ...document.querySelectorAll<HTMLInputElement>('input[aria-keyshortcuts="/"]')
    ].find((input) => input.offsetParent !== null);
    if (!field) return;
    event.preventDefault();
    field.select();
    field.focus();
  });
}
