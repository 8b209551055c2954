import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { serviceQuery, victorialogsStore } from '../../../src/systems/victorialogs/log-store.ts';
import { victorialogsKind } from '../../../src/systems/victorialogs/system.ts';
import { systemClock } from '../../support/system-clock.ts';
import { startVictoriaLogs, victoriaLogsMissing } from '../../support/victoria-logs.ts';
import { agoIso } from './diagnose.ts';

describe('victorialogsStore.findService()', { skip: victoriaLogsMissing ?? false }, () => {
  it('finds the lines of a service in whichever field names it, exactly, whatever its name is made of', async () => {
    const server = await startVictoriaLogs();
    const client = victorialogsKind.connect(victorialogsKind.entry.parse({ id: 'v', kind: 'victorialogs', url: server.url }), {
      clock: systemClock,
      resolveSecret: () => '',
    });
    const nasty = 'a "b" \\ or *:* | delete';
    const line = (fields: Readonly<Record<string, string>>, secondsAgo = 60) => ({ _time: agoIso(secondsAgo), app: 'x', ...fields });
    await server.push([
      line({ _msg: 'one', app: 'checkout' }),
      line({ _msg: 'two', 'service.name': 'checkout' }, 50),
      line({ _msg: 'three', 'kubernetes.labels.app.kubernetes.io/name': 'checkout' }, 40),
      line({ _msg: 'four', _SYSTEMD_UNIT: 'checkout.service' }, 30),
      line({ _msg: 'of another', app: 'checkout-worker' }),
      line({ _msg: 'checkout is only spoken of', app: 'front' }),
      line({ _msg: 'odd', app: nasty }),
      line({ _msg: 'too old', app: 'yesterday' }, 90_000),
    ]);
    const toMs = Date.now();
    const window = { fromMs: toMs - 3_600_000, toMs };
    const limit = { timeoutMs: 10_000, signal: AbortSignal.timeout(10_000) };
    const linesOf = async (service: string): Promise<readonly string[] | null> => {
      const query = await victorialogsStore.findService?.(client, { service, ...window }, limit);
      if (query === null || query === undefined) return null;
      return (await victorialogsStore.read(client, { query, ...window, linesMax: 100 }, limit)).lines.map(({ text }) => text);
    };

    const found = await Promise.all(['checkout', nasty, 'yesterday', 'Checkout', '*', 'half\ud83d'].map(linesOf));
    await client.close();
    await server.stop();

    assert.deepEqual(found, [['one', 'two', 'three', 'four'], ['odd'], null, null, null, null]);
  });
});

it('serviceQuery() quotes fields and names', () => {
  const query = serviceQuery('a"b\\c');

  assert.match(query, /^\("service\.name":="a\\"b\\\\c" or "service":="a\\"b\\\\c" or .*"unit":="a\\"b\\\\c\.service"\)$/);
});
