/** The standing instructions to the model, from `config/prompts`. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Prompts {
  readonly investigate: string;
  readonly answer: string;
}

/** Read once at start. Throws when a file is missing. */
export function readPrompts(directory: string): Prompts {
  const read = (name: string): string => readFileSync(join(directory, `${name}.md`), 'utf8').trim();
  return { investigate: read('investigate'), answer: read('answer') };
}
