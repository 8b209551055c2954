/** What an argument of a command may be, and the one place where arguments are quoted. */

/** What `jcmd` is asked for people: it only tells, and holds nothing that is secret. */
export const jvmQuestions = [
  'VM.version', 'VM.uptime', 'VM.flags', 'VM.classloader_stats', 'VM.stringtable', 'VM.symboltable', 'GC.heap_info', 'GC.finalizer_info',
  'Compiler.codecache', 'Compiler.queue', 'Thread.print', 'Thread.print -l',
] as const; // biome-ignore format: a list

/** What `ctr` is asked for people: lists and measures. What a container was given as its environment is in none of them. */
export const containerdQuestions = [
  'version', 'plugins ls', 'namespaces ls', 'containers ls', 'tasks ls', 'images ls', 'tasks metrics', 'tasks ps',
] as const; // biome-ignore format: a list

export const argumentPatterns = {
  pid: /^[1-9]\d{0,9}$/,
  count: /^\d{1,15}$/,
  /** Absolute, printable, without a parent step. */
  path: /^(?!.*\/\.\.(?:\/|$))\/[^\p{Cc}]{0,1023}$/u,
  /** A line of separators that the caller makes up for this one run. */
  marker: /^@@[a-z0-9]{8,32}:$/,
  unit: /^[A-Za-z0-9][A-Za-z0-9@._:\\-]{0,127}$/,
  signal: /^(TERM|KILL|STOP|CONT|HUP)$/,
  nice: /^-?\d{1,2}$/,
  /** One word of an argv that the configuration declares. */
  word: /^[^\p{Cc}]{1,1024}$/u,
  jvmQuestion: new RegExp(`^(?:${jvmQuestions.map((each) => each.replaceAll('.', '\\.')).join('|')})$`),
  containerdQuestion: new RegExp(`^(?:${containerdQuestions.join('|')})$`),
  /** A namespace or a container, as containerd itself takes them; never an option. */
  containerdName: /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/,
} as const satisfies Readonly<Record<string, RegExp>>;

export type ArgumentKind = keyof typeof argumentPatterns;

/** For a POSIX shell: single quotes take everything literally but themselves. */
export function quote(argument: string): string {
  return `'${argument.replaceAll("'", `'\\''`)}'`;
}

/** Throws RangeError that names the position and never the value, which may be what an attacker chose. */
export function checkArguments(
  command: string,
  kinds: readonly ArgumentKind[],
  rest: ArgumentKind | undefined,
  given: readonly string[],
): void {
  if (given.length < kinds.length || (rest === undefined && given.length > kinds.length))
    throw new RangeError(`Command '${command}' takes ${kinds.length} arguments, not ${given.length}`);
  for (const [index, argument] of given.entries()) {
    const kind = kinds[index] ?? rest;
    if (kind === undefined || !argumentPatterns[kind].test(argument))
      throw new RangeError(`Argument ${index + 1} of command '${command}' is not a ${kind ?? 'known argument'}`);
  }
}
