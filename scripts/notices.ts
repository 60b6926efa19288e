/**
 * Writes static/licences-tierces.txt: everything that is distributed with Maillage or that it runs on, with the text of each
 * licence, from the packages as they are installed. `--check` says whether it is up to date, and changes nothing.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const FILE = join(ROOT, 'static/licences-tierces.txt');
/** Needed to build, and found in what is built: code, fonts, icons, and the geography that is given as it is. */
const BUILT_IN = [
  'svelte',
  '@sveltejs/kit',
  '@sveltejs/adapter-node',
  'maplibre-gl',
  'qr',
  '@iconify-json/lucide',
  '@fontsource-variable/atkinson-hyperlegible-next',
  '@fontsource-variable/bricolage-grotesque'
];
const LICENCE_FILE = /^(licen[cs]e|copying|notice|ofl)([.-].*)?$/i;

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
}

const written = writeNotices();
if (!process.argv.includes('--check')) writeFileSync(FILE, written);
else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== written) {
  console.error('static/licences-tierces.txt is not up to date: npm run notices');
  process.exitCode = 1;
}

function writeNotices(): string {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  const packages = Object.entries(lock.packages)
    .filter(([path, locked]) => path !== '' && isDistributed(path, locked))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const sections = new Map<string, string[]>();
  for (const [path, locked] of packages) {
    const text = licenceText(path, locked);
    sections.set(text, [...(sections.get(text) ?? []), titleOf(path, locked)]);
  }
  return [
    '# Third-party notices',
    'Maillage is published under the EUPL-1.2 (LICENSE). What follows is distributed with it, or fetched by its installation. Written by scripts/notices.ts.',
    ...[...sections].map(([text, titles]) => `## ${[...new Set(titles)].join(', ')}\n\n${text}`)
  ]
    .join('\n\n')
    .concat('\n');
}

function isDistributed(path: string, { dev, devOptional }: Locked): boolean {
  return (!dev && !devOptional) || BUILT_IN.includes(nameOf(path));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function titleOf(path: string, { version, license }: Locked): string {
  return `${nameOf(path)} ${version ?? ''} (${license ?? 'see below'})`;
}

/** What is made for one kind of machine is not installed on the others: its licence is only named. */
function licenceText(path: string, { os, cpu, optional }: Locked): string {
  if (os || cpu || optional) return 'For some machines only: its licence is in its package.';
  const folder = join(ROOT, path);
  const files = existsSync(folder)
    ? readdirSync(folder).filter((name) => LICENCE_FILE.test(name))
    : [];
  const texts = files.sort().map((name) => readFileSync(join(folder, name), 'utf8'));
  if (texts.length === 0)
    return 'Its package holds no file of licence: the one named above applies.';
  return texts
    .map((text) => `\`\`\`\`text\n${text.replaceAll('\r', '').trim()}\n\`\`\`\``)
    .join('\n\n');
}
