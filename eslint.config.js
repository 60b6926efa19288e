import svelte from 'eslint-plugin-svelte';
import { builtinRules } from 'eslint/use-at-your-own-risk';
import globals from 'globals';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';

/** ESLint 10 ships its rules without its recommended list (that is `@eslint/js`): each rule says it. */
const recommended = Object.fromEntries(
  [...builtinRules]
    .filter(([, rule]) => rule.meta?.docs?.recommended)
    .map(([name]) => [name, 'error'])
);

const TESTS = ['tests/**', '**/*.test.ts'];

export default defineConfig(
  {
    ignores: [
      '.svelte-kit/',
      'build/',
      'data/',
      'node_modules/',
      'static/',
      'test-results/',
      'playwright-report/',
      'src/server/db/schema.ts'
    ]
  },
  { rules: recommended },
  ts.configs.strict,
  {
    files: ['**/*.ts'],
    extends: [ts.configs.strictTypeChecked, ts.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname }
    },
    rules: {
      // Numbers in messages are what templates are for.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // An environment variable set to nothing is not set.
      '@typescript-eslint/prefer-nullish-coalescing': [
        'error',
        { ignorePrimitives: { string: true } }
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }
      ],
      '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions'] }],
      // A function may promise because its neighbours do.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/prefer-string-starts-ends-with': [
        'error',
        { allowSingleElementEquality: 'always' }
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      // `process.env['NAME']` is what `noPropertyAccessFromIndexSignature` style asks for.
      '@typescript-eslint/dot-notation': 'off',
      // A Node error has a code; a Kysely rejection has none: each `catch` says which it expects.
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'off',
      // What a form holds is texts, and files where it says so.
      '@typescript-eslint/no-base-to-string': [
        'error',
        { ignoredTypeNames: ['Error', 'RegExp', 'URL', 'URLSearchParams', 'File'] }
      ],
      // Functions in objects, not methods: `this` is in the few classes only.
      '@typescript-eslint/unbound-method': 'off',
      // There are no enums to misuse: only erasable syntax (tsconfig.json).
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      // Texts are French: their letters are one code point each.
      '@typescript-eslint/no-misused-spread': 'off',
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }]
    }
  },
  svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node } },
    rules: {
      // TypeScript knows what is defined.
      'no-undef': 'off',
      'no-console': ['error', { allow: ['warn', 'error'] }],
      eqeqeq: 'error',
      // French typography: non-breaking spaces are part of the texts.
      'no-irregular-whitespace': [
        'error',
        { skipStrings: true, skipTemplates: true, skipComments: true, skipRegExps: true }
      ],
      // A row read by the index it was just checked for; `noUncheckedIndexedAccess` asks too often.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }
      ],
      // Links are plain: Maillage is served at the root of its host.
      'svelte/no-navigation-without-resolve': 'off'
    }
  },
  {
    files: ['**/*.svelte'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      // Markup is mostly texts; a space between mustaches is there to be kept.
      'no-irregular-whitespace': 'off',
      'svelte/no-useless-mustaches': 'off'
    }
  },
  {
    // Enhancements and components run in browsers.
    files: ['src/enhance/**', 'src/ui/**', '**/*.svelte'],
    languageOptions: { globals: { ...globals.browser } }
  },
  {
    // What the types say is always there is not, in an old browser or on a page without https.
    files: ['src/enhance/**'],
    rules: {
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // A behaviour is one closure over its element, functions inside.
      'max-lines-per-function': ['error', { max: 100, skipBlankLines: true, skipComments: true }]
    }
  },
  {
    // The command line and the scripts speak on the terminal.
    files: ['bin/**', 'scripts/**', 'tests/**', 'src/app/run-server.ts', 'src/app/cli/**'],
    rules: { 'no-console': 'off' }
  },
  {
    files: TESTS,
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off'
    }
  }
);
