# For scenarios written in sh: `. "$LAB_LIB/lab.sh"`. Functions only; nothing happens by reading it.

set -u

# skip REASON: `up` can't run here, and says why.
skip() {
  echo "$*" >&2
  exit 77
}

# needs_quiet: a control of the whole machine says nothing where the machine is really busy.
needs_quiet() {
  busy=$(awk -v cores="$(nproc)" '{ print ($1 > 2 * cores) ? $1 : "" }' /proc/loadavg)
  [ -z "$busy" ] || skip "this machine is busy itself (load $busy on $(nproc) cores)"
}

# background NAME COMMAND…: goes on after the script has ended; its process id is in $LAB_DIR/NAME.pid, its output in $LAB_DIR/NAME.log.
background() {
  name=$1
  shift
  nohup "$@" >"$LAB_DIR/$name.log" 2>&1 </dev/null &
  echo $! >"$LAB_DIR/$name.pid"
}

pid_of() {
  cat "$LAB_DIR/$1.pid"
}

# wait_for SECONDS COMMAND…: until it succeeds.
wait_for() {
  tries=$(($1 * 10))
  shift
  while ! "$@" >/dev/null 2>&1; do
    tries=$((tries - 1))
    if [ "$tries" -le 0 ]; then
      echo "not in time: $*" >&2
      return 1
    fi
    sleep 0.1
  done
}

# end NAME [SIGNAL]: ends what `background` started and waits until it is gone.
end() {
  kill "-${2:-KILL}" "$(pid_of "$1")" 2>/dev/null
  wait_for 10 gone "$(pid_of "$1")"
}

# A process that is dead but was not waited for is gone as well.
gone() {
  ! kill -0 "$1" 2>/dev/null || grep -q '^State:.*Z' "/proc/$1/status" 2>/dev/null
}
