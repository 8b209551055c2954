/** Reads the list of Java processes: which program each runs, without its arguments. */

import { maskCommand } from '../linux/mask-command.ts';

export interface JavaProcess {
  readonly pid: number;
  readonly userId: number;
  /** Main class, or the path of the jar. */
  readonly program: string;
  /** With secrets masked. */
  readonly command: string;
}

export function parseJavaProcesses(text: string): readonly JavaProcess[] {
  return `\n${text}`
    .split('\n@@')
    .slice(1)
    .flatMap((part) => {
      const match = /^(\d+) (\d*) ([^\n]*)/.exec(part);
      if (match === null) return [];
      const words = (match[3] ?? '').split('\u0001').filter((word) => word !== '');
      // What the kernel gives is separated by zero bytes, which is what the mask reads.
      return [{ pid: Number(match[1]), userId: Number(match[2]), program: programOf(words), command: maskCommand(words.join('\0')) }];
    });
}

/** Options of the launcher that take the next word with them. */
const withValue = /^(-cp|-classpath|--class-path|-p|--module-path|--add-modules|--add-opens|--add-exports|--add-reads|--source)$/;

function programOf(words: readonly string[]): string {
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '-jar' || word === '-m' || word === '--module') return words[index + 1] ?? '';
    if (withValue.test(word)) index += 1;
    else if (!word.startsWith('-') && !word.startsWith('@')) return word;
  }
  return '';
}

/** `com.acme.Orders`, `Orders`, `/opt/orders.jar` and `orders.jar` all name it. */
export function isProgram(program: string, wanted: string): boolean {
  if (program === wanted) return true;
  const last = program.endsWith('.jar') ? program.split('/').at(-1) : program.split(/[./]/).at(-1);
  return last === wanted;
}
