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
 * literals, or either of them inside `sql.table(…)`. Null where it does not.
 */
export function possibleStrings(expression: ts.Expression | undefined): string[] | null {
  if (!expression) return null;
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isCallExpression(expression)) return possibleStrings(expression.arguments[0]);
  if (!ts.isIdentifier(expression)) return null;
  for (let node: ts.Node = expression; !ts.isSourceFile(node); node = node.parent) {
    if (!ts.isFunctionLike(node)) continue;
    const parameter = node.parameters.find(({ name }) => name.getText() === expression.text);
    if (parameter) return literalUnion(parameter.type);
  }
  return null;
}

function literalUnion(type: ts.TypeNode | undefined): string[] | null {
  if (!type) return null;
  const members = ts.isUnionTypeNode(type) ? [...type.types] : [type];
  const strings = members.map((member) =>
    ts.isLiteralTypeNode(member) && ts.isStringLiteral(member.literal) ? member.literal.text : null
  );
  return strings.every((text) => text !== null) ? strings : null;
}
