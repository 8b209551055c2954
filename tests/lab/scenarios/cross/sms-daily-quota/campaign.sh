#!/bin/sh
# Reminder of the marketing team, through the same account.
{
  echo "$(date '+%F %T') campaign return-gift-1201: 480 recipients, account AC-5521"
  n=0
  while [ $n -lt 480 ]; do
    n=$((n + 20))
    seq 20 | xargs -I{} printf 'url = http://127.0.0.1:%s/v3/messages\noutput = /dev/null\n' "$LAB_PORT_2" | curl -s -X POST -K -
    echo "$(date '+%F %T') campaign return-gift-1201: $n sent"
  done
} >>"$LAB_DIR/campaign.out"
