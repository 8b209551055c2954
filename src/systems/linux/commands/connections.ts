/** Who on this machine is connected to whom: the other half of "what depends on what". */

import type { Command } from './catalogue.ts';

export const connectionLooks = {
  /**
   * Established connections that a process has opened itself (accepted ones are left out: their local port is one that it listens on),
   * added up per process and peer; and the ports that these processes listen on.
   */
  connections: {
    args: [],
    bytesMax: 1_024 * 1_024,
    script: `{ cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | sed 's/^/N /'; $S ls -l /proc/[0-9]*/fd 2>/dev/null | grep -E '^/proc/|socket:'; } | awk '
$1 == "N" { if ($5 == "01") { local[$11] = $3; remote[$11] = $4 } else if ($5 == "0A") listen[$11] = $3; next }
/^\\/proc\\/[0-9]+\\/fd:$/ { split($0, a, "/"); pid = a[3]; next }
/socket:/ {
  inode = $0; sub(/^.*socket:\\[/, "", inode); sub(/\\].*$/, "", inode)
  if (inode in listen) { split(listen[inode], l, ":"); if (!((pid, l[2]) in serves)) { serves[pid, l[2]] = 1; ports[pid] = ports[pid] " " l[2] } }
  else if (inode in local) { c++; who[c] = pid; mine[c] = local[inode]; peer[c] = remote[inode] }
}
END {
  for (i = 1; i <= c; i++) { split(mine[i], l, ":"); if (!((who[i], l[2]) in serves)) n[who[i] " " peer[i]]++ }
  for (k in n) { split(k, w, " "); print "out", k, n[k]; seen[w[1]] = 1 }
  for (p in seen) print "ports", p ports[p]
}' | head -n 2000`,
  },
} as const satisfies Readonly<Record<string, Command>>;
