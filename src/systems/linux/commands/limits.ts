/** Looks at what the machine refuses: processes of a user, name servers, packets. */

import type { Command } from './catalogue.ts';

const kilobyte = 1_024;

/** `localhost`, the version of the server, the root of all names: whatever a name server is like, it answers one of these by itself. */
const questions = [
  '\\x5a\\x01\\x01\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x09localhost\\x00\\x00\\x01\\x00\\x01',
  '\\x5a\\x02\\x01\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x07version\\x04bind\\x00\\x00\\x10\\x00\\x03',
  '\\x5a\\x03\\x01\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\x01',
];

export const limitLooks = {
  /** Of each user but root: threads, the lowest limit of processes among its programs, and one that has it. */
  'user-processes': {
    args: [],
    bytesMax: 64 * kilobyte,
    script: `{ cat /proc/[0-9]*/status 2>/dev/null | grep -E '^(Pid|Uid|Threads):'; $S grep -H '^Max processes' /proc/[0-9]*/limits 2>/dev/null; } | awk '
$1 == "Pid:" { p = $2; next }
$1 == "Uid:" { u = $2; of[p] = u; next }
$1 == "Threads:" { n[u] += $2; next }
/limits:Max processes/ { split($1, a, "/"); u = of[a[3]]; if (u == "" || $3 == "unlimited") next; if (!(u in m) || $3 + 0 < m[u]) { m[u] = $3 + 0; who[u] = a[3] } }
END { for (u in m) if (u != 0) print u, n[u], m[u], who[u] }' | while read -r u n m p; do
  printf 'user %s %s %s %s %s\\n' "$u" "$n" "$m" "$p" "$(awk -F: -v u="$u" '$3 == u { print $1; exit }' /etc/passwd 2>/dev/null)"
done | head -n 200`,
  },
  /** Each address below `answers`, `silent` or `unknown`; twice before it counts as silent, since a packet may be lost. */
  'ask-name-servers': {
    args: ['word'],
    rest: 'word',
    bytesMax: 16 * kilobyte,
    script: `for s in "$@"; do
  if ! command -v bash >/dev/null 2>&1 || [ -z "$T" ]; then printf 'unknown %s\\n' "$s"; continue; fi
  said=silent
  for attempt in 1 2; do
    got=$(timeout 2 bash -c 'exec 3<>"/dev/udp/$1/53" || exit 0
for q in ${questions.map((each) => `"${each}"`).join(' ')}; do printf "$q" >&3 || exit 0; done
head -c 2 <&3 | wc -c' ask "$s" 2>/dev/null)
    if [ "\${got:-0}" -ge 2 ] 2>/dev/null; then said=answers; break; fi
  done
  printf '%s %s\\n' "$said" "$s"
done`,
  },
  /** The rules of packets with their counters, as far as this account may read them. */
  'firewall-rules': {
    args: [],
    bytesMax: 512 * kilobyte,
    script: `if out=$($S iptables-save -c -t filter 2>/dev/null) && [ -n "$out" ]; then echo '@@iptables'; printf '%s\\n' "$out"; fi
if out=$($S ip6tables-save -c -t filter 2>/dev/null) && [ -n "$out" ]; then echo '@@ip6tables'; printf '%s\\n' "$out"; fi
if out=$($S nft list ruleset 2>/dev/null); then echo '@@nft'; printf '%s\\n' "$out"; fi
true`,
  },
} as const satisfies Readonly<Record<string, Command>>;
