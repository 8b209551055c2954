import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closedPorts } from '../../../../src/systems/linux/probes/firewall.ts';

const listener = (address: string, port: number) => ({ address, port, queued: 0, backlog: 0, pids: [1] });
const rule = (from: number, packets: number, to = from) => ({ from, to, packets, rule: `drop ${from}` });

test('closedPorts() names what listens for others and is closed, the one that turned most away first', () => {
  const listeners = [listener('0.0.0.0', 8080), listener('::', 9090), listener('127.0.0.1', 5432), listener('10.0.0.4', 22)];

  const closed = closedPorts(listeners, [rule(8080, 4), rule(9000, 70, 9100), rule(5432, 9), rule(3306, 1)]);

  assert.deepEqual(
    closed.map((each) => [each.listener.port, each.rule.packets]),
    [
      [9090, 70],
      [8080, 4],
    ],
  );
});
