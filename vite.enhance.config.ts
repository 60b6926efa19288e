import { defineConfig } from 'vite';

/**
 * The behaviours of src/enhance, bundled apart from the pages: these are plain HTML and load one small
 * file (docs/adr/0004). What is heavy comes in chunks, only on the pages that hold it.
 */
export default defineConfig({
  publicDir: false,
  // Chunks and assets are found beside the file that asks for them.
  base: './',
  build: {
    outDir: 'static/enhance',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: 'src/enhance/enhance.ts',
      output: {
        format: 'es',
        entryFileNames: 'enhance.js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: '[name]-[hash][extname]'
      }
    }
  }
});
