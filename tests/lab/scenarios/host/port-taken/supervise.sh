#!/bin/sh
# The supervisor: tries again and again.
while :; do
  node "$LAB_SCENARIO/orders-api.mjs" "$LAB_PORT_1" >>"$LAB_DIR/orders-api.log" 2>&1
  sleep 4
done
