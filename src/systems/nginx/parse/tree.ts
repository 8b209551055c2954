/** The configuration as nginx sees it: included files stand where they are included. */

import { dirname, isAbsolute, join } from 'node:path';
import type { Directive, Dump } from './config.ts';

/** nginx itself stops at 100; nobody nests more than a few. */
const depthMax = 12;

export function includedTree({ files: [main], directives }: Pick<Dump, 'files' | 'directives'>): readonly Directive[] {
  if (main === undefined) return directives;
  const files = Map.groupBy(directives, ({ file }) => file);
  const expand = (some: readonly Directive[], depth: number): readonly Directive[] =>
    some.flatMap((each): readonly Directive[] => {
      if (each.name === 'include' && depth < depthMax) {
        const pattern = patternOf(each.args[0] ?? '', dirname(main));
        const included = [...files]
          .filter(([file]) => file !== main && pattern.test(file))
          .sort(([one], [other]) => (one < other ? -1 : 1));
        return included.flatMap(([, own]) => expand(own, depth + 1));
      }
      return [each.block === null ? each : { ...each, block: expand(each.block, depth) }];
    });
  return expand(files.get(main) ?? [], 0);
}

/** `conf.d/*.conf`, relative to the folder of the main file. */
function patternOf(mask: string, folder: string): RegExp {
  const path = isAbsolute(mask) ? mask : join(folder, mask);
  const escaped = path
    .replace(/[.+^${}()|\\[\]]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  return new RegExp(`^${escaped}$`);
}
