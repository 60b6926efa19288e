import { dirname } from 'node:path/posix';
import { parse, type AST } from 'svelte/compiler';
import { lineAt, type Breach, type Project, type ProjectFile } from './project.ts';

/** Markup that the strict content security policy, or a browser without JavaScript, would drop. */
export function checkMarkup({ files }: Project): Breach[] {
  const hydrated = files.filter(({ text }) => HYDRATES.test(text)).map(({ path }) => dirname(path));
  return files
    .filter(({ path }) => path.endsWith('.svelte'))
    .flatMap((file) => checkFile(file, hydrated.includes(dirname(file.path))));
}

/** A page that edits in place opts back into hydration: Svelte handlers run there, and in its folder. */
const HYDRATES = /^export const csr = true;$/m;

function checkFile(file: ProjectFile, hydrated: boolean): Breach[] {
  const breaches: Breach[] = [];
  const report = (position: number, message: string) => {
    const line = lineAt(file.text, position);
    breaches.push({ rule: 'markup', file: file.path, line, message, level: 'error' });
  };
  try {
    see(parse(file.text, { modern: true }).fragment, (node) => {
      const message = refused(node, hydrated);
      if (message) report(node.start, message);
    });
  } catch (error) {
    report(0, `cannot be read: ${(error as Error).message}`);
  }
  return breaches;
}

interface Node {
  type: string;
  start: number;
  name?: string;
  value?: unknown;
}

function refused(node: Node, hydrated: boolean): string | null {
  if (node.type === 'StyleDirective')
    return 'style: directives become style attributes, which the CSP refuses: use a class';
  if (node.type !== 'Attribute') return null;
  if (node.name === 'style')
    return 'style attributes are refused by the CSP: use a class or an SVG attribute';
  if (!/^on[a-z]+$/.test(node.name ?? '')) return null;
  if (isText(node.value))
    return 'inline event handlers are refused by the CSP: enhance from src/enhance';
  return hydrated
    ? null
    : 'this page is not hydrated, the handler would never run: enhance from src/enhance';
}

function isText(value: unknown): boolean {
  return Array.isArray(value) && value.every((part: { type?: string }) => part.type === 'Text');
}

function see(node: AST.Fragment | object, report: (node: Node) => void): void {
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child !== 'object' || child === null) continue;
      if ('type' in child && 'start' in child) report(child as Node);
      see(child as object, report);
    }
  }
}
