# Real ZooKeepers for a scenario, alone or as an ensemble, and their applications; needs lab.sh.

zookeeper_jar=/usr/share/java/zookeeper.jar

# zookeeper_up NAME PORT MYID [LINE…]: further lines of its zoo.cfg; its folder is $LAB_DIR/NAME.d.
zookeeper_up() {
  zookeeper_name=$1
  zookeeper_folder=$LAB_DIR/$1.d
  mkdir -p "$zookeeper_folder"
  {
    printf 'dataDir=%s\nclientPort=%s\nclientPortAddress=127.0.0.1\n' "$zookeeper_folder" "$2"
    printf 'admin.enableServer=false\ntickTime=500\ninitLimit=20\nsyncLimit=6\n4lw.commands.whitelist=*\n'
    echo "$3" >"$zookeeper_folder/myid"
    shift 3
    printf '%s\n' "$@"
  } >"$zookeeper_folder/zoo.cfg"
  background "$zookeeper_name" java -Xmx96m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -cp "$zookeeper_jar" \
    org.apache.zookeeper.server.quorum.QuorumPeerMain "$zookeeper_folder/zoo.cfg"
}

# ensemble_up: three, za zb and zc, with their clients' ports in $LAB_PORT_1 … 3. Their ports for each other are printed where they listen.
ensemble_up() {
  [ -e "$LAB_DIR/ports" ] || node -e '
    const { createServer } = require("node:net");
    const all = Array.from({ length: 6 }, () => createServer().listen(0, "127.0.0.1"));
    setTimeout(() => { console.log(all.map((each) => each.address().port).join(" ")); process.exit(0); }, 200);' >"$LAB_DIR/ports"
  set -- $(cat "$LAB_DIR/ports")
  members="server.1=127.0.0.1:$1:$2 server.2=127.0.0.1:$3:$4 server.3=127.0.0.1:$5:$6"
  zookeeper_up za "$LAB_PORT_1" 1 $members
  zookeeper_up zb "$LAB_PORT_2" 2 $members
  zookeeper_up zc "$LAB_PORT_3" 3 $members
  for port in "$LAB_PORT_1" "$LAB_PORT_2" "$LAB_PORT_3"; do wait_for 240 zookeeper_serves "$port"; done
}

# zookeeper_says PORT WORD: the answer to a word of four letters.
zookeeper_says() {
  perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => $ARGV[0], Timeout => 2) or exit 1; $SIG{ALRM} = sub { exit 1 }; alarm 3; print $s $ARGV[1]; print while <$s>' "$1" "$2"
}

zookeeper_serves() {
  zookeeper_says "$1" srvr | grep -q '^Mode'
}

# leader_of_ensemble: the name of the one that leads.
leader_of_ensemble() {
  index=1
  for name in za zb zc; do
    eval "port=\$LAB_PORT_$index"
    ! zookeeper_says "$port" srvr | grep -q '^Mode: leader' || echo "$name $port"
    index=$((index + 1))
  done
}

# zk PORT WORK …: see zookeeper-client.mjs.
zk() {
  node "$LAB_LIB/zookeeper-client.mjs" "$@"
}
