import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// An odd zone, so that a forgotten time zone fails a test. Set before any worker starts.
process.env['TZ'] = 'Asia/Kathmandu';

const DATABASE_TESTS = ['{src,tests,scripts}/**/*.db.test.ts'];
const LIFECYCLE_TESTS = ['tests/lifecycle/**/*.test.ts'];

export default defineConfig({
  plugins: [svelte({ configFile: false })],
  test: {
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['{src,tests,scripts}/**/*.test.ts'],
          exclude: [...DATABASE_TESTS, ...LIFECYCLE_TESTS]
        }
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: DATABASE_TESTS,
          globalSetup: 'tests/support/server.ts',
          testTimeout: 30_000,
          hookTimeout: 60_000
        }
      },
      {
        extends: true,
        test: {
          name: 'lifecycle',
          include: LIFECYCLE_TESTS,
          // A first start loads the geography of France, maybe while browsers hold both processors.
          testTimeout: 150_000,
          hookTimeout: 150_000
        }
      }
    ]
  }
});
