/**
 * A map, a plan schématique and a list of the same communes, kept in step: what is pointed at or focused in
 * one is shown in all, arrows go from a commune to its neighbour, and choosing one brings its panel without
 * leaving the page. Without this script each commune is a plain link.
 */

/** Told to whoever draws the areas otherwise (the zoomable map): the commune pointed at, or none. */
export const ACTIVE_EVENT = 'area-active';

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1]
};

export function areas(root: HTMLElement): void {
  const links = [...root.querySelectorAll<SVGAElement>('svg a[data-code]')];
  const byCode = Map.groupBy(links, (link) => link.dataset['code'] ?? '');
  const readout = root.querySelector<HTMLElement>('[data-readout]');
  const hint = readout?.textContent ?? '';
  if (readout) readout.hidden = false;
  let active = '';

  function show(code: string): void {
    if (code === active) return;
    mark(active, false);
    active = code;
    mark(code, true);
    const link = byCode.get(code)?.[0];
    if (readout) readout.textContent = link?.getAttribute('aria-label') ?? hint;
    drawHalo(root, code || selectedCode(root));
    root.dispatchEvent(new CustomEvent(ACTIVE_EVENT, { detail: code || selectedCode(root) }));
  }

  function mark(code: string, on: boolean): void {
    if (!code) return;
    for (const element of root.querySelectorAll(`[data-code="${code}"]`)) {
      element.classList.toggle('active', on);
    }
  }

  root.addEventListener('pointerover', (event) => show(codeAt(event.target)));
  root.addEventListener('pointerleave', () => show(codeAt(document.activeElement)));
  root.addEventListener('focusin', (event) => {
    const code = codeAt(event.target);
    show(code);
    if (code) enterBy(byCode, code);
  });
  root.addEventListener('focusout', (event) => {
    if (!root.contains(event.relatedTarget as Node | null)) show('');
  });
  root.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    const link = (event.target as Element).closest<SVGAElement>('svg a[data-code]');
    if (!step || !link || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    neighbour(link, step)?.focus();
  });
  const panel = root.querySelector<HTMLElement>('[data-swap]');
  if (panel) root.addEventListener('click', (event) => void choose(event, root, panel));
}

function codeAt(target: EventTarget | Element | null): string {
  if (!(target instanceof Element)) return '';
  return target.closest<HTMLElement>('[data-code]')?.dataset['code'] ?? '';
}

function selectedCode(root: HTMLElement): string {
  return codeAt(root.querySelector('svg [data-code][aria-current]'));
}

/** The border of the commune shown, drawn over its neighbours. */
function drawHalo(root: HTMLElement, code: string): void {
  const path = root.querySelector(`.map [data-code="${code}"] path`)?.getAttribute('d') ?? 'M0 0';
  for (const line of root.querySelectorAll('.halo path')) line.setAttribute('d', path);
}

/** The Tab key comes back to the commune last visited, in every view. */
function enterBy(byCode: ReadonlyMap<string, SVGAElement[]>, code: string): void {
  for (const [other, links] of byCode) {
    for (const link of links) link.setAttribute('tabindex', other === code ? '0' : '-1');
  }
}

/** The closest commune on that side, straight ahead rather than askew. */
function neighbour(link: SVGAElement, [dx, dy]: readonly [number, number]): SVGAElement | null {
  const from = middleOf(link);
  let best: SVGAElement | null = null;
  let least = Infinity;
  for (const other of link.ownerSVGElement?.querySelectorAll<SVGAElement>('a[data-code]') ?? []) {
    const to = middleOf(other);
    const ahead = (to.x - from.x) * dx + (to.y - from.y) * dy;
    const aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
    const cost = ahead + 2.2 * aside;
    if (other !== link && ahead > 1 && aside < 2.5 * ahead + 4 && cost < least) {
      [best, least] = [other, cost];
    }
  }
  return best;
}

function middleOf(link: SVGAElement): { x: number; y: number } {
  const box = link.getBBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Brings the panel of the commune chosen; lets the browser follow the link where that fails. */
async function choose(event: MouseEvent, root: HTMLElement, panel: HTMLElement): Promise<void> {
  const link = (event.target as Element).closest<HTMLElement>('[data-code] a, a[data-code]');
  const href = link?.getAttribute('href');
  if (!link || !href || !href.includes('commune=') || event.button !== 0) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const fetched = await fetchPanel(href, panel.id);
  if (!fetched) {
    location.assign(href);
    return;
  }
  panel.innerHTML = fetched.innerHTML;
  history.replaceState(null, '', href.split('#')[0]);
  const code = codeAt(link);
  for (const element of root.querySelectorAll('[data-code]')) {
    if (element.getAttribute('data-code') === code) element.setAttribute('aria-current', 'true');
    else element.removeAttribute('aria-current');
  }
  drawHalo(root, code);
  const byKeyboard = event.detail === 0;
  if (byKeyboard) panel.querySelector<HTMLElement>('[tabindex="-1"]')?.focus();
  else if (isOutOfSight(panel)) panel.scrollIntoView({ block: 'nearest' });
}

async function fetchPanel(href: string, id: string): Promise<Element | null> {
  try {
    const response = await fetch(href.split('#')[0] ?? href);
    if (!response.ok) return null;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    return page.getElementById(id);
  } catch {
    return null;
  }
}

function isOutOfSight(element: HTMLElement): boolean {
  const { top } = element.getBoundingClientRect();
  return top < 0 || top > window.innerHeight - 120;
}
