import ts from 'typescript';
import type { Breach, Project, ProjectFile } from './project.ts';
import { lineOf, literalText, parse, visit } from './syntax.ts';

const ROUTE = /^src\/(routes\/.*\+(page|layout|server)(\.server)?\.ts|hooks\.server\.ts)$/;
/** What answers a GET or a HEAD, that a mail scanner or a prefetch may send at any time. */
const READERS = ['load', 'GET', 'HEAD', 'OPTIONS', 'handle', 'entries'];
/** The one GET that acts: a protocol has it so, and only the browser that began can obtain anything by it. */
const PROTOCOL_RETURNS = ['src/routes/connexion/oidc/retour/+server.ts'];
const SQL = /\b(select\s[\s\S]*\bfrom|insert\s+into|update\s+\w+\s+set|delete\s+from)\b/i;

/** No reading changes anything; no route writes SQL. */
export function checkReads({ files }: Project): Breach[] {
  return files
    .filter(({ path }) => ROUTE.test(path))
    .flatMap((file) => [...reading(file), ...sql(file)]);
}

function reading(file: ProjectFile): Breach[] {
  if (PROTOCOL_RETURNS.includes(file.path)) return [];
  const source = parse(file);
  const commands = commandNames(source);
  if (commands.size === 0) return [];
  const functions = topLevel(source);
  return READERS.flatMap((reader) => {
    const used = reach(reader, functions, commands);
    return used
      ? [
          breach(
            file,
            lineOf(used),
            `${reader} reaches the command « ${used.text} »: reading changes nothing`
          )
        ]
      : [];
  });
}

/** The local names of what the file imports from a `commands.ts`. */
function commandNames(source: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier))
      continue;
    if (!/(^|\/)commands(\.ts)?$/.test(statement.moduleSpecifier.text)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (bindings && ts.isNamespaceImport(bindings)) names.add(bindings.name.text);
    if (bindings && ts.isNamedImports(bindings)) {
      for (const element of bindings.elements)
        if (!element.isTypeOnly) names.add(element.name.text);
    }
  }
  return names;
}

function topLevel(source: ts.SourceFile): Map<string, ts.Node> {
  const found = new Map<string, ts.Node>();
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name)
      found.set(statement.name.text, statement);
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (ts.isIdentifier(name) && initializer) found.set(name.text, initializer);
    }
  }
  return found;
}

/** The first command a function names, itself or through the functions of the same file. */
function reach(
  name: string,
  functions: Map<string, ts.Node>,
  commands: Set<string>,
  seen = new Set<string>()
): ts.Identifier | null {
  const body = functions.get(name);
  if (!body || seen.has(name)) return null;
  seen.add(name);
  let used: ts.Identifier | null = null;
  visit(body, (node) => {
    if (used || !ts.isIdentifier(node)) return;
    used = commands.has(node.text) ? node : reach(node.text, functions, commands, seen);
  });
  return used;
}

function sql(file: ProjectFile): Breach[] {
  const breaches: Breach[] = [];
  visit(parse(file), (node) => {
    const text = literalText(node);
    if (text !== null && SQL.test(text)) {
      breaches.push(breach(file, lineOf(node), 'a route writes SQL: put the query in its domain'));
    }
    if (
      ts.isPropertyAccessExpression(node) &&
      /^(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)$/.test(node.name.text)
    ) {
      breaches.push(breach(file, lineOf(node), 'a route writes SQL: put the query in its domain'));
    }
  });
  return breaches;
}

function breach(file: ProjectFile, line: number, message: string): Breach {
  return { rule: 'routes', file: file.path, line, message, level: 'error' };
}
