import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseBlockingRules } from '../../../../src/systems/linux/parse/firewall.ts';

const portsOf = (text: string): readonly (readonly number[])[] =>
  parseBlockingRules(text).map(({ from, to, packets }) => [from, to, packets]);

test('parseBlockingRules() reads what iptables drops and rejects from anywhere', () => {
  const saved = `@@iptables
*filter
:INPUT ACCEPT [9:900]
[12:720] -A INPUT -p tcp -m tcp --dport 8080 -j DROP
[3:180] -A INPUT -p tcp -m multiport --dports 25,9000:9002 -j REJECT --reject-with icmp-port-unreachable
[7:420] -A INPUT -s 10.9.0.0/16 -p tcp -m tcp --dport 5432 -j DROP
[5:300] -A INPUT -p tcp -m tcp --dport 22 -m state --state INVALID -j DROP
[5:300] -A INPUT -p tcp -m tcp --dport 443 -j ACCEPT
[2:120] -A OUTPUT -p tcp -m tcp --dport 3306 -j DROP
COMMIT
`;

  assert.deepEqual(portsOf(saved), [
    [8080, 8080, 12],
    [25, 25, 3],
    [9000, 9002, 3],
  ]);
});

test('parseBlockingRules() reads the tables of nftables, and those of iptables only once', () => {
  const ruleset = `@@nft
# Warning: table ip filter is managed by iptables-nft, do not touch!
table ip filter {
  chain INPUT {
    tcp dport 8080 counter packets 12 bytes 720 drop
  }
}
table inet own {
  chain input {
    type filter hook input priority 0; policy accept;
    tcp dport { 6379, 7000-7002 } counter packets 4 bytes 240 drop
    ip saddr 10.0.0.0/8 tcp dport 9200 drop
    tcp dport 8443 reject
  }
}
`;

  assert.deepEqual(portsOf(ruleset), [
    [6379, 6379, 4],
    [7000, 7002, 4],
    [8443, 8443, -1],
  ]);
});
