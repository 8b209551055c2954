# A real sshd for a scenario; needs lab.sh. Prints HOST_KEY=…

# sshd_up: on LAB_SSH_PORT, by default the first port. The login is root with the key $LAB_DIR/client.
sshd_up() {
  [ "$(id -u)" -eq 0 ] || skip 'only root can start this sshd'
  mkdir -p /run/sshd
  [ -e "$LAB_DIR/client" ] || ssh-keygen -q -t ed25519 -N '' -f "$LAB_DIR/client"
  [ -e "$LAB_DIR/host" ] || ssh-keygen -q -t ed25519 -N '' -f "$LAB_DIR/host"
  cp "$LAB_DIR/client.pub" "$LAB_DIR/authorized"
  cat >"$LAB_DIR/sshd.conf" <<CONF
ListenAddress 127.0.0.1
Port ${LAB_SSH_PORT:-$LAB_PORT_1}
HostKey $LAB_DIR/host
AuthorizedKeysFile $LAB_DIR/authorized
PidFile $LAB_DIR/sshd.run
StrictModes no
UsePAM no
PasswordAuthentication no
CONF
  background sshd /usr/sbin/sshd -D -e -f "$LAB_DIR/sshd.conf"
  wait_for 30 grep -q 'Server listening' "$LAB_DIR/sshd.log"
  echo "HOST_KEY=$(ssh-keygen -lf "$LAB_DIR/host.pub" | cut -d' ' -f2)"
}

# ssh_in COMMAND…: as Zhiban would.
ssh_in() {
  ssh -q -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ConnectTimeout=3 -i "$LAB_DIR/client" \
    -p "${LAB_SSH_PORT:-$LAB_PORT_1}" root@127.0.0.1 "$@"
}
