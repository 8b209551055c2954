/** Commands that only look. `$S` is `sudo -n` where the configuration allows it, `$T` a limit of time where the machine has one. */

import { markNames } from '../parse/data-marks.ts';
import type { Command } from './catalogue.ts';

const kilobyte = 1_024;
const megabyte = 1_024 * kilobyte;

export const looks = {
  /** `marker`, then paths: each readable file below its marker line. */
  'read-files': {
    args: ['marker'],
    rest: 'path',
    bytesMax: 4 * megabyte,
    script: `m=$1; shift
for f in "$@"; do
  if [ -r "$f" ]; then printf '\\n%s%s\\n' "$m" "$f"; head -c 262144 "$f" 2>/dev/null; fi
done
printf '\\n%send\\n' "$m"`,
  },
  /** A program with its arguments, as a person asked for it within the grammar of free commands: an argv, never a shell's text. */
  'run-asked': {
    args: ['word'],
    rest: 'word',
    bytesMax: 64 * kilobyte,
    script: `$T "$@" 2>&1`,
  },
  /** The stat line of every process, and the time by the machine's own clock. */
  'process-stats': {
    args: [],
    bytesMax: 16 * megabyte,
    script: `cat /proc/[0-9]*/stat 2>/dev/null
printf 'uptime %s\\n' "$(cat /proc/uptime)"`,
  },
  'process-io': {
    args: [],
    bytesMax: 4 * megabyte,
    script: `$S grep -H -E '^(read|write)_bytes' /proc/[0-9]*/io 2>/dev/null
printf 'uptime %s\\n' "$(cat /proc/uptime)"`,
  },
  filesystems: {
    args: [],
    bytesMax: megabyte,
    script: `echo '@@space'; $T df -P -k 2>/dev/null
echo '@@inodes'; $T df -P -i 2>/dev/null || $T df -i 2>/dev/null
echo '@@mounts'; cat /proc/self/mountinfo 2>/dev/null
echo '@@fstab'; cat /etc/fstab 2>/dev/null`,
  },
  /** Files of at least so many kilobytes below a directory, on its filesystem, the biggest first: blocks, size, mtime, inode, path. */
  'big-files': {
    args: ['count', 'count', 'path'],
    rest: 'path',
    bytesMax: megabyte,
    script: `k=$1; n=$2; shift 2
$T find "$@" -xdev -type f -size "+\${k}k" -exec stat -c '%b %s %Y %i %n' {} + 2>/dev/null | sort -rn | head -n "$n"`,
  },
  /** What a data directory is told by, below directories and on their filesystems; the last line says that the time sufficed. */
  'data-marks': {
    args: ['path'],
    rest: 'path',
    bytesMax: 64 * kilobyte,
    script: `{ $T find "$@" -xdev -maxdepth 5 \\( ${markNames.map((name) => `-name '${name}'`).join(' -o ')} \\) 2>/dev/null
[ $? -lt 124 ] && echo '@@searched'; } | awk 'NR <= 200 || /^@@/'`,
  },
  'stat-files': {
    args: ['path'],
    rest: 'path',
    bytesMax: 256 * kilobyte,
    script: `stat -c '%b %s %Y %i %n' "$@" 2>/dev/null; printf 'uptime %s\\n' "$(cat /proc/uptime)"; date +%s`,
  },
  /** Directories with the most files directly in them. */
  'crowded-directories': {
    args: ['path'],
    bytesMax: 256 * kilobyte,
    script: `$T find "$1" -xdev ! -type d 2>/dev/null | awk '{ sub("/[^/]*$", ""); n[$0]++ } END { for (d in n) print n[d], (d == "" ? "/" : d) }' | sort -rn | head -n 10`,
  },
  /** What lies directly in each directory of a filesystem, in blocks of 512 bytes, and how many files; the heaviest first. */
  'heavy-directories': {
    args: ['path'],
    bytesMax: megabyte,
    script: `$T find "$1" -xdev -type f -exec stat -c '%b %n' {} + 2>/dev/null | awk '{ b = $1; sub(/^[0-9]+ /, ""); sub("/[^/]*$", ""); s[$0] += b; n[$0]++ } END { for (d in s) printf "%.0f %d %s\\n", s[d], n[d], (d == "" ? "/" : d) }' | sort -rn | head -n 2000`,
  },
  /** Open files of every process: how many of which sort, and those whose name is gone. */
  'open-files': {
    args: [],
    bytesMax: 4 * megabyte,
    script: `$S ls -l /proc/[0-9]*/fd 2>/dev/null | awk '
/^\\/proc\\/[0-9]+\\/fd:$/ { split($0, a, "/"); pid = a[3]; next }
/ -> / {
  n[pid]++
  target = $0; sub(/^.* -> /, "", target)
  if (target ~ /^socket:/) s[pid]++; else if (target ~ /^pipe:/) p[pid]++; else if (target ~ /inotify/) i[pid]++
  if (target ~ / \\(deleted\\)$/ && target !~ /^\\/(memfd:|dev\\/(shm|zero)|SYSV|anon)/) {
    fd = $0; sub(/ -> .*$/, "", fd); sub(/^.* /, "", fd)
    if (shown++ < 400) print "deleted", pid, fd, target
  }
}
END { for (k in n) print "count", k, n[k], s[k] + 0, p[k] + 0, i[k] + 0 }'
if [ -n "$S" ] || [ -r /proc/1/fd ]; then echo 'complete'; fi
printf 'file-nr %s\\n' "$(cat /proc/sys/fs/file-nr)"
printf 'inotify %s\\n' "$(cat /proc/sys/fs/inotify/max_user_instances 2>/dev/null)"`,
  },
  /** Through the descriptors of processes: blocks, size, device, inode, descriptor. */
  'stat-descriptors': {
    args: ['path'],
    rest: 'path',
    bytesMax: 256 * kilobyte,
    script: `$S stat -L -c '%b %s %d %i %n' "$@" 2>/dev/null`,
  },
  /** Which processes have one of these files open. */
  'file-holders': {
    args: ['path'],
    rest: 'path',
    bytesMax: 256 * kilobyte,
    script: `Q=$(printf '%s\\n' "$@"); export Q
$S ls -l /proc/[0-9]*/fd 2>/dev/null | awk '
BEGIN { k = split(ENVIRON["Q"], w, "\\n"); for (j = 1; j <= k; j++) want[w[j]] = 1 }
/^\\/proc\\/[0-9]+\\/fd:$/ { split($0, a, "/"); pid = a[3]; next }
/ -> / { target = $0; sub(/^.* -> /, "", target); if (target in want && shown++ < 200) print pid, $1, target }'`,
  },
  /** Sockets by state and peer, listeners and half-closed ones with their owners. */
  sockets: {
    args: [],
    bytesMax: 4 * megabyte,
    script: `{ cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | sed 's/^/N /'; $S ls -l /proc/[0-9]*/fd 2>/dev/null | grep -E '^/proc/|socket:'; } | awk '
$1 == "N" {
  if ($5 !~ /^[0-9A-F][0-9A-F]$/) next
  state[$5]++
  if ($5 == "0A") { listen[$11] = $3; split($6, q, ":"); queue[$11] = q[2]; want[$11] = "L" }
  else {
    if ($5 == "08" && half++ < 20000) { want[$11] = "C"; remote[$11] = $4 }
    if ($5 == "02" || $5 == "01" || $5 == "06" || $5 == "08" || $5 == "04" || $5 == "05") { split($3, l, ":"); split($4, r, ":"); peer[l[1] " " $4]++; used[l[2]] = 1 }
    if ($5 == "02") { waiting[$4]++ }
  }
  next
}
/^\\/proc\\/[0-9]+\\/fd:$/ { split($0, a, "/"); pid = a[3]; next }
/socket:/ {
  inode = $0; sub(/^.*socket:\\[/, "", inode); sub(/\\].*$/, "", inode)
  if (want[inode] == "L") { if (!(inode in owner)) owner[inode] = pid; else owner[inode] = owner[inode] "," pid }
  if (want[inode] == "C") { closed[pid]++; closedTo[pid] = remote[inode] }
}
END {
  for (k in state) print "state", k, state[k]
  for (k in listen) print "listen", listen[k], queue[k], (k in owner ? owner[k] : "-")
  for (k in closed) print "closewait", k, closed[k], closedTo[k]
  for (k in peer) if (peer[k] >= 50) print "peer", k, peer[k]
  for (k in waiting) print "synsent", k, waiting[k]
}'
echo '@@limits'; ss -H -l -t -n 2>/dev/null | awk '{ print $2, $3, $4 }'
echo '@@netstat'; cat /proc/net/netstat 2>/dev/null
echo '@@snmp'; cat /proc/net/snmp 2>/dev/null
echo '@@sockstat'; cat /proc/net/sockstat 2>/dev/null
echo '@@range'; cat /proc/sys/net/ipv4/ip_local_port_range 2>/dev/null
echo '@@somaxconn'; cat /proc/sys/net/core/somaxconn 2>/dev/null
echo '@@conntrack'; cat /proc/sys/net/netfilter/nf_conntrack_count /proc/sys/net/netfilter/nf_conntrack_max 2>/dev/null
echo '@@uptime'; cat /proc/uptime`,
  },
  /** Control groups that have a limit, both generations, four levels deep. */
  cgroups: {
    args: [],
    bytesMax: 2 * megabyte,
    script: `for r in /sys/fs/cgroup /sys/fs/cgroup/memory /sys/fs/cgroup/pids /sys/fs/cgroup/cpu; do
for d in $r $r/* $r/*/* $r/*/*/* $r/*/*/*/*; do
  for f in memory.max memory.limit_in_bytes pids.max; do
    [ -r "$d/$f" ] && read -r v < "$d/$f" && case "$v" in max|9223372036854771712|'') ;; *) printf '%s\\n' "$d";; esac
  done
done; done 2>/dev/null | sort -u | head -n 200 | while read -r d; do
  grep -H '' "$d/memory.max" "$d/memory.current" "$d/memory.events" "$d/memory.limit_in_bytes" "$d/memory.usage_in_bytes" "$d/memory.failcnt" "$d/memory.oom_control" "$d/pids.max" "$d/pids.current" "$d/pids.events" 2>/dev/null
  grep -H -E '^(total_)?inactive_file ' "$d/memory.stat" 2>/dev/null
  printf '%s/procs:%s\\n' "$d" "$(head -n 3 "$d/cgroup.procs" 2>/dev/null | tr '\\n' ' ')"
done
for f in /sys/fs/cgroup/*/cpu.stat /sys/fs/cgroup/cpu.stat /sys/fs/cgroup/*/*/cpu.stat /sys/fs/cgroup/cpu/*/*/cpu.stat; do grep -H -E '^nr_(periods|throttled) ' "$f" 2>/dev/null; done | head -n 200
true`,
  },
  /** The kernel's messages by whatever way is open to this account. */
  'kernel-log': {
    args: ['count'],
    bytesMax: 2 * megabyte,
    script: `printf '@@uptime %s\\n' "$(cat /proc/uptime)"
if out=$(dmesg 2>/dev/null) || out=$($S dmesg 2>/dev/null); then echo '@@dmesg'; printf '%s\\n' "$out" | tail -n "$1"
elif out=$($S journalctl -k -b -o short-monotonic --no-pager -n "$1" 2>/dev/null) && printf '%s' "$out" | grep -q ' kernel: '; then echo '@@journal'; printf '%s\\n' "$out"
elif [ -r /var/log/kern.log ]; then out=$(tail -n "$1" /var/log/kern.log); echo '@@file'; printf '%s\\n' "$out"
else echo '@@denied'; fi
g=$(printf '%s\\n' "$out" | sed -n 's/.*oom_memcg=\\([^,]*\\),.*/\\1/p' | tail -n 1)
echo '@@group'; for r in /sys/fs/cgroup /sys/fs/cgroup/memory; do [ -n "$g" ] && [ -d "$r$g" ] && echo there; done; :`,
  },
  'failed-units': {
    args: [],
    bytesMax: 256 * kilobyte,
    script: `[ -d /run/systemd/system ] || { echo '@@none'; exit 0; }
$T systemctl list-units --state=failed --plain --no-legend --no-pager 2>/dev/null | head -n 50`,
  },
  'show-units': {
    args: ['unit'],
    rest: 'unit',
    bytesMax: 256 * kilobyte,
    script: `[ -d /run/systemd/system ] || { echo '@@none'; exit 0; }
$T systemctl show -p Id,ActiveState,SubState,MainPID,NRestarts,Result,ExecMainStatus "$@" 2>/dev/null`,
  },
  /** The end of each log below its marker, then the zone that the machine's clock shows. */
  'tail-files': {
    args: ['marker', 'count'],
    rest: 'path',
    bytesMax: 2 * megabyte,
    script: `m=$1; n=$2; shift 2
for f in "$@"; do
  printf '\\n%s%s\\n' "$m" "$f"
  if [ -r "$f" ]; then tail -c "$n" "$f"; elif [ -e "$f" ]; then $S tail -c "$n" "$f" 2>/dev/null || printf '@@denied\\n'; else printf '@@missing\\n'; fi
done
printf '\\n%s@@zone\\n' "$m"; date +%z
printf '\\n%send\\n' "$m"`,
  },
  clock: {
    args: [],
    bytesMax: 64 * kilobyte,
    script: `echo '@@date'; date +%s.%N
echo '@@chrony'; $T chronyc -n tracking 2>/dev/null
echo '@@timedatectl'; $T timedatectl show -p NTPSynchronized -p NTP 2>/dev/null
echo '@@ntpq'; $T ntpq -c rv 2>/dev/null
echo '@@adjtimex'; $T adjtimex --print 2>/dev/null || $T adjtimex 2>/dev/null
true`,
  },
  /** What changed: packages, files below /etc, logins, processes aside. */
  changes: {
    args: ['count'],
    bytesMax: 512 * kilobyte,
    script: `echo '@@now'; date +%s
echo '@@dpkg'; tail -n 2000 /var/log/dpkg.log 2>/dev/null | grep -E ' (install|upgrade|remove|purge) ' | tail -n 60
echo '@@rpm'; $T rpm -qa --last 2>/dev/null | head -n 30
echo '@@apk'; stat -c '%Y' /lib/apk/db/installed 2>/dev/null
echo '@@etc'; $T find /etc -xdev -type f -mmin "-$1" -exec stat -c '%Y %n' {} + 2>/dev/null | sort -rn | head -n 40
echo '@@reboots'; last -x reboot 2>/dev/null | head -n 5
echo '@@logins'; who 2>/dev/null | head -n 20
echo '@@cron'; ls -l --time-style=+%s /var/spool/cron /etc/cron.d 2>/dev/null | head -n 40`,
  },
  'real-path': {
    args: ['path'],
    rest: 'path',
    bytesMax: 64 * kilobyte,
    script: `for f in "$@"; do readlink -f "$f" 2>/dev/null || printf '@@missing\\n'; done`,
  },
  network: {
    args: [],
    bytesMax: 512 * kilobyte,
    script: `echo '@@dev'; cat /proc/net/dev
echo '@@state'; for d in /sys/class/net/*; do printf '%s %s %s\\n' "\${d##*/}" "$(cat "$d/operstate" 2>/dev/null)" "$(cat "$d/flags" 2>/dev/null)"; done
echo '@@route'; cat /proc/net/route
echo '@@route6'; head -n 200 /proc/net/ipv6_route 2>/dev/null
echo '@@resolv'; cat /etc/resolv.conf 2>/dev/null
echo '@@softnet'; cat /proc/net/softnet_stat 2>/dev/null
echo '@@uptime'; cat /proc/uptime`,
  },
} as const satisfies Readonly<Record<string, Command>>;
