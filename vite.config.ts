import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const SHARED_WITH_NODE = /^#(app|domain|server|shared)\/.*\.ts$/;

/**
 * One module graph (docs/adr/0002): the built server must use the very modules that `src/server.ts`
 * loaded, not a second bundled copy with its own pool and its own error classes.
 */
function keepSourceModulesOutOfTheBundle(): Plugin {
  return {
    name: 'maillage:one-module-graph',
    apply: 'build',
    enforce: 'pre',
    applyToEnvironment: (environment) => environment.config.consumer === 'server',
    resolveId: (id) => (SHARED_WITH_NODE.test(id) ? { id, external: true } : null)
  };
}

export default defineConfig({
  plugins: [
    keepSourceModulesOutOfTheBundle(),
    sveltekit({
      adapter: adapter({ precompress: true }),
      // The small style sheets of components travel with the page: one round trip instead of fifteen.
      inlineStyleThreshold: 4000,
      serviceWorker: { register: false },
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          'img-src': ['self', 'data:', 'blob:'],
          'worker-src': ['self', 'blob:'],
          'connect-src': ['self'],
          'font-src': ['self'],
          'object-src': ['none'],
          'base-uri': ['self'],
          'form-action': ['self'],
          'frame-ancestors': ['none']
        }
      }
    })
  ],
  resolve: { alias: {} },
  server: { fs: { allow: [resolve('.')] } }
});
