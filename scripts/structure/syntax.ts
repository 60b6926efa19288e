import ts from 'typescript';
import type { ProjectFile } from './project.ts';

/** A TypeScript file as a tree, without types: fast enough to read the whole project. */
export function parse({ path, text }: ProjectFile): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
}

export function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => {
    visit(child, see);
  });
}

export function lineOf(node: ts.Node): number {
  const source = node.getSourceFile();
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}

/** The text of a string or template; what a template inserts reads as `$0$`, `$1$`… in order. */
export function literalText(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  const rest = node.templateSpans.map((span, index) => `$${index}$${span.literal.text}`);
  return node.head.text + rest.join('');
}

/**
 * The strings an expression can be, where the file says so: a literal, a parameter typed as a union of
 * literals or as the keys of a constant of the file, or any of them inside `sql.table(…)`. Null where it
 * does not.
 */
export function possibleStrings(expression: ts.Expression | undefined): string[] | null {
  if (!expression) return null;
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isCallExpression(expression)) return possibleStrings(expression.arguments[0]);
  if (!ts.isIdentifier(expression)) return null;
  for (let node: ts.Node = expression; !ts.isSourceFile(node); node = node.parent) {
    if (!ts.isFunctionLike(node)) continue;
    const parameter = node.parameters.find(({ name }) => name.getText() === expression.text);
    if (parameter?.type) return stringsOf(parameter.type);
  }
  return null;
}

function stringsOf(type: ts.TypeNode): string[] | null {
  if (ts.isUnionTypeNode(type)) {
    const members = type.types.map(stringsOf);
    return members.every((strings) => strings !== null) ? members.flat() : null;
  }
  if (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)) return [type.literal.text];
  return ts.isTypeOperatorNode(type) && ts.isTypeQueryNode(type.type)
    ? keysOf(type.type.exprName.getText(), type.getSourceFile())
    : null;
}

/** The keys of `const name = { … }` at the top of a file. */
function keysOf(name: string, source: ts.SourceFile): string[] | null {
  for (const statement of source.statements.filter(ts.isVariableStatement)) {
    for (const declaration of statement.declarationList.declarations) {
      let value = declaration.initializer;
      while (value && (ts.isSatisfiesExpression(value) || ts.isAsExpression(value)))
        value = value.expression;
      if (declaration.name.getText() !== name || !value) continue;
      if (!ts.isObjectLiteralExpression(value)) return null;
      return value.properties.map((property) => property.name?.getText() ?? '');
    }
  }
  return null;
}
