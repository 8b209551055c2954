/** Commands about nginx that only look. */

import type { Command } from './catalogue.ts';

const kilobyte = 1_024;
const megabyte = 1_024 * kilobyte;

export const nginxLooks = {
  /**
   * Binary and configuration: what `nginx -T` says of it and then, when it is good, the whole of it. From 1.19.5 on its complaints stay
   * out of the error log; it changes nothing that runs.
   */
  'nginx-dump': {
    args: ['path', 'path'],
    bytesMax: 4 * megabyte,
    script: `[ -x "$1" ] || { echo '@@missing'; exit 0; }
e=; "$1" -h 2>&1 | grep -q -- '-e filename' && e='-e stderr'
$T $S "$1" $e -T -c "$2" 2>&1 | head -c 3000000`,
  },
  /** The pid file: the master and its children, one a line: pid, start in ticks, descriptors, their limit, state, command. */
  'nginx-processes': {
    args: ['path'],
    bytesMax: 256 * kilobyte,
    script: `p=$(cat "$1" 2>/dev/null || $S cat "$1" 2>/dev/null)
case $p in ''|*[!0-9]*) echo '@@nopid'; exit 0;; esac
[ -r "/proc/$p/stat" ] || { echo "@@gone $p"; exit 0; }
k=$(cat "/proc/$p/task/$p/children" 2>/dev/null)
[ -n "$k" ] || k=$(cat /proc/[0-9]*/stat 2>/dev/null | awk -v p="$p" '{ i = $1; sub(/^.*[)] /, ""); if ($2 == p) print i }')
for q in $p $k; do
  s=$(sed 's/^.*) //' "/proc/$q/stat" 2>/dev/null | awk '{ print $20, $1 }')
  [ -n "$s" ] || continue
  n=$($S ls "/proc/$q/fd" 2>/dev/null | wc -l)
  l=$(cat "/proc/$q/limits" 2>/dev/null | awk '/^Max open files/ { print $4 }')
  printf 'proc %s %s %s %s %s\\n' "$q" "$s" "$n" "\${l:-0}" "$(tr '\\0' ' ' <"/proc/$q/cmdline" 2>/dev/null | head -c 300)"
done
printf 'uptime %s\\n' "$(cat /proc/uptime)"; date '+now %s'`,
  },
} as const satisfies Readonly<Record<string, Command>>;
