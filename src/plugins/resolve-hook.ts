/** Lets a plugin's modules import `zhiban/plugin` from this installation, wherever the plugin's folder is and without installing anything. */

import { registerHooks } from 'node:module';
import { extname } from 'node:path';

const extension = extname(import.meta.filename);

export const ownModules: Readonly<Record<string, string>> = {
  'zhiban/plugin': new URL(`./plugin${extension}`, import.meta.url).href,
  'zhiban/plugin/testing': new URL(`./suite/plugin${extension}`, import.meta.url).href,
};

/** Of two copies of the contract's modules only one may be there: an error of one wouldn't be an error of the other. */
export function resolveOwnModules(): void {
  registerHooks({
    resolve: (specifier, context, next) => {
      const url = Object.hasOwn(ownModules, specifier) ? ownModules[specifier] : undefined;
      return url === undefined ? next(specifier, context) : { url, shortCircuit: true };
    },
  });
}
