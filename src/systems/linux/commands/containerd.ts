/**
 * What `ctr` is asked about a containerd. Looks list and measure; of the two changes one lets a frozen task go on, the other is its undo.
 * Every call has a limit of its own, so that a daemon which takes connections and says nothing ends the look.
 */

import type { Command } from './catalogue.ts';

const kilobyte = 1_024;
const megabyte = 1_024 * kilobyte;

/** `c WORDS…` asks the daemon behind the socket `$1`. Exit 66: no ctr; 67: no such socket. */
const client = `s=$1; shift
command -v ctr >/dev/null 2>&1 || { echo '@@notool'; exit 66; }
[ -S "$s" ] || [ ! -x "\${s%/*}" ] || { echo '@@nosocket'; exit 67; }
c() { $T $S ctr -a "$s" --connect-timeout 3s "$@"; }`;

/** The namespaces that are left in the arguments, else all; a daemon that can't be asked ends it here with what ctr said. */
const namespaces = `all=$(c namespaces ls -q) || exit 68
[ "$#" -gt 0 ] || set -- $(printf '%s\\n' "$all" | head -n 40)`;

export const containerdLooks = {
  /** Version, namespaces, plugins with their directories, and when the socket was made: at the daemon's start. */
  'containerd-server': {
    args: ['path'],
    bytesMax: 256 * kilobyte,
    script: `${client}
all=$(c namespaces ls -q) || exit 68
printf '@@namespaces\\n%s\\n' "$all"
echo '@@version'; c version
echo '@@plugins'; c plugins ls
echo '@@times'; stat -c '%Y' "$s"; date +%s`,
  },
  /** Shims before tasks: what comes up in between has its task by then. A shim: pid, seconds since its start, command line. */
  'containerd-tasks': {
    args: ['path'],
    rest: 'containerdName',
    bytesMax: 2 * megabyte,
    script: `${client}
${namespaces}
echo '@@shims'; now=$(cut -d' ' -f1 /proc/uptime); hz=$(getconf CLK_TCK 2>/dev/null || echo 100)
for f in $(grep -l -x 'containerd-shim' /proc/[0-9]*/comm 2>/dev/null | head -n 500); do d=\${f%/comm}
  t=$(sed 's/^[0-9]* (.*) [A-Za-z] //' "$d/stat" 2>/dev/null | awk -v now="$now" -v hz="$hz" '{ printf "%d", now - $19 / hz }')
  printf '%s %s ' "\${d#/proc/}" "\${t:-0}"; tr '\\0\\n' '  ' <"$d/cmdline" 2>/dev/null; echo
done
for n in "$@"; do
  echo "@@containers:$n"; c -n "$n" containers ls
  echo "@@tasks:$n"; c -n "$n" tasks ls
done`,
  },
  /** Images, blobs and snapshots of each namespace, and how full the file system below is. */
  'containerd-storage': {
    args: ['path'],
    rest: 'containerdName',
    bytesMax: 4 * megabyte,
    script: `${client}
${namespaces}
root=$(c plugins ls -d | sed -n 's|^ *root *\\(/.*\\)/io\\.containerd\\.content\\.v1\\.content *$|\\1|p' | head -n 1)
echo '@@root'; printf '%s\\n' "$root"
if [ -n "$root" ]; then echo '@@blocks'; $T df -P -k "$root"; echo '@@inodes'; $T df -P -i "$root"; fi
kinds=$(c plugins ls | awk '$1 == "io.containerd.snapshotter.v1" && $NF == "ok" { print $2 }')
for n in "$@"; do
  echo "@@images:$n"; c -n "$n" images ls -q | wc -l
  echo "@@content:$n"; c -n "$n" content ls | awk 'NR > 1 { print $1, $2, $3 }' | head -n 5000
  for k in $kinds; do
    echo "@@snapshots:$n"; c -n "$n" snapshots --snapshotter "$k" usage -b | awk 'NR > 1 { b += $(NF - 1); m += 1 } END { printf "%d %.0f\\n", m, b }'
  done
done`,
  },
  /** The measures of sixty tasks; of those that have stopped too: their group still knows why. */
  'containerd-metrics': {
    args: ['path'],
    rest: 'containerdName',
    bytesMax: 4 * megabyte,
    script: `${client}
${namespaces}
left=60
for n in "$@"; do for i in $(c -n "$n" tasks ls | awk 'NR > 1 { print $1 "=" $NF }' | head -n 200); do
  [ "$left" -gt 0 ] || break; left=$((left - 1))
  echo "@@task:$n/\${i%=*} \${i##*=}"; c -n "$n" tasks metrics --format json "\${i%=*}"
done; done`,
  },
  /** A namespace and a container: the state of its task, `NONE` without one; nothing where there is no such container. */
  'containerd-state': {
    args: ['path', 'containerdName', 'containerdName'],
    bytesMax: 64 * kilobyte,
    script: `${client}
c namespaces ls -q >/dev/null || exit 68
t=$(c -n "$1" tasks ls | awk -v i="$2" '$1 == i { print $NF }')
if [ -n "$t" ]; then echo "$t"; else c -n "$1" containers ls -q | awk -v i="$2" '$1 == i { print "NONE" }'; fi`,
  },
  /** One question of somebody's: its words are of a list; then the namespace and the container that it is about. */
  'containerd-question': {
    args: ['path', 'containerdQuestion'],
    rest: 'containerdName',
    bytesMax: megabyte,
    script: `${client}
q=$1; n=\${2:-}; i=\${3:-}
o=$(c \${n:+-n "$n"} $q \${i:+"$i"}) || exit 69
printf '%s\\n' "$o"`,
  },
} as const satisfies Readonly<Record<string, Command>>;

export const containerdChanges = {
  'containerd-resume': {
    args: ['path', 'containerdName', 'containerdName'],
    bytesMax: 16 * kilobyte,
    script: `${client}
c -n "$1" tasks resume "$2" || exit 69`,
  },
  'containerd-pause': {
    args: ['path', 'containerdName', 'containerdName'],
    bytesMax: 16 * kilobyte,
    script: `${client}
c -n "$1" tasks pause "$2" || exit 69`,
  },
} as const satisfies Readonly<Record<string, Command>>;
