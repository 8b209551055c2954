# A real snmpd for a scenario on the first port; needs lab.sh. What hardware would have to break for is overridden in it.

# snmpd_up [OID TYPE VALUE…]: replaces the one that runs; each argument is one override.
snmpd_up() {
  if [ -e "$LAB_DIR/snmpd.pid" ]; then end snmpd; fi
  {
    echo "agentaddress udp:127.0.0.1:$LAB_PORT_1"
    echo 'rocommunity lab-reads 127.0.0.1'
    echo 'sysName core-switch'
    echo 'override 1.3.6.1.2.1.25.1.1.0 timeticks 60480000'
    for override in "$@"; do echo "override $override"; done
  } >"$LAB_DIR/snmpd.conf"
  printf lab-reads >"$LAB_DIR/community"
  background snmpd env "SNMP_PERSISTENT_DIR=$LAB_DIR/kept" MIBS= /usr/sbin/snmpd -f -Ln -C -c "$LAB_DIR/snmpd.conf"
  wait_for 30 snmp_value 1.3.6.1.2.1.1.5.0
}

# snmp_value OID
snmp_value() {
  node "$LAB_LIB/snmp-value.mjs" "$LAB_PORT_1" "$1"
}
