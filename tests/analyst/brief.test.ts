import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutBytes, describeLook, writeBrief } from '../../src/analyst/brief.ts';
import {
  clientsEvidence,
  diskEvidence,
  memoryEvidence,
  ordersCase,
  redisActions,
  redisProbes,
  redisSystem,
} from './fixtures/orders-case.ts';

test('writeBrief() names systems, open probes with types, actions with risks, evidence and findings', () => {
  const brief = writeBrief(ordersCase, 'mark');

  assert.match(brief, /orders-cache redis web-1 - \(named\)/);
  assert.match(brief, /- slowlog\(count\?:int 1\.\.128=16\)/);
  assert.match(brief, /- memory\(\) \[taken\]/);
  assert.match(brief, /set-maxmemory\(bytes:int 1048576\.\.\) \[medium\]/);
  assert.match(brief, /ev_memory0000000000 orders-cache\/memory: 100 MiB used/);
  assert.match(brief, /confirmed 0\.95 orders-cache redis\.memory-full/);
  assert.equal(brief.split('⟦mark').length, 4);
});

test('writeBrief() tells less of each probe rather than nothing of some, and stays within its bytes', () => {
  const kinds = Array.from({ length: 6 }, (_each, index) => {
    const probes = redisProbes.flatMap((probe) => [1, 2, 3, 4].map((number) => ({ ...probe, name: `${probe.name}-${index}-${number}` })));
    const actions = redisActions.map((action) => ({ ...action, name: `${action.name}-${index}` }));
    return { ...redisSystem, id: `system-${index}`, kind: `kind-${index}`, probes, actions };
  });
  const evidence = Array.from({ length: 60 }, (_each, index) => ({ ...memoryEvidence, id: `ev_${String(index).padStart(16, '0')}` }));

  const brief = writeBrief({ ...ordersCase, systems: kinds, evidence }, 'mark');

  for (const { probes } of kinds) assert.ok(brief.includes(probes[0]?.name ?? 'none'));
  assert.ok(brief.split('ev_00').length > 15);
  assert.ok(Buffer.byteLength(brief) <= 7_800, String(Buffer.byteLength(brief)));
});

test('writeBrief() writes the catalogue of two kinds once when it is the same', () => {
  const twin = { ...redisSystem, id: 'twin', kind: 'valkey' };

  assert.match(writeBrief({ ...ordersCase, systems: [redisSystem, twin] }, 'mark'), /redis, valkey:/);
});

test('writeBrief() shows what findings cite, and what failed, before the rest', () => {
  const failed = { ...diskEvidence, id: 'ev_failed0000000000', status: 'timeout' as const };
  const brief = writeBrief({ ...ordersCase, evidence: [clientsEvidence, diskEvidence, failed, memoryEvidence] }, 'mark');
  const order = ['ev_memory', 'ev_failed', 'ev_clients', 'ev_disk'].map((id) => brief.lastIndexOf(`\n${id}`));

  assert.deepEqual(
    [...order].sort((one, other) => one - other),
    order,
  );
});

test('writeBrief() leaves out the actions of read-only systems', () => {
  const systems = ordersCase.systems.map((system) => ({ ...system, actionsEnabled: false }));

  assert.doesNotMatch(writeBrief({ ...ordersCase, systems }, 'mark'), /set-maxmemory\(/);
});

test('writeBrief() says what people noted and ruled out', () => {
  const notes = { facts: ['a release went out at three'], ruledOut: ['redis.fork-failed'] };

  assert.match(writeBrief({ ...ordersCase, notes }, 'mark'), /people say: a release[\s\S]*people ruled out: redis\.fork-failed/);
});

test('describeLook() fits as many facts as there is room for, and says what failed', () => {
  const short = describeLook(memoryEvidence, 120);
  const failed = describeLook({ ...memoryEvidence, status: 'unreachable', reason: 'refused', facts: {} }, 500);

  assert.ok(Buffer.byteLength(short) <= 120);
  assert.match(failed, /\[unreachable: refused\]/);
});

test('cutBytes() cuts between characters', () => {
  assert.equal(cutBytes('内存已满', 100), '内存已满');
  assert.equal(cutBytes('内存已满', 11), '内存 …');
});
