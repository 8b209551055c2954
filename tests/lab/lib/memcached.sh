# A real memcached for a scenario; needs lab.sh.

# memcached_up PORT [OPTION…]
memcached_up() {
  memcached_port=$1
  shift
  background memcached memcached -u root -l 127.0.0.1 -p "$memcached_port" -U 0 -t 2 "$@"
  wait_for 30 memcached_answers "$memcached_port"
}

memcached_answers() {
  node "$LAB_LIB/memcached-client.mjs" "$1" version
}

# mc COMMAND: asks the first one; succeeds when it answers.
mc() {
  node "$LAB_LIB/memcached-client.mjs" "$LAB_PORT_1" "$1"
}
