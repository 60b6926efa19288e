import { expect, test } from 'vitest';
import { checkStructure } from '../../scripts/structure/check.ts';
import { run, sandbox, type Files } from './sandbox.ts';

const lines = (count: number, line = 'export {};') => `${line}\n`.repeat(count);
const page = (markup: string) => ({ 'src/routes/annuaire/+page.svelte': `${markup}\n` });
const directory = (body: string) => ({ 'src/domain/directory/server/commands.ts': `${body}\n` });
const endpoint = (body: string) => ({
  'src/routes/annuaire/+server.ts': `import { createTerritory } from '#domain/territory/server/commands.ts';\n${body}\n`
});

/** What is said of errors in a small tree once `files` are written over it. */
function errorsIn(files: Files): string[] {
  return checkStructure(sandbox(files))
    .filter(({ level }) => level === 'error')
    .filter(({ message }) => !message.startsWith('no migration creates'))
    .map(({ rule, file, message }) => `${rule}: ${file}: ${message}`);
}

test('a clean tree passes', () => {
  expect(errorsIn({})).toEqual([]);
});

test('the command fails on a breach and names it', () => {
  const root = sandbox({ 'src/shared/utils.ts': '' });
  const { status, output } = run(root, process.execPath, 'scripts/structure.ts');
  expect(output).toContain('error vocabulary: src/shared/utils.ts');
  expect(status).toBe(1);
});

test('a breach is told with its line', () => {
  const breaches = checkStructure(sandbox(page('<p>\n  <b style="color: red">non</b>\n</p>')));
  expect(breaches.find(({ rule }) => rule === 'markup')).toMatchObject({ line: 2 });
});

const REFUSED: [name: string, files: Files, rule: string, message: string][] = [
  [
    'a file is named after nothing',
    { 'src/server/helpers.ts': '' },
    'vocabulary',
    '« helpers » says nothing'
  ],
  ['a test is named after nothing', { 'tests/utils.test.ts': '' }, 'vocabulary', '« utils » says'],
  [
    'a domain is not in the list',
    { 'src/domain/weather/model.ts': '' },
    'vocabulary',
    '« weather » is not in the list of domains'
  ],
  [
    'a concept of a domain is not listed',
    { 'src/domain/territory/magic.ts': '' },
    'vocabulary',
    '« magic » is not a concept listed for territory'
  ],
  [
    'a server folder holds another layer',
    { 'src/domain/territory/server/repository.ts': '' },
    'vocabulary',
    'a server folder holds only queries, commands'
  ],
  [
    'a sub-folder of a server folder holds another layer',
    { 'src/domain/territory/server/zones/mapper.ts': '' },
    'vocabulary',
    'a server folder holds only queries, commands'
  ],
  [
    'src/shared grows',
    { 'src/shared/strings.ts': '' },
    'vocabulary',
    'src/shared holds only errors'
  ],
  ['a component is in kebab-case', { 'src/ui/big-button.svelte': '' }, 'vocabulary', 'PascalCase'],
  ['a module is in camelCase', { 'src/server/http/rateLimit.ts': '' }, 'vocabulary', 'kebab-case'],
  [
    'a module is too long',
    { 'src/server/http/guard.ts': lines(301) },
    'size',
    '301 lines, 300 at most'
  ],
  [
    'a component is too long',
    { 'src/ui/Long.svelte': lines(301, '<p></p>') },
    'size',
    '301 lines, 300 at most'
  ],
  [
    'a route is too long',
    { 'src/routes/annuaire/+page.server.ts': lines(81) },
    'size',
    '81 lines, 80 at most'
  ],
  [
    'a domain inserts into the table of another',
    directory("export const create = (db: any) => db.insertInto('territory');"),
    'one-writer',
    'writes territory, which belongs to territory'
  ],
  [
    'a domain updates the table of another under an alias',
    directory("export const update = (db: any) => db.updateTable('territory as t');"),
    'one-writer',
    'writes territory, which belongs to territory'
  ],
  [
    'a domain inserts into the table of another in raw SQL',
    directory(
      'export const create = sql`with t as (insert into territory (id) values (1)) select`;'
    ),
    'one-writer',
    'writes territory, which belongs to territory'
  ],
  [
    'a domain updates the table of another in raw SQL',
    directory('export const update = sql`update territory t set id = 2 where ${id} = t.id`;'),
    'one-writer',
    'writes territory, which belongs to territory'
  ],
  [
    'a domain deletes from the table of another in raw SQL',
    directory("export const erase = 'DELETE FROM territory';"),
    'one-writer',
    'writes territory, which belongs to territory'
  ],
  [
    'a domain empties the table of another',
    directory('export const erase = sql`truncate table territory`;'),
    'one-writer',
    'writes territory, which belongs to territory'
  ],
  [
    'a domain copies into the table of another',
    directory('export const load = sql`copy territory (id) from stdin`;'),
    'one-writer',
    'writes territory, which belongs to territory'
  ],
  [
    'a domain merges into the table of another',
    directory(
      'export const merge = sql`merge into territory using x on true when matched then delete`;'
    ),
    'one-writer',
    'writes territory, which belongs to territory'
  ],
  [
    'a table is chosen among several, one of which belongs to another',
    directory(
      "export function save(db: any, table: 'theme' | 'territory') {\n  return db.insertInto(table);\n}"
    ),
    'one-writer',
    'writes territory, which belongs to territory'
  ],
  [
    'a written table has no name',
    directory('export const save = (table: string) => sql`delete from ${sql.table(table)}`;'),
    'one-writer',
    'writes a table it does not name'
  ],
  [
    'the application writes by itself',
    { 'src/app/purge.ts': "export const purge = (db: any) => db.deleteFrom('territory');\n" },
    'one-writer',
    'writes territory, which belongs to territory'
  ],
  [
    'a table has no owner',
    { 'migrations/2026-01-02-1-later.sql': 'create table stray (id bigint);\n' },
    'one-writer',
    'table stray has no owner'
  ],
  [
    'a GET calls a command',
    endpoint('export const GET = () => createTerritory();'),
    'routes',
    'GET reaches the command « createTerritory »'
  ],
  [
    'a GET calls a command through a function of its file',
    endpoint(
      'export function GET() {\n  return answer();\n}\nconst answer = () => createTerritory();'
    ),
    'routes',
    'GET reaches the command « createTerritory »'
  ],
  [
    'a load function calls a command under another name',
    {
      'src/routes/annuaire/+page.server.ts':
        "import { createTerritory as keep } from '#domain/territory/server/commands.ts';\nexport const load = () => keep();\n"
    },
    'routes',
    'load reaches the command « keep »'
  ],
  [
    'a route writes SQL',
    endpoint("export const POST = (db: any) => db.query('select id from territory');"),
    'routes',
    'a route writes SQL'
  ],
  [
    'a route builds a query',
    endpoint("export const POST = (db: any) => db.selectFrom('territory');"),
    'routes',
    'a route writes SQL'
  ],
  [
    'markup has a style attribute',
    page('<p style="color: red"></p>'),
    'markup',
    'style attributes'
  ],
  [
    'markup has a style directive',
    page('<p style:color="red"></p>'),
    'markup',
    'style: directives'
  ],
  [
    'markup has a style attribute in a block',
    page('{#if true}<p style="color: {1}"></p>{/if}'),
    'markup',
    'style attributes'
  ],
  [
    'markup has an inline handler',
    page('<button onclick="go()">Aller</button>'),
    'markup',
    'inline event handlers'
  ],
  [
    'a page that is not hydrated has a handler',
    page('<button onclick={() => 1}>Aller</button>'),
    'markup',
    'this page is not hydrated'
  ],
  ['markup cannot be read', page('{#if true}<p>'), 'markup', 'cannot be read'],
  [
    'a component knows a type of a later domain',
    {
      'src/domain/territory/components/Tile.svelte':
        '<script lang="ts">\n  import type { Structure } from \'#domain/directory/model.ts\';\n</script>\n'
    },
    'domain-order-directory',
    'imports a type of src/domain/directory/model.ts'
  ],
  [
    'the design system knows a type of a domain',
    {
      'src/ui/Card.svelte':
        '<script lang="ts">\n  import type { Actor } from \'../domain/identity/model.ts\';\n</script>\n'
    },
    'ui-knows-no-domain',
    'imports a type of src/domain/identity/model.ts'
  ]
];

