import { after, before, describe } from 'node:test';
import { sshKind } from '../../../src/systems/ssh/system.ts';
import { contextOf } from '../../contracts/system.ts';
import { type Sshd, sshdMissing, startSshd } from '../../support/sshd.ts';
import { systemClock } from '../../support/system-clock.ts';
import { describeActions } from '../linux/action-cases.ts';

describe('over ssh', { skip: sshdMissing() ?? false }, () => {
  let sshd: Sshd;
  before(async () => {
    sshd = await startSshd();
  });
  after(() => sshd.stop());

  describeActions('a machine behind ssh', (settings) => {
    const { port, user, privateKeyFile, hostKey } = sshd;
    const entry = sshKind.entry.parse({ id: 'web-1', kind: 'ssh', host: '127.0.0.1', port, user, privateKeyFile, hostKey, ...settings });
    const client = sshKind.connect(entry, { clock: systemClock, resolveSecret: () => '' });
    return { client, context: () => contextOf(entry, 60_000), close: () => client.close() };
  });
});
