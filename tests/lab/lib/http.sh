# A small HTTP service for a scenario; needs lab.sh.

# http_up NAME PORT BEHAVIOUR [CERTIFICATE KEY]: see http-service.mjs.
http_up() {
  http_name=$1
  behave "$1" "$3"
  if [ $# -gt 3 ]; then
    background "$1" node "$LAB_LIB/http-service.mjs" "$2" "$LAB_DIR/$1.behaviour" "$4" "$5"
  else
    background "$1" node "$LAB_LIB/http-service.mjs" "$2" "$LAB_DIR/$1.behaviour"
  fi
  wait_for 30 grep -q READY "$LAB_DIR/$http_name.log"
}

# behave NAME BEHAVIOUR: changes what it does from the next request on.
behave() {
  echo "$2" >"$LAB_DIR/$1.new"
  mv "$LAB_DIR/$1.new" "$LAB_DIR/$1.behaviour"
}

# get URL: the status, 000 when there is no answer within 2 s.
get() {
  node -e 'fetch(process.argv[1], { redirect: "manual", signal: AbortSignal.timeout(2000) }).then((answer) => console.log(answer.status), () => console.log("000"))' "$1"
}
