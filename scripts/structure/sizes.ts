import { isTest, type Breach, type Project } from './project.ts';

const AIM = 150;
const LIMIT = 300;
const ROUTE_LIMIT = 80;
/** Written by a machine, read by one. */
const GENERATED = ['src/server/db/schema.ts', 'src/ui/icons.ts'];

/** A file is read whole: past 150 lines it asks to be split, past 300 it must be. */
export function checkSizes({ files }: Project): Breach[] {
  return files.flatMap(({ path, text }) => {
    if (!/^(src|bin)\/.*\.(ts|svelte)$/.test(path)) return [];
    if (isTest(path) || GENERATED.includes(path)) return [];
    const lines = text.trimEnd().split('\n').length;
    const message = tooLong(path, lines);
    if (!message) return [];
    const level = lines > limitOf(path) ? ('error' as const) : ('warning' as const);
    return [{ rule: 'size', file: path, message, level }];
  });
}

function tooLong(path: string, lines: number): string | null {
  const limit = limitOf(path);
  if (lines > limit) return `${lines} lines, ${limit} at most: ${advice(path)}`;
  return lines > AIM ? `${lines} lines: aim at ${AIM}` : null;
}

function limitOf(path: string): number {
  return path.endsWith('+page.server.ts') ? ROUTE_LIMIT : LIMIT;
}

function advice(path: string): string {
  return path.startsWith('src/routes/')
    ? 'move what decides to the domain, or give the verb its own route'
    : 'split it by a sub-folder of the same vocabulary';
}
