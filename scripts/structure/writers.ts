import ts from 'typescript';
import { isTest, lineAt, type Breach, type Project, type ProjectFile } from './project.ts';
import { lineOf, literalText, parse, possibleStrings, visit } from './syntax.ts';
import { TABLE_OWNERS } from './tables.ts';

const BUILDERS = ['insertInto', 'updateTable', 'deleteFrom', 'mergeInto', 'replaceInto'];
const NAME = '"?([a-z_][a-z0-9_]*|\\$\\d+\\$)"?';
const RAW_WRITES = [
  new RegExp(`\\binsert\\s+into\\s+${NAME}`, 'gi'),
  new RegExp(
    `(?<!\\bfor\\s+|\\bdo\\s+|\\bno\\s+key\\s+)\\bupdate\\s+(?:only\\s+)?${NAME}(?=[\\s\\S]*?\\bset\\b)`,
    'gi'
  ),
  new RegExp(`\\bdelete\\s+from\\s+(?:only\\s+)?${NAME}`, 'gi'),
  new RegExp(`\\bmerge\\s+into\\s+(?:only\\s+)?${NAME}`, 'gi'),
  new RegExp(`\\btruncate\\s+(?:table\\s+)?(?:only\\s+)?${NAME}`, 'gi'),
  new RegExp(`\\bcopy\\s+${NAME}\\s*(?:\\([^)]*\\)\\s*)?from\\b`, 'gi')
];
const CREATED = /\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?"?([a-z_][a-z0-9_]*)"?/gi;
const DROPPED = /\bdrop\s+table\s+(?:if\s+exists\s+)?"?([a-z_][a-z0-9_]*)"?/gi;
const TEMPORARY =
  /\bcreate\s+(?:temp|temporary)\s+table\s+(?:if\s+not\s+exists\s+)?"?([a-z_][a-z0-9_]*)"?/gi;

/** The types of the tables; and what puts every table back as it was: it knows none of them, and writes them all. */
const NOT_READ = ['src/server/db/schema.ts', 'src/server/backup/restore.ts'];

/** A write whose table the file does not tell. */
const UNNAMED = '';

interface Write {
  table: string;
  line: number;
}

/** A table has one writer: its domain. The map of owners and the migrations tell the same tables. */
export function checkWriters(project: Project, owners = TABLE_OWNERS): Breach[] {
  const code = project.files.filter(
    ({ path }) => /^src\/.*\.ts$/.test(path) && !isTest(path) && !NOT_READ.includes(path)
  );
  return [...checkMap(project, owners), ...code.flatMap((file) => checkFile(file, owners))];
}

function checkMap({ files }: Project, owners: Record<string, string>): Breach[] {
  const tables = new Map<string, ProjectFile & { line: number }>();
  for (const file of files.filter(({ path }) => /^migrations\/.*\.(sql|ts)$/.test(path))) {
    const text = file.path.endsWith('.sql') ? file.text.replace(/--.*$/gm, '') : file.text;
    for (const found of text.matchAll(CREATED)) {
      tables.set(found[1] ?? '', { ...file, line: lineAt(text, found.index) });
    }
    for (const found of text.matchAll(DROPPED)) tables.delete(found[1] ?? '');
  }
  const unowned = [...tables].filter(([table]) => !(table in owners));
  const unknown = Object.keys(owners).filter((table) => !tables.has(table));
  return [
    ...unowned.map(([table, { path, line }]) =>
      breach({ path }, line, `table ${table} has no owner in scripts/structure/tables.ts`)
    ),
    ...unknown.map((table) =>
      breach({ path: 'scripts/structure/tables.ts' }, undefined, `no migration creates ${table}`)
    )
  ];
}

function checkFile(file: ProjectFile, owners: Record<string, string>): Breach[] {
  const writer =
    /^src\/domain\/([^/]+)\/server\//.exec(file.path)?.[1] ??
    /^src\/([^/]+)\//.exec(file.path)?.[1];
  const temporary = new Set([...file.text.matchAll(TEMPORARY)].map((found) => found[1]));
  return writesOf(file).flatMap(({ table, line }) => {
    if (temporary.has(table)) return [];
    if (table === UNNAMED) return [breach(file, line, 'writes a table it does not name: name it')];
    const owner = owners[table];
    if (owner === writer) return [];
    return [breach(file, line, `writes ${table}, which belongs to ${owner ?? 'nobody yet'}`)];
  });
}

function writesOf(file: ProjectFile): Write[] {
  const writes: Write[] = [];
  visit(parse(file), (node) => {
    if (ts.isCallExpression(node)) writes.push(...builderWrites(node));
    writes.push(...rawWrites(node));
  });
  return writes;
}

function builderWrites(call: ts.CallExpression): Write[] {
  if (!ts.isPropertyAccessExpression(call.expression)) return [];
  if (!BUILDERS.includes(call.expression.name.text)) return [];
  const line = lineOf(call.expression.name);
  const tables = possibleStrings(call.arguments[0]) ?? [UNNAMED];
  return tables.map((table) => ({ table: table.split(/\s/)[0] ?? table, line }));
}

function rawWrites(node: ts.Node): Write[] {
  const sql = literalText(node)?.replace(/--.*$/gm, '');
  if (!sql) return [];
  return RAW_WRITES.flatMap((pattern) =>
    [...sql.matchAll(pattern)].flatMap((found) => {
      const line = lineOf(node) + lineAt(sql, found.index) - 1;
      return inserted(node, found[1] ?? '').map((table) => ({ table, line }));
    })
  );
}

/** A table named in the text, or what the template inserts in its place. */
function inserted(node: ts.Node, name: string): string[] {
  const index = /^\$(\d+)\$$/.exec(name)?.[1];
  if (index === undefined) return [name.toLowerCase()];
  if (!ts.isTemplateExpression(node)) return [UNNAMED];
  return possibleStrings(node.templateSpans[Number(index)]?.expression) ?? [UNNAMED];
}

function breach(file: { path: string }, line: number | undefined, message: string): Breach {
  return {
    rule: 'one-writer',
    file: file.path,
    ...(line ? { line } : {}),
    message,
    level: 'error'
  };
}
