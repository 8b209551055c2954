#!/bin/sh
# On the machine: fetches the partner's prices again and again.
while :; do
  now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  if said=$(curl -sSf -m 6 "http://prices.partner.example:$LAB_PORT_2/health" 2>&1); then
    echo "$now INFO prices fetched: $said"
  else
    echo "$now ERROR sync failed: $said"
  fi >>"$LAB_DIR/partner-sync.out"
  sleep 1
done
