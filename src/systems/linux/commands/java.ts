/**
 * Commands that look at a Java process. `jcmd` and `jstat` of the JDK that runs it where there are some, else those of the path.
 * None of them collects garbage, writes a file or changes a flag; the histogram counts what is unreachable too, for that reason.
 */

import type { Command } from './catalogue.ts';

const kilobyte = 1_024;
const megabyte = 1_024 * kilobyte;

/** `tool NAME` prints where it is. Exit 66: it is nowhere; 67: the process has gone. */
const findTool = `tool() { d=$($S readlink -f "/proc/$p/exe" 2>/dev/null); d=\${d%/*}
for t in "$d/$1" "\${d%/jre/bin}/bin/$1"; do [ -x "$t" ] && { printf '%s' "$t"; return; }; done; command -v "$1"; }
p=$1; grep -q '^State:[[:space:]]*[^ZX]' "/proc/$p/status" 2>/dev/null || { echo '@@gone'; exit 67; }`;

export const javaLooks = {
  /** Every process that a Java launcher was started for: pid, user id, command line. One that has ended and that nobody has reaped yet is none. */
  'java-processes': {
    args: [],
    bytesMax: 2 * megabyte,
    script: `for f in $(grep -l -x -E 'java|jsvc' /proc/[0-9]*/comm 2>/dev/null | head -n 200); do
  d=\${f%/comm}; [ -r "$d/cmdline" ] || continue
  grep -q '^State:[[:space:]]*[ZX]' "$d/status" 2>/dev/null && continue
  printf '@@%s %s ' "\${d#/proc/}" "$(stat -c '%u' "$d" 2>/dev/null)"; head -c 16384 "$d/cmdline" 2>/dev/null | tr '\\0\\n' '\\1 '; echo
done`,
  },
  /** What the virtual machine says of itself; several questions at one attach. */
  'java-details': {
    args: ['pid'],
    bytesMax: megabyte,
    script: `${findTool}
t=$(tool jcmd); [ -n "$t" ] || { echo '@@notool'; exit 66; }
echo '@@jcmd'; printf '%s\\n' VM.version VM.uptime VM.flags Compiler.codecache GC.finalizer_info | $T $S "$t" "$p" -f /dev/stdin 2>&1; c=$?
echo '@@status'; grep -E '^(VmRSS|VmSwap|Threads|State):' "/proc/$p/status"
echo '@@cgroup'; cat "/proc/$p/cgroup"
exit $c`,
  },
  /** Counters from the file that the JVM keeps in memory: readable while it hangs, stops the world or collects garbage. */
  'java-counters': {
    args: ['pid'],
    bytesMax: megabyte,
    script: `${findTool}
t=$(tool jstat); [ -n "$t" ] || { echo '@@notool'; exit 66; }
$T $S "$t" -J-Djstat.showUnsupported=true -snap "$p" 2>&1 | grep -E '^(sun\\.(gc|rt|os\\.hrt|cls|ci\\.totalTime|threads)|java\\.(threads|cls))[^=]*=[0-9]|^sun\\.gc\\.[^=]*(name|ause)=|not found|no such|error' | grep -v -i 'agetable\\|tlab'`,
  },
  /** Of every thread: its number in the kernel, ticks, name; nanoseconds run and waited for a processor; the machine's own clock. */
  'thread-times': {
    args: ['pid'],
    bytesMax: 2 * megabyte,
    script: `cat "/proc/$1/task/"*/stat 2>/dev/null | sed 's/^\\([0-9]*\\) (\\(.*\\)) [A-Za-z] \\(.*\\)$/\\1|\\2|\\3/' | awk -F'|' '{ split($3, f, " "); print $1, f[11] + f[12], $2 }' | head -n 8000
grep -H '' "/proc/$1/task/"*/schedstat 2>/dev/null | sed 's|^/proc/[0-9]*/task/\\([0-9]*\\)/schedstat:|sched \\1 |' | head -n 8000
printf 'uptime %s\\n' "$(cat /proc/uptime)"`,
  },
  /** Every thread with its stack. Threads stand still while they are written down: some milliseconds each. */
  'java-threads': {
    args: ['pid'],
    bytesMax: 6 * megabyte,
    script: `${findTool}
t=$(tool jcmd); [ -n "$t" ] || { echo '@@notool'; exit 66; }
$T $S "$t" "$p" Thread.print -l 2>&1`,
  },
  /** One question of somebody's; its words are those of a list, and may be split. */
  'java-question': {
    args: ['pid', 'jvmQuestion'],
    bytesMax: megabyte,
    script: `${findTool}
t=$(tool jcmd); [ -n "$t" ] || { echo '@@notool'; exit 66; }
$T $S "$t" "$p" $2 2>&1`,
  },
  /** The classes that fill the heap, unreachable objects included: without -all it would first collect all garbage. */
  'java-histogram': {
    args: ['pid'],
    bytesMax: 256 * kilobyte,
    script: `${findTool}
t=$(tool jcmd); [ -n "$t" ] || { echo '@@notool'; exit 66; }
$T $S "$t" "$p" GC.class_histogram -all 2>&1 | awk 'NR <= 45 { print } /^Total/ { print }'`,
  },
  'java-native-memory': {
    args: ['pid'],
    bytesMax: 256 * kilobyte,
    script: `${findTool}
t=$(tool jcmd); [ -n "$t" ] || { echo '@@notool'; exit 66; }
$T $S "$t" "$p" VM.native_memory summary scale=KB 2>&1`,
  },
  /** Heap dumps in these directories: blocks, size, mtime, path. */
  'heap-dumps': {
    args: ['path'],
    rest: 'path',
    bytesMax: 256 * kilobyte,
    script: `for d in "$@"; do [ -d "$d" ] || continue
for f in "$d"/*.hprof "$d"/java_pid*; do [ -f "$f" ] && stat -c '%b %s %Y %n' "$f"; done; done 2>/dev/null | sort -u | head -n 200
echo '@@space'; for d in "$@"; do [ -d "$d" ] && $T df -P -k "$d" 2>/dev/null | awk -v d="$d" 'NR == 2 { print $2, $4, d }'; done; date +%s`,
  },
  /** The memory limits of a control group, both generations, innermost first. */
  'memory-limits': {
    args: ['path'],
    bytesMax: 64 * kilobyte,
    script: `g=$1; while :; do
for r in /sys/fs/cgroup /sys/fs/cgroup/memory; do for f in memory.max memory.limit_in_bytes; do
[ -r "$r$g/$f" ] && cat "$r$g/$f"; done; done
[ "$g" = / ] && break; g=\${g%/*}; [ -n "$g" ] || g=/
done 2>/dev/null | head -n 32`,
  },
} as const satisfies Readonly<Record<string, Command>>;
