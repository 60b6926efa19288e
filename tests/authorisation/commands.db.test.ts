import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { loadActor } from '#app/actor.ts';
import { loadDemonstration } from '#app/demo.ts';
import { VISITOR, type Actor } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { PersonId } from '#shared/ids.ts';
import { EVERYONE, ROLES, type RoleName } from '../support/doors.ts';
import { testDatabase } from '../support/database.ts';
import { commandCases, FOR_ANYONE, OF_ONESELF, readWorld } from './cases.ts';

/**
 * Every command and guarded reading that a page calls, as every role. One that is not in the table fails the first
 * test; one that obeys who may not, or refuses who may, fails its own.
 */

const SRC = new URL('../../src/', import.meta.url);

/** What the pages import from commands, and from src/app, and that takes an actor: « path#name ». */
function guarded(): string[] {
  const found = new Set<string>();
  for (const file of readdirSync(new URL('routes/', SRC), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
    for (const [path, name] of importsOf(read(`routes/${file.replaceAll('\\', '/')}`)))
      if (takesActor(path, name)) found.add(`${path}#${name}`);
  }
  return [...found].sort();
}

function importsOf(file: ts.SourceFile): [string, string][] {
  return file.statements.flatMap((statement): [string, string][] => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier))
      return [];
    const path = statement.moduleSpecifier.text;
    const isCommand = /^#domain\/.*commands\.ts$/.test(path) || path.startsWith('#app/');
    const names = statement.importClause?.namedBindings;
    if (!isCommand || !names || !ts.isNamedImports(names)) return [];
    return names.elements.map((one): [string, string] => [
      path.slice(1),
      (one.propertyName ?? one.name).text
    ]);
  });
}

function takesActor(path: string, name: string): boolean {
  return read(path).statements.some(
    (statement) =>
      ts.isFunctionDeclaration(statement) &&
      statement.name?.text === name &&
      statement.parameters.some((parameter) => parameter.name.getText() === 'actor')
  );
}

function read(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(new URL(path, SRC), 'utf8'), 99, true);
}

const db = await testDatabase({ geography: true });
await loadDemonstration(db);
const actors = new Map<RoleName, Actor>();
for (const role of EVERYONE) {
  const email = ROLES[role];
  if (!email) actors.set(role, VISITOR);
  else {
    const { id } = await db
      .selectFrom('person')
      .select('id')
      .where('email', '=', email)
      .executeTakeFirstOrThrow();
    actors.set(role, await loadActor(db, id as PersonId));
  }
}
const world = await readWorld(db);
const cases = commandCases(world);

class Undone extends Error {}

/** What came of a command, in a transaction that is taken back. */
async function outcome(call: (typeof cases)[number]['call'], actor: Actor): Promise<string> {
  try {
    await db.transaction().execute(async (tx) => {
      await call(tx, actor);
      throw new Undone();
    });
  } catch (error) {
    if (error instanceof Undone) return 'done';
    if (error instanceof Forbidden) return 'refused';
    // What must not be known to exist is not found.
    if (error instanceof NotFound) return 'refused';
    return error instanceof Error ? `done (${error.message})` : 'done';
  }
  return 'done';
}

test('every command that a page calls as somebody is in the table', () => {
  const listed = new Set([...cases.map(({ command }) => command), ...FOR_ANYONE, ...OF_ONESELF]);
  const called = guarded();
  expect(called.filter((command) => !listed.has(command))).toEqual([]);
  expect([...listed].filter((command) => !called.includes(command))).toEqual([]);
});

describe.each(EVERYONE)('%s', (role) => {
  test('does what is hers to do, and nothing else', async () => {
    const wrong: string[] = [];
    for (const { command, on, may, call } of cases) {
      const said = await outcome(call, actors.get(role)!);
      if ((said !== 'refused') !== may.includes(role)) wrong.push(`${command} ${on}: ${said}`);
    }
    expect(wrong).toEqual([]);
  });
});
