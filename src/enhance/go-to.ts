/** What is chosen in the list of a combobox is a page of this site: one goes there. */
export function goTo(root: HTMLElement): void {
  root.addEventListener('chosen', (event) => {
    const { value } = (event as CustomEvent<{ value: string }>).detail;
    if (value.startsWith('/') && !value.startsWith('//')) location.assign(value);
  });
}
