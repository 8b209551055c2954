/**
 * Everything that is ever run on a Linux machine. Each command is a constant POSIX script (dash, bash and busybox alike) that gets its
 * arguments as positional parameters; nothing is ever put together from text that came from outside.
 */

import type { ArgumentKind } from './argument.ts';
import { checkArguments, quote } from './argument.ts';
import { changes } from './changes.ts';
import { connectionLooks } from './connections.ts';
import { containerdChanges, containerdLooks } from './containerd.ts';
import { javaLooks } from './java.ts';
import { limitLooks } from './limits.ts';
import { looks } from './looks.ts';
import { nginxLooks } from './nginx.ts';

export interface Command {
  readonly script: string;
  readonly args: readonly ArgumentKind[];
  /** The kind of all arguments after the last of `args`. */
  readonly rest?: ArgumentKind;
  readonly bytesMax: number;
}

export const catalogue = {
  ...looks,
  ...limitLooks,
  ...nginxLooks,
  ...javaLooks,
  ...connectionLooks,
  ...containerdLooks,
  ...changes,
  ...containerdChanges,
} as const satisfies Readonly<Record<string, Command>>;

export type CommandName = keyof typeof catalogue;

/** Written to a shell before its first command. */
export function preludeOf(options: { readonly sudo: boolean }): string {
  return `LC_ALL=C; export LC_ALL
PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH"; export PATH
${options.sudo ? "S='sudo -n'" : "S=''"}
if timeout 1 true 2>/dev/null; then T='timeout 8'; else T=''; fi
`;
}

export interface Invocation {
  /** A subshell with its arguments and without standard input: nothing that it runs can swallow what follows. */
  readonly input: string;
  readonly bytesMax: number;
}

/** Throws RangeError for arguments that the command does not take. */
export function invocationOf(name: CommandName, args: readonly string[]): Invocation {
  const command: Command = catalogue[name];
  checkArguments(name, command.args, command.rest, args);
  return { input: `(\nset -- ${args.map(quote).join(' ')}\n${command.script}\n) </dev/null\n`, bytesMax: command.bytesMax };
}
