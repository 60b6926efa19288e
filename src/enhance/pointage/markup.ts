import { icons, type IconName } from '#ui/icons.ts';

type Child = Node | string | null | undefined | false;

/** An element, its attributes and what it holds: texts stay texts, whatever somebody is called. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | boolean | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter((one): one is Node | string => Boolean(one)));
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

export function icon(name: IconName, size = 24): SVGSVGElement {
  const drawing = document.createElementNS(SVG, 'svg');
  const attributes = {
    ...{ width: String(size), height: String(size), viewBox: '0 0 24 24', fill: 'none' },
    ...{ stroke: 'currentColor', 'stroke-width': '2', 'stroke-linecap': 'round' },
    ...{ 'stroke-linejoin': 'round', 'aria-hidden': 'true' }
  };
  for (const [key, value] of Object.entries(attributes)) drawing.setAttribute(key, value);
  for (const [tag, shape] of icons[name]) {
    const part = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(shape)) part.setAttribute(key, value);
    drawing.append(part);
  }
  return drawing;
}

/** A button that does something here and now. */
export function button(
  label: string,
  options: { readonly icon?: IconName; readonly kind?: string; readonly pressed?: boolean },
  act: () => void
): HTMLButtonElement {
  const made = element(
    'button',
    {
      type: 'button',
      class: options.kind ?? 'plain',
      'aria-pressed': options.pressed === undefined ? undefined : String(options.pressed)
    },
    options.icon && (icon(options.icon, 22) as unknown as Node),
    element('span', {}, label)
  );
  made.addEventListener('click', act);
  return made;
}
