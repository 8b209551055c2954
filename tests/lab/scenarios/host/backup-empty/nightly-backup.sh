#!/bin/sh
# 02:30 every night (cron). Dumps of the shop database, seven are kept.
BIN=$LAB_DIR/opt/mariadb-10.6/bin
DEST=$LAB_DIR/backup/shop
STAMP=$(date +%Y%m%d-%H%M%S)
echo "$(date '+%F %T') backup of shop begins"
$BIN/mariadb-dump --single-transaction shop | gzip >"$DEST/shop-$STAMP.sql.gz"
echo "$(date '+%F %T') backup of shop done: $(stat -c %s "$DEST/shop-$STAMP.sql.gz") bytes in shop-$STAMP.sql.gz"
ls -1t "$DEST"/*.gz | tail -n +8 | xargs -r rm -f
