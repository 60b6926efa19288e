import { DOMAINS } from './scripts/structure/domains.ts';

const TEST = '\\.test\\.ts$';
/** A domain but for server/ and components/: model, rules, forms and the other pure concepts. */
const PURE = '^src/domain/[^/]+/(?!server/|components/).*\\.(ts|json)$';
/** What pure code may use besides pure code: libraries that reach neither network, disk nor clock. */
const PURE_PACKAGES = [
  'zod',
  'opening_hours',
  'temporal-polyfill',
  'date-holidays',
  'd3-force',
  'diff'
];
/** A package of types alone (`@types/geojson`): there is no module to resolve. */
const TYPES_ONLY = '^geojson$';
/** @param {string[]} names */
const inModules = (names) => `(^|/)node_modules/(${names.join('|')})/`;

/** Everything written before `domain` may not know `domain`: one rule for each, from one list. */
const domainOrder = DOMAINS.slice(1).map((domain, index) => ({
  name: `domain-order-${domain}`,
  comment: `A link between two domains belongs to the later one: only what comes after may import ${domain}.`,
  severity: 'error',
  from: { path: `^src/domain/(${DOMAINS.slice(0, index + 1).join('|')})/` },
  to: { path: `^src/domain/${domain}/` }
}));

export default {
  forbidden: [
    ...domainOrder,
    {
      name: 'pure-stays-pure',
      comment:
        'model, rules, forms and the other concepts of a domain run anywhere: they import only pure code.',
      severity: 'error',
      from: { path: PURE, pathNot: TEST },
      to: { pathNot: [PURE, '^src/shared/', TYPES_ONLY, inModules(PURE_PACKAGES)] }
    },
    {
      name: 'domain-knows-no-screen',
      comment: 'A domain is used by screens and by the application; it knows neither.',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: TEST },
      to: { path: '^src/(app|enhance)/' }
    },
    {
      name: 'domain-server-draws-nothing',
      comment: 'Queries and commands answer with data; drawing it is for components and routes.',
      severity: 'error',
      from: { path: '^src/domain/[^/]+/server/' },
      to: { path: '^src/(ui/|domain/[^/]+/components/)|\\.svelte$' }
    },
    {
      name: 'components-read-nothing',
      comment:
        'A component shows what the route gives it: it never reaches the server side itself.',
      severity: 'error',
      from: { path: '^src/domain/[^/]+/components/' },
      to: { path: '^src/(server/|domain/[^/]+/server/)' }
    },
    {
      name: 'nothing-imports-routes',
      comment: 'What two routes share goes to the domain’s components or to src/ui.',
      severity: 'error',
      from: { pathNot: '^src/routes/' },
      to: { path: '^src/routes/' }
    },
    {
      name: 'server-knows-no-domain',
      comment: 'src/server is the ground (database, mail, HTTP): it knows no domain.',
      severity: 'error',
      from: { path: '^src/server/', pathNot: TEST },
      to: { path: '^src/(domain|app|ui|enhance|routes)/' }
    },
    {
      name: 'ui-knows-no-domain',
      comment: 'src/ui could ship in another product: it knows src/shared only.',
      severity: 'error',
      from: { path: '^src/ui/', pathNot: TEST },
      to: { path: '^src/(domain|app|server|enhance|routes)/' }
    },
    {
      name: 'shared-knows-nothing',
      comment: 'src/shared is at the bottom: it imports nothing of the project.',
      severity: 'error',
      from: { path: '^src/shared/', pathNot: TEST },
      to: { path: '^src/', pathNot: '^src/shared/' }
    },
    {
      name: 'enhance-knows-ui-and-shared',
      comment: 'Enhancements work on markup: they know src/ui and src/shared only.',
      severity: 'error',
      from: { path: '^src/enhance/', pathNot: [TEST, '^src/enhance/pointage/'] },
      to: { path: '^src/', pathNot: '^src/(enhance|ui|shared)/' }
    },
    {
      name: 'offline-page-decides-like-the-server',
      comment:
        'The page of volunteers works without the server: it shares with it what is pure in check-in, and nothing else.',
      severity: 'error',
      from: { path: '^src/enhance/pointage/', pathNot: TEST },
      to: {
        path: '^src/',
        pathNot: [
          '^src/(enhance|ui|shared)/',
          '^src/domain/registrations/(checkin/(model|codes|search|standing)|signature)\\.ts$'
        ]
      }
    },
    {
      name: 'routes-write-no-sql',
      comment: 'A route parses, calls a query or a command, answers. SQL lives in the domain.',
      severity: 'error',
      from: { path: '^src/(routes/|hooks\\.)', pathNot: TEST },
      to: { path: ['^src/server/db/schema\\.ts$', inModules(['kysely', 'pg'])] }
    },
    {
      name: 'pages-reach-no-server',
      comment:
        'What a page shows comes through its load function; the types it names live in model.ts.',
      severity: 'error',
      from: { path: '^src/(routes/.*\\.svelte|routes/.*\\+(page|layout)\\.ts)$' },
      to: { path: '^src/(server|app)/|^src/domain/[^/]+/server/' }
    },
    {
      name: 'migrations-are-frozen',
      comment: 'A migration is frozen in time: it may import nothing that changes.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^src/' }
    },
    {
      name: 'one-module-graph',
      comment:
        'Node loads these modules from src itself (docs/adr/0002): what only Vite knows does not exist there.',
      severity: 'error',
      from: { path: '^src/(app|domain|server|shared)/', pathNot: [TEST, '\\.svelte$'] },
      to: { path: '^\\$(app|env)/' }
    },
    {
      name: 'run-time-packages-are-dependencies',
      comment: 'Node loads these modules from src in production: their packages are dependencies.',
      severity: 'error',
      from: { path: '^src/(app|domain|server|shared)/', pathNot: [TEST, '\\.svelte$'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] }
    },
    {
      name: 'no-cycle',
      comment: 'Two modules that need each other are one, or miss a third.',
      severity: 'error',
      from: {},
      to: { circular: true }
    },
    {
      name: 'nothing-unresolvable',
      comment: 'The import leads nowhere. `$app/…` and `./$types` are Kit’s own and exempt.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^\\$(app|env)/', '^\\./\\$types', TYPES_ONLY] }
    },
    {
      name: 'no-undeclared-package',
      comment: 'The package is not in package.json.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }
    }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.svelte-kit|build|static)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.svelte', '.json', '.css']
    }
  }
};
