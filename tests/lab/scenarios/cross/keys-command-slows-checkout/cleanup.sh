#!/bin/sh
# "Finds the old sessions": as often as it can.
while :; do redis-cli -p "$LAB_PORT_3" keys 'sess:*:expired' >/dev/null; done
