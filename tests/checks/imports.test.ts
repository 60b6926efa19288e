import { beforeAll, expect, test } from 'vitest';
import { run, sandbox, type Files } from './sandbox.ts';

const BREACHES: { name: string; rule: string; file: string; text: string }[] = [
  {
    name: 'an earlier domain imports a later one',
    rule: 'domain-order-directory',
    file: 'src/domain/territory/server/jobs.ts',
    text: "import '#domain/directory/model.ts';"
  },
  {
    name: 'an earlier domain imports only a type of a later one',
    rule: 'domain-order-directory',
    file: 'src/domain/territory/forms.ts',
    text: "import type { Structure } from '#domain/directory/model.ts';\nexport type Copy = Structure;"
  },
  {
    name: 'a component of an earlier domain uses one of a later one',
    rule: 'domain-order-directory',
    file: 'src/domain/territory/components/Tile.svelte',
    text: '<script lang="ts">\n  import Card from \'#domain/directory/components/Card.svelte\';\n</script>\n\n<Card />'
  },
  {
    name: 'a rule reads a file',
    rule: 'pure-stays-pure',
    file: 'src/domain/territory/rules.ts',
    text: "import { readFile } from 'node:fs/promises';\nexport const canRead = readFile;"
  },
  {
    name: 'a concept reaches the database',
    rule: 'pure-stays-pure',
    file: 'src/domain/directory/opening.ts',
    text: "import { database } from '#server/db/current.ts';\nexport const opening = database;"
  },
  {
    name: 'a domain knows the application',
    rule: 'domain-knows-no-screen',
    file: 'src/domain/territory/server/documents.ts',
    text: "import '#app/start.ts';"
  },
  {
    name: 'a query draws',
    rule: 'domain-server-draws-nothing',
    file: 'src/domain/directory/server/queries.ts',
    text: "import '#ui/Tag.svelte';"
  },
  {
    name: 'a component queries',
    rule: 'components-read-nothing',
    file: 'src/domain/directory/components/Card.svelte',
    text: '<script lang="ts">\n  import \'../server/queries.ts\';\n</script>'
  },
  {
    name: 'a domain imports a route',
    rule: 'nothing-imports-routes',
    file: 'src/domain/directory/server/mails.ts',
    text: "import '../../../routes/+layout.ts';"
  },
  {
    name: 'the ground knows a domain',
    rule: 'server-knows-no-domain',
    file: 'src/server/http/guard.ts',
    text: "import type { Actor } from '#domain/identity/model.ts';\nexport type Copy = Actor;"
  },
  {
    name: 'the design system knows a domain',
    rule: 'ui-knows-no-domain',
    file: 'src/ui/Card.svelte',
    text: '<script lang="ts">\n  import Card from \'#domain/directory/components/Card.svelte\';\n</script>\n\n<Card />'
  },
  {
    name: 'what is shared knows a domain',
    rule: 'shared-knows-nothing',
    file: 'src/shared/dates.ts',
    text: "import type { Actor } from '#domain/identity/model.ts';\nexport type Copy = Actor;"
  },
  {
    name: 'an enhancement knows a domain',
    rule: 'enhance-knows-ui-and-shared',
    file: 'src/enhance/map.ts',
    text: "import type { Actor } from '../domain/identity/model.ts';\nexport type Copy = Actor;"
  },
  {
    name: 'a route imports the query builder',
    rule: 'routes-write-no-sql',
    file: 'src/routes/annuaire/+page.server.ts',
    text: "import { sql } from 'kysely';\nexport const load = () => sql;"
  },
  {
    name: 'a route imports the schema',
    rule: 'routes-write-no-sql',
    file: 'src/routes/annuaire/+server.ts',
    text: "import type { DB } from '#server/db/schema.ts';\nexport type Copy = DB;"
  },
  {
    name: 'a page queries by itself',
    rule: 'pages-reach-no-server',
    file: 'src/routes/annuaire/+page.svelte',
    text: '<script lang="ts">\n  import \'#domain/territory/server/queries.ts\';\n</script>'
  },
  {
    name: 'a migration imports what may change',
    rule: 'migrations-are-frozen',
    file: 'migrations/2026-01-02-1-later.ts',
    text: "import '#shared/errors.ts';"
  },
  {
    name: 'a command depends on what only Vite knows',
    rule: 'one-module-graph',
    file: 'src/domain/directory/server/jobs.ts',
    text: "import { building } from '$app/environment';\nexport const job = building;"
  },
  {
    name: 'the server loads a development package',
    rule: 'run-time-packages-are-dependencies',
    file: 'src/app/start.ts',
    text: "import 'typescript';"
  },
  {
    name: 'two modules need each other',
    rule: 'no-cycle',
    file: 'src/domain/identity/forms.ts',
    text: "import './rules.ts';\nexport const form = true;"
  },
  {
    name: 'an import leads nowhere',
    rule: 'nothing-unresolvable',
    file: 'src/routes/annuaire/gone.ts',
    text: "import '#domain/directory/gone.ts';"
  },
  {
    name: 'a package is not declared',
    rule: 'no-undeclared-package',
    file: 'src/routes/annuaire/curve.ts',
    text: "import 'd3-shape';"
  }
];

/** What the breaches lean on. */
const SUPPORT: Files = {
  'src/domain/directory/model.ts': 'export interface Structure {\n  name: string;\n}\n',
  'src/domain/identity/rules.ts': "import './forms.ts';\n",
  'src/server/db/schema.ts': 'export type DB = object;\n'
};

const CRUISE = ['--config', '.dependency-cruiser.mjs', 'src', 'migrations'];
let found: { status: number | null; output: string };

beforeAll(() => {
  const seeded = Object.fromEntries(BREACHES.map(({ file, text }) => [file, `${text}\n`]));
  found = run(sandbox({ ...SUPPORT, ...seeded }), 'depcruise', ...CRUISE);
});

test('a tree that respects the direction of imports passes', () => {
  const { status, output } = run(sandbox(), 'depcruise', ...CRUISE);
  expect(output).toContain('no dependency violations found');
  expect(status).toBe(0);
});

test('a tree that does not fails', () => {
  expect(found.status).not.toBe(0);
});

test.each(BREACHES)('it is refused that $name', ({ rule, file }) => {
  expect(found.output).toContain(`error ${rule}: ${file} → `);
});
