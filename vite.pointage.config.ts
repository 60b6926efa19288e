import { createHash } from 'node:crypto';
import { defineConfig, type Plugin } from 'vite';

const WORKER = 'service-worker.js';
/** In the source of the worker: replaced by what there is to keep, and by a mark that moves with it. */
const FILES = '%fichiers%';
const VERSION = '%version%';

/** The worker keeps the whole page: it is told the name of every file, once they are all written. */
function tellWorker(): Plugin {
  return {
    name: 'maillage:tell-worker',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle[WORKER];
        if (worker?.type !== 'chunk') throw new Error('the page of volunteers has no worker');
        const others = Object.values(bundle).filter(({ fileName }) => fileName !== WORKER);
        const hash = createHash('sha256');
        for (const one of others) hash.update(one.type === 'chunk' ? one.code : one.source);
        const files = others.map(({ fileName }) => `/pointage/${fileName}`).sort();
        const code = worker.code.replace(FILES, JSON.stringify(files));
        if (code === worker.code || !code.includes(VERSION))
          throw new Error('the worker has no place for what it keeps');
        worker.code = code.replace(VERSION, hash.digest('hex').slice(0, 12));
      }
    }
  };
}

/**
 * The page of volunteers, bundled apart: it opens without network, so that a worker of its own, below `/pointage/`,
 * keeps every file of it (docs/architecture.md).
 */
export default defineConfig({
  publicDir: false,
  base: './',
  plugins: [tellWorker()],
  build: {
    outDir: 'static/pointage',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        application: 'src/enhance/pointage/application.ts',
        'service-worker': 'src/enhance/pointage/service-worker.ts'
      },
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: ({ names }) =>
          names.some((name) => name.endsWith('.css'))
            ? 'application[extname]'
            : '[name]-[hash][extname]'
      }
    }
  }
});
