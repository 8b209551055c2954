import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createConsoleAdapter } from '../../../src/adapters/console/adapter.ts';
import type { ChatAdapter } from '../../../src/adapters/contract.ts';
import { createOutbox } from '../../../src/bot/outbox.ts';
import { createRenderCard } from '../../../src/bot/render-card.ts';
import type { Store } from '../../../src/store/contract.ts';
import { policy } from '../../operations/desk.ts';
import { sampleIncident } from '../../store/samples.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { until } from '../../support/house.ts';
import { systemClock } from '../../support/system-clock.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
  await store.ensureTenant('paced', 'paced');
});
after(() => store.close());

/** The console's own channel, with the moment at which each edit was made and the message that it is of. */
function watchedConsole(tenant: ReturnType<Store['forTenant']>) {
  const edits: { readonly id: string; readonly atMs: number }[] = [];
  const adapter = createConsoleAdapter(tenant.chat, { clock: systemClock });
  const watched: ChatAdapter = {
    ...adapter,
    edit: (message, ...rest) => {
      edits.push({ id: message.id, atMs: systemClock.now() });
      return adapter.edit(message, ...rest);
    },
  };
  return { edits, watched };
}

test('createOutbox() edits the console’s channel once a second at most, whichever cards change, and ends at the newest of each', async () => {
  const tenant = store.forTenant('paced');
  const ids = ['inc_1', 'inc_2', 'inc_3'];
  for (const id of ids) {
    await tenant.incidents.create(sampleIncident({ id }));
    const place = { adapter: 'console', workspace: 'zhiban', channel: 'ops' };
    await tenant.threads.create({ incidentId: id, place, locale: 'en', parent: null });
  }
  const { edits, watched } = watchedConsole(tenant);
  const outbox = createOutbox({
    store: { ...store, tenantIds: async () => ['paced'] },
    adapters: () => new Map([['console', watched]]),
    renderCard: createRenderCard({ people: () => [], policy: () => policy, consoleUrl: () => null, timeZone: 'UTC' }),
    clock: systemClock,
    log: { warn: () => undefined },
    count: () => undefined,
  });
  const isUpToDate = async (): Promise<boolean> => (await tenant.threads.behind(9)).length === 0;
  try {
    outbox.start();
    await until(isUpToDate, 60_000, 'the cards are posted');
    for (let change = 1; change <= 20; change += 1) {
      for (const id of ids) await tenant.incidents.change(id, { alertsTotal: 100 + change });
      outbox.kick();
    }
    await until(isUpToDate, 60_000, 'every card shows the newest revision');
  } finally {
    await outbox.stop();
  }

  const gaps = edits.slice(1).map(({ atMs }, index) => atMs - (edits[index]?.atMs ?? 0));
  assert.equal(new Set(edits.map(({ id }) => id)).size, 3);
  assert.ok(Math.min(...gaps) >= 1_000, `${gaps}`);
});
