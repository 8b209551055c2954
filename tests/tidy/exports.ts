/** Rule 8: names are exported, never default; no barrels. */

import { lineAt, type Offence, type Source } from './source.ts';

/** The bundler of the workflows and the worker each take one module that holds all of them; plugins import what they need under one name. */
const barrels = new Set([
  'src/workflows/index.ts',
  'src/activities/index.ts',
  'src/plugins/plugin.ts',
  'src/plugins/suite/plugin.ts',
  'tests/contracts/system.ts',
  'tests/contracts/adapter.ts',
  'tests/contracts/adapter-peer.ts',
]);

/** The format of the tool's own file asks for it. */
const defaultsAsked = new Set(['vite.config.ts']);

export function findLooseExports(sources: readonly Source[]): Offence[] {
  return sources.flatMap(({ path, text, program, imports }) => {
    const offences: Offence[] = [];
    for (const { type, start } of program.body) {
      if (type === 'ExportDefaultDeclaration' && !defaultsAsked.has(path)) {
        offences.push({ path, line: lineAt(text, start), what: 'default export; give it a name' });
      }
    }
    if (barrels.has(path)) return offences;
    const again = imports.filter(({ isReexport }) => isReexport);
    return [
      ...offences,
      ...again.map(({ line, from }) => ({ path, line, what: `exports again what is in '${from}'; import it from there` })),
    ];
  });
}
