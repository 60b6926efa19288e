/**
 * Writes `src/ui/icons.ts`: of the 1,900 Lucide icons, only those the pages use. Add a name to the list,
 * then `node scripts/icons.ts`. The package is read here only, never by the application.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ICONS = [
  'accessibility',
  'arrow-down',
  'arrow-left',
  'arrow-right',
  'arrow-up',
  'arrow-up-down',
  'bed',
  'building-2',
  'bus',
  'calendar',
  'car',
  'check',
  'chevron-down',
  'chevron-left',
  'chevron-right',
  'circle-alert',
  'circle-check',
  'circle-dashed',
  'circle-question-mark',
  'clock',
  'code',
  'contact',
  'copy',
  'download',
  'external-link',
  'eye',
  'file-text',
  'footprints',
  'funnel',
  'globe',
  'grid-2x2',
  'history',
  'house',
  'info',
  'landmark',
  'layers',
  'link',
  'list',
  'lock',
  'log-in',
  'mail',
  'map',
  'map-pin',
  'menu',
  'minus',
  'moon',
  'network',
  'pencil',
  'phone',
  'pin',
  'plus',
  'printer',
  'qr-code',
  'search',
  'shield-check',
  'sun',
  'sun-moon',
  'table',
  'trash-2',
  'triangle-alert',
  'undo-2',
  'upload',
  'user',
  'users',
  'x',
  'zoom-in',
  'zoom-out'
];

interface Collection {
  icons: Record<string, { body: string }>;
  aliases: Record<string, { parent: string }>;
}

const ROOT = join(import.meta.dirname, '..');
const collection = JSON.parse(
  readFileSync(join(ROOT, 'node_modules/@iconify-json/lucide/icons.json'), 'utf8')
) as Collection;

const entries = ICONS.map((name) => `  '${name}': ${JSON.stringify(shapes(name))}`);
writeFileSync(
  join(ROOT, 'src/ui/icons.ts'),
  `/** Icons of Lucide (ISC licence, https://lucide.dev), 24 × 24, drawn by a stroke. Written by scripts/icons.ts. */
export type Shape = readonly [tag: string, attributes: Readonly<Record<string, string>>];

export const icons = {
${entries.join(',\n')}
} as const satisfies Record<string, readonly Shape[]>;

export type IconName = keyof typeof icons;
`
);

/** The drawing elements of an icon, without the stroke attributes that the `svg` element carries for all. */
function shapes(name: string): [string, Record<string, string>][] {
  const icon = collection.icons[name] ?? collection.icons[collection.aliases[name]?.parent ?? ''];
  if (!icon) throw new Error(`Lucide has no icon « ${name} »`);
  const elements = icon.body.matchAll(
    /<(path|circle|rect|line|ellipse|polyline|polygon)\b([^>]*)>/g
  );
  return [...elements].map(([, tag = '', text = '']) => [tag, attributes(text)]);
}

function attributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
    key,
    value
  ]);
  return Object.fromEntries(
    pairs.filter(([key]) => key !== 'fill' && !key?.startsWith('stroke'))
  ) as Record<string, string>;
}
