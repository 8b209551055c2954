import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crashFacts } from '../../../../src/systems/postgresql/probes/log-crashes.ts';
import { timeOf } from '../../../../src/systems/postgresql/probes/log-time.ts';
import { crashSignatures } from '../../../../src/systems/postgresql/signatures/crashes.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const at = '2026-01-31 08:00:00.123 UTC [17]';
const text = [
  `${at} LOG:  server process (PID 4711) was terminated by signal 9: Killed`,
  `${at} DETAIL:  Failed process was running: select region, array_agg(s.*)`,
  "\tfrom sales s where owner = 'Li' group by region",
  `${at} LOG:  terminating any other active server processes`,
].join('\n');

const cases = [
  { name: 'a process that was killed', signal: 9, confirmed: 'process-killed' },
  { name: 'a process that crashed', signal: 11, confirmed: 'process-crashes' },
] as const;

for (const { name, signal, confirmed } of cases) {
  test(`crashSignatures: ${name}: ${confirmed}, with what it ran and without its values`, () => {
    const facts = crashFacts(text.replace('signal 9', `signal ${String(signal)}`), Date.parse('2026-01-31T07:50:00Z'));

    assert.deepEqual(facts, {
      'log.crash.count': 1,
      'log.crash.signal': signal,
      'log.crash.query': 'select region, array_agg(s.*) from sales s where owner = ? group by region',
    });
    assert.deepEqual(judgeFacts(crashSignatures, 'postgresql', { ...facts, 'log.crashes': 1 }).confirmed, [confirmed]);
  });
}

test('crashFacts() leaves out what is long ago', () => {
  const facts = crashFacts(text, Date.parse('2026-01-31T09:00:00Z'));

  assert.equal(facts['log.crash.count'], 0);
  assert.equal(timeOf('no time here'), null);
});
