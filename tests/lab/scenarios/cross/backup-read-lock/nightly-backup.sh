#!/bin/sh
# Physical copy of the shop database; writes stand still while the files are copied.
say() { echo "$(date '+%F %T') shop-backup[$$]: $*"; }
say 'begin, FLUSH TABLES WITH READ LOCK'
(echo 'flush tables with read lock;'; say 'lock held, rsync to backup-nas:/volume1/shop' >&2; sleep 3600; say 'unlock tables' >&2) | mariadb --no-defaults -h 127.0.0.1 -P "$LAB_PORT_1" -u backup shop
