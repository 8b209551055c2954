# A filesystem of the scenario's own, in a file; needs lab.sh and root. Its `down` calls volume_down.

# volume_up MEGABYTES [mkfs option…]: mounted at $LAB_DIR/volume.
volume_up() {
  [ "$(id -u)" -eq 0 ] || skip 'only root can mount a volume'
  megabytes=$1
  shift
  dd if=/dev/zero of="$LAB_DIR/volume.img" bs=1M count="$megabytes" status=none
  mkfs.ext4 -q -F -m 0 "$@" "$LAB_DIR/volume.img"
  mkdir -p "$LAB_DIR/volume"
  mount -o loop "$LAB_DIR/volume.img" "$LAB_DIR/volume" || skip 'this machine does not let a file be mounted (loop devices)'
}

volume_down() {
  for pid in $(ls /proc | grep -E '^[0-9]+$'); do
    if readlink "/proc/$pid/cwd" "/proc/$pid"/fd/* 2>/dev/null | grep -q "^$LAB_DIR/volume"; then kill -KILL "$pid" 2>/dev/null; fi
  done
  tries=50
  while mountpoint -q "$LAB_DIR/volume" && [ "$tries" -gt 0 ]; do
    umount "$LAB_DIR/volume" 2>/dev/null || sleep 0.1
    tries=$((tries - 1))
  done
  ! mountpoint -q "$LAB_DIR/volume"
}

# Bytes that are free, in KiB.
volume_free() {
  df -Pk "$LAB_DIR/volume" | awk 'NR == 2 { print $4 }'
}
