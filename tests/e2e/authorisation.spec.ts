import { readdirSync, readFileSync } from 'node:fs';
import { expect, test, type APIRequestContext, type PlaywrightWorkerArgs } from '@playwright/test';
import ts from 'typescript';
import { DOORS, EVERYONE, ROLES, type Door, type RoleName } from '../support/doors.ts';

/**
 * Every address of Maillage, asked for and posted to by every role. A route that is not in the table fails the first
 * test; one that opens to who may not, or stays shut to who may, fails its own.
 */

const ROUTES = new URL('../../src/routes/', import.meta.url);

const files = readdirSync(ROUTES, { recursive: true, encoding: 'utf8' }).map((file) =>
  file.replaceAll('\\', '/')
);
const routes = [
  ...new Set(
    files
      .filter((file) => /(^|\/)\+(page\.svelte|page\.server\.ts|server\.ts)$/.test(file))
      .map((file) => file.replace(/\/?\+[^/]*$/, ''))
  )
];

test('every route says who may reach it', () => {
  expect(routes.filter((route) => !(route in DOORS))).toEqual([]);
  expect(Object.keys(DOORS).filter((route) => !routes.includes(route))).toEqual([]);
});

test('what everyone sees says action by action who may act', () => {
  const silent = Object.entries(DOORS).flatMap(([route, doors]) =>
    doors
      .filter(({ see }) => see.includes('visitor'))
      .flatMap(({ act, address }) =>
        actionsOf(route)
          .filter((action) => act === undefined || (!isList(act) && !(action in act)))
          .map((action) => `${address} ${action}`)
      )
  );
  expect(silent).toEqual([]);
});

for (const role of EVERYONE) {
  test.describe(role, () => {
    let asking: APIRequestContext;
    test.beforeAll(async ({ playwright, baseURL }) => {
      asking = await signedIn(playwright, baseURL!, role);
    });
    test.afterAll(() => asking.dispose());

    test('sees what is open, and nothing else', async () => {
      const wrong: string[] = [];
      for (const [route, doors] of Object.entries(DOORS)) {
        if (!answersGet(route)) continue;
        for (const { address, see } of doors) {
          const answer = await asking.get(address, { maxRedirects: 0 });
          const opened = isOpen(answer.status(), answer.headers()['location']);
          if (opened && !see.includes(role) && isHidden(address, answer.status())) continue;
          if (opened !== see.includes(role)) wrong.push(`GET ${address} ${answer.status()}`);
        }
      }
      expect(wrong).toEqual([]);
    });

    test('is refused what is not hers to do', async ({ baseURL }) => {
      const wrong: string[] = [];
      for (const [route, doors] of Object.entries(DOORS)) {
        for (const door of doors) {
          for (const action of actionsOf(route)) {
            if (mayAct(door, action, role)) continue;
            const where = action === 'default' ? door.address : withAction(door.address, action);
            const answer = await asking.post(where, {
              form: {},
              maxRedirects: 0,
              headers: { origin: baseURL! }
            });
            if (isHidden(door.address, answer.status())) continue;
            if (!isRefused(answer.status(), answer.headers()['location']))
              wrong.push(`POST ${where} ${answer.status()}`);
          }
        }
      }
      expect(wrong).toEqual([]);
    });
  });
}

async function signedIn(
  playwright: PlaywrightWorkerArgs['playwright'],
  baseURL: string,
  role: RoleName
): Promise<APIRequestContext> {
  const context = await playwright.request.newContext({
    baseURL,
    // As a browser asks: Kit answers a form with JSON to who says nothing.
    extraHTTPHeaders: { accept: 'text/html' }
  });
  const email = ROLES[role];
  if (!email) return context;
  const answer = await context.post('/connexion?/demonstration', {
    form: { personne: email },
    headers: { origin: baseURL },
    maxRedirects: 0
  });
  expect(answer.status()).toBe(303);
  return context;
}

/** A draft, or what is shared among members, does not tell that it exists: to the others, it is not found. */
function isHidden(address: string, status: number): boolean {
  return status === 404 && /^\/(gestion\/rencontres|partage)\//.test(address);
}

/** Not found is neither open nor shut: what does not exist is asked by the right person only. */
function isOpen(status: number, location: string | undefined): boolean {
  return !isRefused(status, location);
}

function isRefused(status: number, location: string | undefined): boolean {
  return status === 403 || status === 401 || (status === 303 && isSignIn(location));
}

function isSignIn(location: string | undefined): boolean {
  return location?.startsWith('/connexion?suite=') ?? false;
}

function mayAct({ see, act }: Door, action: string, role: RoleName): boolean {
  const who = act === undefined ? see : isList(act) ? act : (act[action] ?? see);
  return who.includes(role);
}

function isList(act: NonNullable<Door['act']>): act is readonly RoleName[] {
  return Array.isArray(act);
}

function withAction(address: string, action: string): string {
  return `${address}${address.includes('?') ? '&' : '?'}/${action}`;
}

function answersGet(route: string): boolean {
  if (files.includes(`${route}${route ? '/' : ''}+page.svelte`)) return true;
  return exportsOf(`${route}/+server.ts`).has('GET');
}

/** The names of the form actions of a page; « default » for an endpoint that takes POST. */
function actionsOf(route: string): string[] {
  const page = `${route}${route ? '/' : ''}+page.server.ts`;
  const posts = exportsOf(`${route}/+server.ts`).has('POST') ? ['default'] : [];
  return files.includes(page) ? [...posts, ...actionNames(source(page))] : posts;
}

function exportsOf(file: string): Set<string> {
  if (!files.includes(file)) return new Set();
  const names = new Set<string>();
  for (const statement of source(file).statements) {
    if (!isExported(statement)) continue;
    if (ts.isFunctionDeclaration(statement) && statement.name) names.add(statement.name.text);
    if (ts.isVariableStatement(statement))
      for (const { name } of statement.declarationList.declarations)
        if (ts.isIdentifier(name)) names.add(name.text);
  }
  return names;
}

function actionNames(file: ts.SourceFile): string[] {
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement) || !isExported(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (!ts.isIdentifier(name) || name.text !== 'actions' || !initializer) continue;
      const value = ts.isSatisfiesExpression(initializer) ? initializer.expression : initializer;
      if (!ts.isObjectLiteralExpression(value)) continue;
      return value.properties.flatMap((property) =>
        property.name && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name))
          ? [property.name.text]
          : []
      );
    }
  }
  return [];
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

function source(file: string): ts.SourceFile {
  const text = readFileSync(new URL(file, ROUTES), 'utf8');
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}
