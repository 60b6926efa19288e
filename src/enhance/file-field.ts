/** Drag and drop on a file field, and the name and size of what was chosen, said aloud. */
export function fileField(zone: HTMLElement): void {
  const input = zone.querySelector<HTMLInputElement>('input[type=file]');
  const status = zone.querySelector<HTMLElement>('[role=status]');
  if (!input || !status) return;
  zone.dataset['ready'] = '';
  for (const name of ['dragenter', 'dragover']) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.dataset['over'] = '';
    });
  }
  for (const name of ['dragleave', 'drop'])
    zone.addEventListener(name, () => delete zone.dataset['over']);
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    if (!event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
  input.addEventListener('change', () => {
    status.textContent = [...(input.files ?? [])]
      .map(({ name, size }) => `${name} (${weight(size)})`)
      .join(', ');
  });
}

function weight(bytes: number): string {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, 'ko'] : [bytes / 1e6, 'Mo'];
  return `${value.toLocaleString('fr-FR', { maximumFractionDigits: value < 10 ? 1 : 0 })}\u00a0${unit}`;
}
