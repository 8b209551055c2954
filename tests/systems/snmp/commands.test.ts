import assert from 'node:assert/strict';
import { it } from 'node:test';
import { snmpKind } from '../../../src/systems/snmp/system.ts';
import { freeCommand } from '../../support/free-command.ts';
import { community, snmpdMissing, startSnmpd } from './scene.ts';

it('snmpCommands read values and tables, and no command line of a process', { skip: snmpdMissing ?? false }, async () => {
  const snmpd = await startSnmpd();
  const printed = async (words: string): Promise<string> => (await freeCommand(snmpKind, words, snmpd.client, snmpd.entry)).output();
  try {
    assert.equal(await printed('snmpget .1.3.6.1.2.1.1.5.0'), '1.3.6.1.2.1.1.5.0 = device-1');
    assert.match(await printed('snmpwalk 1.3.6.1.2.1.2.2.1.2'), /^1\.3\.6\.1\.2\.1\.2\.2\.1\.2\.\d+ = lo$/m);
    const processes = await printed('snmpwalk 1.3.6.1.2.1.25.4.2.1.5');
    assert.equal(processes, '(no such value)');
    assert.ok(!(await printed('snmpwalk 1.3.6.1.2.1.1')).includes(community));
  } finally {
    await snmpd.stop();
  }
});