test.each(REFUSED)('it is refused that %s', (_name, files, rule, message) => {
  expect(errorsIn(files)).toEqual([
    expect.stringMatching(new RegExp(`^${rule}: .*${message.replace(/[().«»]/g, '\\$&')}`))
  ]);
});

const ACCEPTED: [name: string, files: Files][] = [
  [
    'a domain locks rows of another to read them',
    directory('export const read = sql`select id from territory for update of t`;')
  ],
  [
    'a domain updates its own row on conflict',
    directory(
      "export const save = sql`insert into theme (code) values ('a') on conflict (code) do update set code = 'b'`;"
    )
  ],
  [
    'a query fills a temporary table',
    directory(
      'export const stage = sql`create temp table staged (id int); insert into staged values (1)`;'
    )
  ],
  [
    'a sub-folder of a server folder has the same vocabulary',
    { 'src/domain/territory/server/zones/queries.ts': '' }
  ],
  ['an action calls a command', endpoint('export const POST = () => createTerritory();')],
  ['a component has a class named style', page('<p class="style"></p>')],
  [
    'a page that is hydrated has a handler',
    {
      'src/routes/annuaire/+page.ts': 'export const csr = true;\n',
      ...page('<button onclick={() => 1}>Aller</button>')
    }
  ]
];

test.each(ACCEPTED)('it is accepted that %s', (_name, files) => {
  expect(errorsIn(files)).toEqual([]);
});

test('a file past 150 lines is a warning, and fails nothing', () => {
  const root = sandbox({ 'src/server/http/guard.ts': lines(151) });
  const breaches = checkStructure(root).filter(({ rule }) => rule === 'size');
  expect(breaches).toMatchObject([{ level: 'warning', message: '151 lines: aim at 150' }]);
});

test('the map of owners does not outlive its tables', () => {
  const messages = checkStructure(sandbox()).map(({ message }) => message);
  expect(messages).toContain('no migration creates commune');
});
