#!/bin/sh
# The shop: an invoice is wanted every 0.3 s.
order=1000
while sleep 0.3; do
  order=$((order + 1))
  redis-cli -p "$LAB_PORT_2" rpush jobs:invoices "{\"order\":$order}" >/dev/null
done
