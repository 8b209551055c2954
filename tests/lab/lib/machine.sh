# A small machine of the scenario's own: processes, network, mounts and name apart from this one's, with sshd; needs lab.sh and root.
# Kernel, processors, memory and disks are still this machine's.

# machine_up NAME: prints HOST=… and HOST_KEY=…; the login is root with the key $LAB_DIR/client.
machine_up() {
  [ "$(id -u)" -eq 0 ] || skip 'only root can make namespaces'
  mkdir -p /run/sshd "$LAB_DIR/etc"
  ssh-keygen -q -t ed25519 -N '' -f "$LAB_DIR/client"
  ssh-keygen -q -t ed25519 -N '' -f "$LAB_DIR/host"
  cp "$LAB_DIR/client.pub" "$LAB_DIR/authorized"
  net="10.231.$((LAB_PORT_1 % 250))"
  : >"$LAB_DIR/etc/resolv.conf"
  : >"$LAB_DIR/etc/fstab"
  cat >"$LAB_DIR/sshd.conf" <<CONF
Port 22
HostKey $LAB_DIR/host
AuthorizedKeysFile $LAB_DIR/authorized
PidFile none
StrictModes no
UsePAM no
UseDNS no
PasswordAuthentication no
CONF
  cat >"$LAB_DIR/machine" <<START
#!/bin/sh
hostname $1
for name in resolv.conf fstab; do [ -e /etc/\$name ] || : >/etc/\$name; mount --bind $LAB_DIR/etc/\$name /etc/\$name; done
until ip link show eth0 >/dev/null 2>&1; do sleep 0.1; done
ip link set lo up; ip addr add $net.2/24 dev eth0; ip link set eth0 up; ip route add default via $net.1
# The first process takes in what nobody waits for.
exec perl -e 'if (!fork) { exec "/usr/sbin/sshd", "-D", "-e", "-f", "$LAB_DIR/sshd.conf" } \$SIG{CHLD} = "IGNORE"; sleep 1 while 1'
START
  chmod +x "$LAB_DIR/machine"
  background machine unshare -m -p -n -u -f --kill-child --mount-proc "$LAB_DIR/machine"
  wait_for 120 machine_pid
  link="zl$LAB_PORT_1"
  ip link add "$link" type veth peer name eth0 netns "$(machine_pid)" || skip 'this machine does not let a network be made (veth)'
  ip addr add "$net.1/24" dev "$link"
  ip link set "$link" up
  wait_for 120 grep -q 'Server listening' "$LAB_DIR/machine.log"
  echo "HOST=$net.2"
  echo "HOST_KEY=$(ssh-keygen -lf "$LAB_DIR/host.pub" | cut -d' ' -f2)"
}

machine_pid() {
  pgrep -P "$(pid_of machine)" | head -1 | grep .
}

# inside COMMAND…: on that machine.
inside() {
  nsenter -t "$(machine_pid)" -m -p -n -u "$@"
}

# runs NAME COMMAND…: on that machine, as `background` does.
runs() {
  runs_name=$1
  shift
  background "$runs_name" nsenter -t "$(machine_pid)" -m -p -n -u "$@"
}
