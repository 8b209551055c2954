import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FactTable } from '../../../src/analysis/rca/condition.ts';
import { withOwnListener } from '../../../src/analysis/rca/own-listener.ts';
import type { TopologySystem } from '../../../src/analysis/rca/topology.ts';

const machine: FactTable = new Map([['sockets.loopbackPorts', { value: '25 8080', evidenceId: 'ev_1' }]]);
const page: TopologySystem = {
  id: 'page',
  kind: 'http',
  dependsOn: [],
  ports: [8080],
  addresses: ['http://10.1.2.3:8080', '10.1.2.3:8080'],
};
const told = (system: TopologySystem | undefined, table = machine) => withOwnListener(table, system).get('sockets.own.isLoopbackOnly');

test('withOwnListener() tells whether the port of the system is listened on over loopback alone', () => {
  assert.deepEqual(told(page), { value: true, evidenceId: 'ev_1' });
  assert.equal(told({ ...page, ports: [80] })?.value, false);
  assert.equal(withOwnListener(machine, page).get('sockets.loopbackPorts')?.value, '25 8080');
});

test('withOwnListener() tells nothing where a port is not known, or where the way is over loopback', () => {
  assert.equal(told({ ...page, ports: [] }), undefined);
  assert.equal(told(undefined), undefined);
  assert.equal(told(page, new Map()), undefined);
  for (const address of ['127.0.0.1:8080', 'http://localhost:8080/health', '[::1]:8080', 'localhost'])
    assert.equal(told({ ...page, addresses: [address] }), undefined, address);
  assert.equal(told({ ...page, addresses: ['localhost.shop.example:8080'] })?.value, true);
});

test('withOwnListener() tells whether the process behind the port of the system is stopped', () => {
  const stopped: FactTable = new Map([['stopped.port', { value: 8080, evidenceId: 'ev_3' }]]);
  const isStopped = (ports: readonly number[], table = stopped) => withOwnListener(table, { ...page, ports }).get('stopped.own.isStopped');

  assert.deepEqual(isStopped([8080]), { value: true, evidenceId: 'ev_3' });
  assert.equal(isStopped([9090])?.value, false);
  assert.equal(isStopped([]), undefined);
  assert.equal(isStopped([8080], machine), undefined);
});

test('withOwnListener() tells how many cores the process behind the port of the system uses', () => {
  const busy: FactTable = new Map([['cpu.busyListeners', { value: '80:0.61 8080:1.02', evidenceId: 'ev_2' }]]);
  const coresOf = (ports: readonly number[], table = busy) => withOwnListener(table, { ...page, ports }).get('cpu.own.usedCores');

  assert.deepEqual(coresOf([8080]), { value: 1.02, evidenceId: 'ev_2' });
  assert.equal(coresOf([9090])?.value, 0);
  assert.equal(coresOf([]), undefined);
  assert.equal(coresOf([8080], machine), undefined);
});
