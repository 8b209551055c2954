import { hostKind } from '../../../src/systems/host/system.ts';
import { describeSystem } from '../../contracts/system.ts';
import { sampleArguments, sampleFacts } from '../linux/samples.ts';

describeSystem(hostKind, {
  live: async () => ({
    entry: { id: 'here', kind: 'host', services: [{ name: 'node', check: 'node' }], logs: ['/etc/hostname', '/nowhere.log'] },
  }),
  sampleArguments,
  sampleFacts,
  mayFail: ['kernel-log'],
});
