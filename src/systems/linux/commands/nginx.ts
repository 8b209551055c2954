/** Commands about nginx that only look. */

import type { Command } from './catalogue.ts';

const kilobyte = 1_024;
const megabyte = 1_024 * kilobyte;

export const nginxLooks = {
  /**
   * Every nginx master: pid, start in ticks, command line, users, pids in nested namespaces, program (and whether this machine sees the same
   * file), what it has open; and who listens where. What belongs to others is asked for with sudo only once it is refused.
   */
  'nginx-masters': {
    args: [],
    bytesMax: megabyte,
    script: `for f in $(grep -l '^nginx: master process' /proc/[0-9]*/cmdline 2>/dev/null | head -n 20); do
  d=\${f%/cmdline}
  c=$(tr '\\0\\n' '  ' <"$f" 2>/dev/null | head -c 4000); [ -n "$c" ] || continue
  printf '@@master %s %s\\ncommand %s\\n' "\${d#/proc/}" "$(sed 's/^.*) //' "$d/stat" 2>/dev/null | awk '{ print $20 }')" "$c"
  grep -E '^(Uid|NSpid):' "$d/status" 2>/dev/null
  e=$(readlink "$d/exe" 2>/dev/null || $S readlink "$d/exe" 2>/dev/null)
  [ -n "$e" ] && printf 'exe %s\\n' "$e"
  i=$(stat -L -c '%d:%i' "$d/exe" 2>/dev/null) && printf 'image %s %s\\n' "$i" "$(stat -L -c '%d:%i' "$e" 2>/dev/null)"
  case $c in *' -p'*) w=$(readlink "$d/cwd" 2>/dev/null) && printf 'cwd %s\\n' "$w";; esac
  { ls -l "$d/fd" 2>/dev/null || $S ls -l "$d/fd" 2>/dev/null; } | sed -n 's/^.* -> /fd /p' | grep -E '^fd (/|socket:)' | head -n 1000
done
printf '@@own %s\\n' "$(id -u)"
awk '$4 == "0A" { print "listen", $2, $10 }' /proc/net/tcp /proc/net/tcp6 2>/dev/null | head -n 4000`,
  },
  /** The paths that are compiled into a program of nginx: it prints them and ends. */
  'nginx-build': {
    args: ['path'],
    bytesMax: 64 * kilobyte,
    script: `[ -x "$1" ] || { echo '@@missing'; exit 0; }
$T "$1" -V 2>&1 | head -c 60000`,
  },
  /** Who may change a file: user id and mode of it and of every folder above, links resolved. */
  'path-owners': {
    args: ['path'],
    bytesMax: 64 * kilobyte,
    script: `f=$(readlink -f "$1" 2>/dev/null); [ -e "$f" ] || { echo '@@missing'; exit 0; }
while [ -n "$f" ]; do stat -c '%u %a %n' "$f" 2>/dev/null || echo '@@denied'; f=\${f%/*}; done`,
  },
  /**
   * Binary and configuration: what `nginx -T` says of it and then, when it is good, the whole of it. From 1.19.5 on its complaints stay
   * out of the error log; it changes nothing that runs. With a third path, that is the prefix that relative paths begin at.
   */
  'nginx-dump': {
    args: ['path', 'path'],
    rest: 'path',
    bytesMax: 4 * megabyte,
    script: `[ -x "$1" ] || { echo '@@missing'; exit 0; }
e=; "$1" -h 2>&1 | grep -q -- '-e filename' && e='-e stderr'
b=$1; c=$2; shift 2; [ "$#" -eq 0 ] || set -- -p "$1"
$T $S "$b" $e -T -c "$c" "$@" 2>&1 | head -c 3000000`,
  },
  /**
   * The pid file, and where it is known the pid of the master, which goes first while it is one: the master and its children, one a line:
   * pid, start in ticks, state, descriptors, their limit, command.
   */
  'nginx-processes': {
    args: ['path'],
    rest: 'pid',
    bytesMax: 256 * kilobyte,
    script: `p=
if [ -n "$2" ] && grep -q '^nginx: master process' "/proc/$2/cmdline" 2>/dev/null; then p=$2; else p=$(cat "$1" 2>/dev/null || $S cat "$1" 2>/dev/null); fi
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
