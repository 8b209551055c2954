# A real Docker Engine for a scenario; needs lab.sh. Without bridge and iptables; containers have no network, or the host's.

d() {
  docker -H "unix://$LAB_DIR/docker.sock" "$@"
}

# docker_up: with the image lab:1, which is this machine's busybox.
docker_up() {
  [ "$(id -u)" -eq 0 ] || skip "the Docker daemon takes root"
  background dockerd dockerd --data-root "$LAB_DIR/data" --exec-root "$LAB_DIR/exec" --pidfile "$LAB_DIR/docker.pid" \
    --host "unix://$LAB_DIR/docker.sock" --storage-driver vfs --cgroup-parent "/lab-$(basename "$LAB_DIR")" \
    --iptables=false --ip6tables=false --bridge=none
  wait_for 60 d version || skip "dockerd does not start here: $(tail -1 "$LAB_DIR/dockerd.log" | cut -c1-200)"
  mkdir -p "$LAB_DIR/root/bin" "$LAB_DIR/root/www"
  cp -L "$(command -v busybox)" "$LAB_DIR/root/bin/busybox"
  for library in $(ldd "$(command -v busybox)" 2>/dev/null | grep -o '/[^ ]*\.so[^ ]*'); do
    mkdir -p "$LAB_DIR/root$(dirname "$library")" && cp -L "$library" "$LAB_DIR/root$library"
  done
  for name in sh sleep cat head echo touch; do ln -s busybox "$LAB_DIR/root/bin/$name"; done
  echo ok >"$LAB_DIR/root/www/health"
  tar -C "$LAB_DIR/root" -c . | d import - lab:1 >/dev/null
}

# is NAME FORMAT VALUE: what `docker inspect` says of it.
is() {
  [ "$(d inspect -f "$2" "$1")" = "$3" ]
}

docker_down() {
  [ -e "$LAB_DIR/dockerd.pid" ] || return 0
  d ps -aq | while read -r id; do d rm -f "$id" >/dev/null 2>&1; done
  end dockerd TERM
  awk -v below="$LAB_DIR/" 'index($2, below) == 1 { print $2 }' /proc/self/mounts | sort -r | while read -r path; do umount -l "$path"; done
  rmdir /sys/fs/cgroup/*/"lab-$(basename "$LAB_DIR")" "/sys/fs/cgroup/lab-$(basename "$LAB_DIR")" 2>/dev/null
  return 0
}
