# A real containerd for a scenario; needs lab.sh. Its data, state, socket and runc's state are the scenario's own; containers have no network.

k() {
  ctr -a "$LAB_DIR/containerd.sock" --connect-timeout 20s -n shop "$@"
}

# containerd_up: with the image lab.test/box:1, which is this machine's busybox.
containerd_up() {
  [ "$(id -u)" -eq 0 ] || skip "containerd takes root"
  cat >"$LAB_DIR/config.toml" <<END
version = 2
root = "$LAB_DIR/root"
state = "$LAB_DIR/state"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
address = "$LAB_DIR/containerd.sock"
[ttrpc]
address = "$LAB_DIR/containerd.sock.ttrpc"
END
  background containerd containerd -c "$LAB_DIR/config.toml"
  wait_for 60 k version || skip "containerd does not start here: $(tail -1 "$LAB_DIR/containerd.log" | cut -c1-200)"
  mkdir -p "$LAB_DIR/box/bin" "$LAB_DIR/layout/blobs/sha256"
  cp -L "$(command -v busybox)" "$LAB_DIR/box/bin/busybox"
  for library in $(ldd "$(command -v busybox)" 2>/dev/null | grep -o '/[^ ]*\.so[^ ]*'); do
    mkdir -p "$LAB_DIR/box$(dirname "$library")" && cp -L "$library" "$LAB_DIR/box$library"
  done
  for name in sh sleep cat head echo touch; do ln -s busybox "$LAB_DIR/box/bin/$name"; done
  tar -C "$LAB_DIR/box" -cf "$LAB_DIR/layer" .
  layer=$(blob "$LAB_DIR/layer" application/vnd.oci.image.layer.v1.tar)
  case $(uname -m) in x86_64) machine=amd64 ;; aarch64) machine=arm64 ;; *) machine=$(uname -m) ;; esac
  printf '{"architecture":"%s","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
    "$machine" "$(sha256sum "$LAB_DIR/layer" | cut -d' ' -f1)" >"$LAB_DIR/settings"
  printf '{"schemaVersion":2,"config":%s,"layers":[%s]}' "$(blob "$LAB_DIR/settings" application/vnd.oci.image.config.v1+json)" "$layer" \
    >"$LAB_DIR/manifest"
  manifest=$(blob "$LAB_DIR/manifest" application/vnd.oci.image.manifest.v1+json)
  printf '{"schemaVersion":2,"manifests":[%s,"annotations":{"io.containerd.image.name":"lab.test/box:1"}}]}' "${manifest%\}}" \
    >"$LAB_DIR/layout/index.json"
  printf '{"imageLayoutVersion":"1.0.0"}' >"$LAB_DIR/layout/oci-layout"
  tar -C "$LAB_DIR/layout" -cf "$LAB_DIR/image.tar" .
  k images import --snapshotter native "$LAB_DIR/image.tar" >/dev/null
}

# blob FILE TYPE: into the layout; prints its descriptor.
blob() {
  hash=$(sha256sum "$1" | cut -d' ' -f1)
  cp "$1" "$LAB_DIR/layout/blobs/sha256/$hash"
  printf '{"mediaType":"%s","digest":"sha256:%s","size":%s}' "$2" "$hash" "$(wc -c <"$1" | tr -d ' ')"
}

# task NAME OPTIONS… -- COMMAND: a container whose task runs; the command is for a shell.
task() {
  name=$1 && shift
  options=
  while [ "$1" != -- ]; do options="$options $1" && shift; done
  k run -d --snapshotter native --null-io --runc-root "$LAB_DIR/runc" --cgroup "/lab-$(basename "$LAB_DIR")/$name" $options \
    lab.test/box:1 "$name" /bin/sh -c "$2"
}

# is NAME STATUS: what `ctr tasks ls` says of it.
is() {
  k tasks ls | grep -q "^$1 .* $2"
}

containerd_down() {
  [ -e "$LAB_DIR/containerd.pid" ] || return 0
  k tasks ls -q | while read -r id; do
    k tasks resume "$id" >/dev/null 2>&1
    k tasks rm -f "$id" >/dev/null 2>&1
  done
  end containerd TERM
  awk -v below="$LAB_DIR/" 'index($2, below) == 1 { print $2 }' /proc/self/mounts | sort -r | while read -r path; do umount -l "$path"; done
  find /sys/fs/cgroup -maxdepth 5 -depth -type d -name "lab-$(basename "$LAB_DIR")" -exec rmdir {} \; 2>/dev/null
  return 0
}
