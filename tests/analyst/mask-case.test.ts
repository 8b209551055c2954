import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMask } from '../../src/analyst/mask.ts';
import { maskCase } from '../../src/analyst/mask-case.ts';
import { allMasks } from './fixtures/analyst.ts';
import { evidenceOf, ordersCase } from './fixtures/orders-case.ts';

test('maskCase() hides people, addresses and secrets in everything that the brief shows', () => {
  const told = 'password=hunter2 of ops@example.com at 10.1.2.3';
  const given = {
    ...ordersCase,
    incident: { ...ordersCase.incident, title: told, question: told, systemIds: ['cache-10.1.2.3'] },
    systems: ordersCase.systems.map((system) => ({ ...system, runsOn: '10.1.2.3', labels: { told } })),
    evidence: [
      evidenceOf(
        'ev_1',
        'cache-10.1.2.3',
        'memory',
        { told, [told]: 1 },
        { text: told, query: told, reason: told, headline: { 'zh-CN': told, en: told } },
      ),
    ],
    hypotheses: ordersCase.hypotheses.map((each) => ({ ...each, title: { 'zh-CN': told, en: told } })),
    remedies: [{ systemId: 'orders-cache', action: 'kill-client', arguments: { address: '10.1.2.3:1' } }],
    notes: { facts: [told], ruledOut: [told] },
  };
  const mask = createMask(allMasks);

  const masked = JSON.stringify({
    ...maskCase(given, mask),
    systems: maskCase(given, mask).systems.map(({ probes, actions, ...system }) => [system, probes.length, actions.length]),
  });

  assert.doesNotMatch(masked, /hunter2|ops@example|10\.1\.2\.3|13800138000|oncall@/);
  assert.match(masked, /cache-«ip-1»/);
  assert.equal(mask.unmask('cache-«ip-1»'), 'cache-10.1.2.3');
});
