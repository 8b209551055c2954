# The containers of the shop.
thumbnailer() {
  d run -d --name thumbnailer --network none --restart always --memory "$1" --memory-swap "$1" lab:1 sh -c '
    echo "thumbnailer 2.7.0 starting, cache of 40 MB"
    sleep 1
    cache=$(head -c 40000000 /dev/zero | busybox tr "\0" a)
    echo "cache ready, waiting for pictures"
    while sleep 5; do echo "10 pictures scaled"; done' >/dev/null
}
price_feed() {
  d run -d --name price-feed --network none --restart always -v "$LAB_DIR/price-feed:/config:ro" lab:1 sh -c '
    echo "price-feed 1.14.2"
    sleep 1
    if [ ! -e "$1" ]; then echo "FATAL cannot load configuration $1: no such file or directory"; exit 78; fi
    echo "configuration $1 loaded"
    while sleep 5; do echo "prices refreshed"; done' price-feed "$1" >/dev/null
}
steady() {
  [ "$(d inspect -f '{{.State.Running}} {{.State.Restarting}}' "$1")" = 'true false' ] &&
    [ $(($(date +%s) - $(date +%s -d "$(d inspect -f '{{.State.StartedAt}}' "$1")"))) -ge 4 ]
}
