import type { Facts } from '../../../src/domain/evidence.ts';
import type { ActionArguments } from '../../../src/domain/plan.ts';

const identity = { pid: 4_242, startTicks: 1_000, name: 'worker' };

/** Accepted arguments for every action, for the contract suite. */
export const sampleArguments: Readonly<Record<string, ActionArguments>> = {
  'restart-service': { service: 'orders' },
  'pause-process': identity,
  'resume-process': identity,
  'terminate-process': identity,
  'kill-process': identity,
  'renice-process': { ...identity, nice: 10 },
  'clean-path': { path: '/var/log/orders', minAgeMinutes: 60, filesMax: 20 },
  'truncate-deleted-file': { ...identity, fd: 3, path: '/var/log/orders/orders.log' },
};

/** On a healthy machine these stand for "nobody", which no action accepts. */
export const sampleFacts: Facts = Object.fromEntries(
  [
    'cpu.top',
    'cpu.second',
    'memory.top',
    'io.top',
    'usage.writer',
    'stopped',
    'zombies.parent',
    'files.deleted',
    'services.squatter',
  ].flatMap((who) => [
    [`${who}.pid`, identity.pid],
    [`${who}.startTicks`, identity.startTicks],
    [`${who}.name`, identity.name],
    [`${who}.service`, 'orders'],
  ]),
);
