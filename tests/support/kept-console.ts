/** The console's files, built once for each state of the sources. */

import { fileURLToPath } from 'node:url';
import { digestOfSources, keptDirectory } from './kept.ts';

const configFile = fileURLToPath(new URL('../../vite.config.ts', import.meta.url));

export function keptConsole(): Promise<string> {
  return keptDirectory('console', digestOfSources(), async (draft) => {
    // Only who builds loads the builder.
    const { build } = await import('vite');
    await build({ configFile, logLevel: 'error', build: { outDir: draft, emptyOutDir: true } });
  });
}
