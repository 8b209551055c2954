import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The console is built into `dist/console`, from where the API serves it. */
export default defineConfig({
  root: fileURLToPath(new URL('src/console', import.meta.url)),
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('dist/console', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    // Reporting compressed sizes costs about as long as the build itself.
    reportCompressedSize: false,
    chunkSizeWarningLimit: 800,
  },
});
