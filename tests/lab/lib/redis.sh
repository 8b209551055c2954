# A real Redis for a scenario; needs lab.sh.

# redis_up PORT [OPTION…]: on 127.0.0.1, in a folder of its own. DEBUG is allowed so that data can be made quickly.
redis_up() {
  redis_port=$1
  shift
  mkdir -p "$LAB_DIR/redis-$redis_port"
  background "redis-$redis_port" redis-server --port "$redis_port" --bind 127.0.0.1 --dir "$LAB_DIR/redis-$redis_port" \
    --save '' --enable-debug-command yes "$@"
  wait_for 30 redis_answers "$redis_port"
}

redis_answers() {
  redis-cli -p "$1" ping 2>&1 | grep -Eq 'PONG|NOAUTH'
}

# r COMMAND…: asks the first one.
r() {
  redis-cli -p "$LAB_PORT_1" "$@"
}

# fill_until_refused KEY [SIZE]: a list that grows until nothing more is taken, in the end by ever smaller items.
fill_until_refused() {
  for size in "${2:-600}" 60 1; do
    while push_many "$1" "$size" | grep -q 'errors: 0,'; do :; done
  done
  # What the pushing connection itself took is free again: small items until what a customer writes is refused.
  while r set fill:check "$(head -c 20000 /dev/zero | tr '\0' x)" 2>&1 | grep -q OK; do
    r del fill:check >/dev/null
    for item in 1 2 3 4; do r rpush "$1" "$(head -c 4000 /dev/zero | tr '\0' e)" >/dev/null; done
  done
}

# push_many KEY SIZE: 5000 items at once.
push_many() {
  awk -v key="$1" -v size="$2" 'BEGIN {
    item = sprintf("%" size "s", ""); gsub(/ /, "e", item)
    for (count = 0; count < 5000; count++) print "RPUSH " key " " item
  }' | redis-cli -p "$LAB_PORT_1" --pipe
}

# pipe_commands: reads commands line by line, as fast as Redis takes them.
pipe_commands() {
  redis-cli -p "$LAB_PORT_1" --pipe >/dev/null
}

# state of the settings that an action may change
redis_settings() {
  for setting in "$@"; do r config get "$setting"; done
}
