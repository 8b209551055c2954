# The VictoriaLogs that `serve victorialogs` holds; needs lab.sh and serve.sh.

# vlogs_up [OPTION…]
vlogs_up() {
  serve victorialogs "$@"
}

vlogs() {
  sed -n 's/^URL=//p' "$LAB_DIR/victorialogs.log"
}

# push_lines APP COUNT FROM_SECONDS_AGO UNTIL_SECONDS_AGO [REQUESTS]: spread over that time; with REQUESTS each has a stream of its own.
push_lines() {
  node -e '
    const [url, app, count, from, until, requests] = process.argv.slice(1);
    const lines = Array.from({ length: Number(count) }, (_, at) => {
      const ago = Number(from) - ((Number(from) - Number(until)) * at) / Number(count);
      const line = { _time: new Date(Date.now() - ago * 1000).toISOString(), _msg: `order ${at} accepted`, app, level: "info" };
      return JSON.stringify(requests === undefined ? line : { ...line, request: `r-${process.pid}-${at}` });
    });
    fetch(`${url}/insert/jsonline?_stream_fields=app,request`, {
      method: "POST", headers: { "content-type": "application/stream+json" }, body: lines.join("\n"),
    }).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1));' "$(vlogs)" "$@"
}

# keeps_logging NAME APP: a line a second from now on.
keeps_logging() {
  background "$1" sh -c '. "$LAB_LIB/vlogs.sh"; while sleep 1; do push_lines "$0" 1 0 0; done' "$2"
}
