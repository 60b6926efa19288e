import { expect, test } from 'vitest';
import { run, sandbox, type Files } from './sandbox.ts';

const knip = (files: Files = {}) =>
  run(sandbox(files), 'knip', '--no-progress', '--no-config-hints');

test('a tree without dead code passes', () => {
  const { status, output } = knip();
  expect(output).toBe('');
  expect(status).toBe(0);
});

test('modules, components, exports, types and packages that nothing uses are refused', () => {
  const { status, output } = knip({
    'src/server/http/guard.ts': 'export const guard = 1;\n',
    'src/ui/Lost.svelte': '<p></p>\n',
    'src/shared/errors.ts':
      'export class NotFound extends Error {}\nexport class Forbidden extends Error {}\n',
    'src/domain/identity/model.ts':
      'export interface Actor {\n  label: string;\n}\nexport interface Ghost {\n  label: string;\n}\n',
    'src/enhance/enhance.ts': "import 'd3-shape';\n"
  });
  expect(output).toMatch(
    /Unused files \(2\)\s+src\/server\/http\/guard\.ts\s+src\/ui\/Lost\.svelte/
  );
  expect(output).toMatch(/Unlisted dependencies \(1\)\s+d3-shape/);
  expect(output).toMatch(/Unused exports \(1\)\s+Forbidden/);
  expect(output).toMatch(/Unused exported types \(1\)\s+Ghost/);
  expect(status).toBe(1);
});
