/**
 * Decides which lines belong to the entry before them: stack traces of Java, Python, Go, Node, Ruby and .NET, indented continuations, and,
 * in a stream whose entries carry a time, whatever carries none, but for what another program says in between.
 */

import { dotnetHead } from './header.ts';
import { levelOfText } from './level.ts';

/** What the entry so far has shown. */
export type TraceKind = 'none' | 'python' | 'go' | 'other';

const framePattern =
  /^(?:\s+at |\s+\.{3} \d+ |at [\w.$<>/]+\(|Caused by: |Suppressed: |\s+Traceback \(most recent|\s+File "|During handling of the above|The above exception was|goroutine \d+ \[|created by |\s+from |\s*\^+\s*$|\t|-{3} End of|\s+-{3}>|\.{3} \d+ more|\s*\[(?:previous|repeated)|#?\d{1,3}[.:]? {1,4}\S.*(?:\[0x|@ 0x|\+0x)[\da-f]{3,}|#\d{1,3} +0x[\da-f]{4,} in |(?:C\+\+ )?[Ss]tack trace(?: \(when .*\))?:\s*$)/;
/** How Elixir tells of an exception. */
const elixirException = /^\*\* \(([\w.]{1,120})\) (.{1,400})$/;
const goFrame =
  /^(?:[\w./*()-]+\.[\w.*()-]+\(.*\)|goroutine \d+ \[.*|created by .*|exit status \d+|\[signal .*|\s*|panic: .*|runtime[.:].*|main\.main.*|\t.*)$/;
const pythonEnd = /^(?:[A-Za-z_][\w.]*(?:Error|Exception|Warning|Interrupt|Exit|Fault|Iteration)\b|[A-Za-z_][\w.]*: )/;
const closers = /^[\])}]+[,;]?\s*$/;

export function traceOf(line: string, before: TraceKind): TraceKind {
  if (/^\s*Traceback \(most recent call last\)/.test(line) || /\bTraceback \(most recent call last\):\s*$/.test(line)) return 'python';
  if (/^(?:panic: |fatal error: |goroutine \d+ \[|SIG[A-Z]+: )/.test(line)) return 'go';
  if (before === 'none' && (framePattern.test(line) || dotnetHead.test(line))) return 'other';
  return before;
}

const exceptionHead = /^(?:[a-z][\w$]*\.)+[A-Z][\w$]*(?:Exception|Error|Throwable)\b/;

/** `isTimed`: entries of this stream carry a time, and this line has none; `isHeaded`: the entry before it begins with a time or a level. */
export function continues(line: string, trace: TraceKind, isTimed: boolean, isHeaded: boolean): boolean {
  if (line.trim() === '') return trace !== 'none' || isTimed;
  if (isTimed) return !standsAlone(line, trace);
  if (isHeaded && (exceptionHead.test(line) || elixirException.test(line) || /^Traceback \(most recent/.test(line))) return true;
  const first = line.charCodeAt(0);
  if (trace === 'python') return first === 32 || first === 9 || pythonEnd.test(line) || framePattern.test(line);
  if (trace === 'go') return goFrame.test(line);
  if (framePattern.test(line)) return true;
  return (first === 9 || (first === 32 && line.charCodeAt(1) === 32) || closers.test(line)) && trace !== 'none';
}

/** `gzip: stdout: No space left on device`, `/srv/backup.sh: 6: pg_dump: not found`: as programs that a script calls begin. */
const ofProgram = /^\/?[a-z][\w.+@-]*(?:\/[\w.+@-]+)*(?:\[\d+\])?: /;

/** What a program that a job calls says, between the job's own lines. */
function standsAlone(line: string, trace: TraceKind): boolean {
  if (trace !== 'none' || /^\s/.test(line) || traceOf(line, 'none') !== 'none') return false;
  if (exceptionHead.test(line) || exceptionPattern.test(line) || fatalPattern.test(line)) return false;
  return ofProgram.test(line) || levelOfText(line) !== 'none';
}

/** The last line of a Python trace ends it. */
export function endsTrace(line: string, trace: TraceKind): boolean {
  return trace === 'python' && /^\S/.test(line) && pythonEnd.test(line);
}

const exceptionPattern =
  /^(?:\[[\w-]{1,64}\] )?(?:Caused by: |Exception in thread "[^"]*" |Unhandled exception\.? |Uncaught |panic: |fatal error: |\s*)?((?:[A-Za-z_$][\w$]*[.:]{1,2})*(?:[A-Za-z_$][\w$]*)?(?:Error|Exception|Throwable|Fault|Interrupt|Warning)\b.{0,400})$/;

/** As a run-time says that it ends: V8, Go, C++, libc, a shell. */
const fatalPattern =
  /^(?:FATAL ERROR: |fatal error: |panic: |terminate called |Segmentation fault|Out of memory|\*\*\* .{1,80} \*\*\*|.{0,200}Assertion .{1,200} failed)/;

/** Whether a run-time ends with this: it stands behind whatever the program said last, and is no part of that. */
export function isFatal(exception: string): boolean {
  return fatalPattern.test(exception);
}

const linesAfterMax = 2;
const textAfterMax = 240;
const frame = /^\s*(?:at |from |File "|\.{3} \d+ more|\d+: 0x|goroutine |-{3} |Caused by: |During handling|Traceback|raise |\^)/;

/** The lines on which its message goes on. */
function messageAfter(lines: readonly string[]): string {
  const end = lines.findIndex((line) => line.trim() === '' || frame.test(line));
  const rest = lines.slice(0, Math.min(end < 0 ? lines.length : end, linesAfterMax)).map((line) => line.trim());
  return rest.length === 0 ? '' : ` ${rest.join(' ').slice(0, textAfterMax)}`;
}

function thrownIn(line: string): string {
  if (fatalPattern.test(line)) return line;
  if (/^\s+(?:at|from) /.test(line) || /^\s+File "/.test(line)) return '';
  if (elixirException.test(line)) return line.replace(elixirException, '$1: $2');
  return exceptionPattern.exec(line)?.[1] ?? '';
}

/** The exception in the lines of an entry behind its first: the last cause of Java, the last line of Python, the panic of Go, the end of Node. */
export function exceptionIn(lines: readonly string[]): string {
  let found = '';
  let foundAt = 0;
  for (const [index, line] of lines.entries()) {
    const next = thrownIn(line);
    if (next === '') continue;
    found = next;
    foundAt = index;
  }
  return found === '' || isFatal(found) ? found.trim() : `${found.trim()}${messageAfter(lines.slice(foundAt + 1))}`;
}
