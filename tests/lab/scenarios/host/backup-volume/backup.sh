#!/bin/sh
# Nightly dump of the shop: backup.sh VOLUME LOG DAY
# RETENTION_DAYS comes from backup.env
volume=$1 log=$2 day=$3
say() { echo "$(date -u +%FT%TZ) backup[$$]: $*" >>"$log"; }
. "$(dirname "$0")/backup.env"
target="$volume/db-backups/shop-$day.sql.gz"
if ! cp "$(dirname "$0")/dump.gz" "$target" 2>>"$log"; then say "dump of $day FAILED"; else say "dump of $day written to $target"; fi
touch -d "$day 02:10" "$target"
if [ -n "${RETENTION_DAYS:-}" ]; then
  find "$volume/db-backups" -name 'shop-*.sql.gz' -mtime "+$RETENTION_DAYS" -delete
  say "pruned what is older than $RETENTION_DAYS days"
else
  say "RETENTION_DAYS is not set, nothing pruned"
fi
exit 0
