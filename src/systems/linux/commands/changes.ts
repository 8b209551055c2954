/** Commands that change something. Only actions run them. */

import type { Command } from './catalogue.ts';

const kilobyte = 1_024;

/** Prints the start time of process `$1` in clock ticks and its name, to be compared with what was approved. */
const identify = `who() { sed 's/^[0-9]* (\\(.*\\)) [A-Za-z] \\(.*\\)$/\\2|\\1/' "/proc/$1/stat" 2>/dev/null | awk -F'|' '{ split($1, f, " "); print f[19] }'; }`;

export const changes = {
  /** `pid`, its start time in ticks, the signal. The check and the signal are one script: the gap between them is microseconds. */
  'signal-process': {
    args: ['pid', 'count', 'signal'],
    bytesMax: 16 * kilobyte,
    script: `${identify}
[ "$(who "$1")" = "$2" ] || { echo '@@gone'; exit 3; }
$S kill -s "$3" "$1"`,
  },
  'renice-process': {
    args: ['pid', 'count', 'nice'],
    bytesMax: 16 * kilobyte,
    script: `${identify}
[ "$(who "$1")" = "$2" ] || { echo '@@gone'; exit 3; }
$S renice -n "$3" -p "$1" >/dev/null`,
  },
  'restart-unit': {
    args: ['unit'],
    bytesMax: 64 * kilobyte,
    script: `$S systemctl restart "$1"`,
  },
  /** The pid of nginx's master and its start time: has it read its configuration anew. */
  'nginx-reload': {
    args: ['pid', 'count'],
    bytesMax: 16 * kilobyte,
    script: `${identify}
[ "$(who "$1")" = "$2" ] || { echo '@@gone'; exit 3; }
case "$(tr '\\0' ' ' <"/proc/$1/cmdline")" in 'nginx: master'*) ;; *) echo '@@gone'; exit 3;; esac
$S kill -s HUP "$1"`,
  },
  /** An argv that the configuration declares. It must return: its output is not waited for once it has ended. */
  'run-declared': {
    args: ['word'],
    rest: 'word',
    bytesMax: 64 * kilobyte,
    script: `o=$(mktemp) || exit 70
$S "$@" >"$o" 2>&1; c=$?
head -c 8192 "$o"; rm -f "$o"; exit $c`,
  },
  /** `pid`, start time, descriptor: only while the file behind it has no name. */
  'truncate-deleted': {
    args: ['pid', 'count', 'count'],
    bytesMax: 16 * kilobyte,
    script: `${identify}
[ "$(who "$1")" = "$2" ] || { echo '@@gone'; exit 3; }
case "$($S readlink "/proc/$1/fd/$3")" in *' (deleted)') ;; *) echo '@@named'; exit 4;; esac
$S truncate -s 0 "/proc/$1/fd/$3" 2>/dev/null || $S sh -c ': > "$0"' "/proc/$1/fd/$3"`,
  },
  /** Regular files below a directory or the file itself, older than so many minutes, of so many bytes at least, so many of the biggest: size, mode, uid, gid, mtime, path. */
  'list-cleanable': {
    args: ['path', 'count', 'count', 'count'],
    bytesMax: 512 * kilobyte,
    script: `[ "$(readlink -f "$1")" = "$1" ] || { echo '@@link'; exit 4; }
if [ "$2" = 0 ]; then $S find "$1" -xdev -type f -links 1 ! -size "-$4c" -exec stat -c '%s|%a|%u|%g|%Y|%n' {} +
else $S find "$1" -xdev -type f -links 1 ! -size "-$4c" -mmin "+$2" -exec stat -c '%s|%a|%u|%g|%Y|%n' {} +; fi 2>/dev/null | sort -t '|' -k1,1 -rn | head -n "$3"`,
  },
  /** Device and free kilobytes of each directory (or of its nearest parent that exists). */
  'free-space': {
    args: ['path'],
    rest: 'path',
    bytesMax: 64 * kilobyte,
    script: `for d in "$@"; do
  p=$d; while [ ! -e "$p" ]; do p=$(dirname "$p"); done
  printf '%s %s %s\\n' "$(stat -c '%d' "$p")" "$($T df -P -k "$p" | awk 'NR == 2 { print $4 }')" "$d"
done`,
  },
  /** A directory, then files: each is moved below the directory under its whole path. A file that was moved before is left alone. */
  'move-aside': {
    args: ['path'],
    rest: 'path',
    bytesMax: 256 * kilobyte,
    script: `q=$1; shift
$S mkdir -p -m 700 "$q" || exit 71
for f in "$@"; do
  if [ ! -e "$f" ] && [ -e "$q$f" ]; then printf 'already %s\\n' "$f"; continue; fi
  [ "$(readlink -f "$f")" = "$f" ] && [ -f "$f" ] || { printf 'skipped %s\\n' "$f"; continue; }
  $S mkdir -p "$q\${f%/*}" && $S mv -f "$f" "$q$f" && printf 'moved %s\\n' "$f" || { printf 'failed %s\\n' "$f"; exit 72; }
done`,
  },
  /**
   * The way back: a file that has come into being in the meantime is never overwritten. It comes under a name of its own and gets the old one
   * when it is whole: where there is no room for it, nothing of it is left behind.
   */
  'move-back': {
    args: ['path'],
    rest: 'path',
    bytesMax: 256 * kilobyte,
    script: `q=$1; shift; c=0
for f in "$@"; do
  t=$f.zhiban-back
  if [ ! -e "$q$f" ] && [ ! -e "$t" ]; then if [ -e "$f" ]; then printf 'already %s\\n' "$f"; else printf 'lost %s\\n' "$f"; c=73; fi; continue; fi
  if [ -e "$f" ]; then printf 'taken %s\\n' "$f"; c=73; continue; fi
  if [ -e "$q$f" ] && ! $S mv -f "$q$f" "$t"; then $S rm -f "$t"; printf 'failed %s\\n' "$f"; c=73; continue; fi
  $S mv -n "$t" "$f"
  if [ -e "$t" ]; then printf 'taken %s\\n' "$f"; c=73; else printf 'back %s\\n' "$f"; fi
done
exit $c`,
  },
  compress: {
    args: ['path'],
    rest: 'path',
    bytesMax: 256 * kilobyte,
    script: `for f in "$@"; do
  if [ ! -e "$f" ] && [ -e "$f.gz" ]; then printf 'already %s\\n' "$f"; continue; fi
  [ "$(readlink -f "$f")" = "$f" ] && [ -f "$f" ] && [ ! -e "$f.gz" ] || { printf 'skipped %s\\n' "$f"; continue; }
  $S gzip "$f" && printf 'moved %s\\n' "$f" || { printf 'failed %s\\n' "$f"; exit 72; }
done`,
  },
  uncompress: {
    args: ['path'],
    rest: 'path',
    bytesMax: 256 * kilobyte,
    script: `c=0
for f in "$@"; do
  if [ ! -e "$f.gz" ]; then if [ -e "$f" ]; then printf 'already %s\\n' "$f"; else printf 'lost %s\\n' "$f"; c=73; fi; continue; fi
  if [ -e "$f" ]; then printf 'taken %s\\n' "$f"; c=73; continue; fi
  $S gzip -d "$f.gz" && printf 'back %s\\n' "$f" || { printf 'failed %s\\n' "$f"; c=73; }
done
exit $c`,
  },
} as const satisfies Readonly<Record<string, Command>>;
