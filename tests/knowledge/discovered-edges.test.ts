import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence } from '../../src/domain/evidence.ts';
import { keepDiscoveredEdges, readDiscoveredEdges } from '../../src/knowledge/discovered-edges.ts';

function createSettings(stored: unknown = null) {
  let value = stored;
  return {
    get: async () => value,
    set: async (_key: string, given: unknown) => {
      value = structuredClone(given);
    },
  };
}

const seen = (id: string, startedAt: string): Evidence =>
  ({ id, incidentId: `inc_${id}`, systemId: 'web-1', probe: 'connections', startedAt }) as unknown as Evidence;

test('keepDiscoveredEdges() keeps when an edge was seen first and last, and by which look', async () => {
  const settings = createSettings();

  await keepDiscoveredEdges(settings, [{ from: 'api', to: 'db', evidenceId: 'e1' }], [seen('e1', '2026-03-01T10:00:00.000Z')]);
  await keepDiscoveredEdges(
    settings,
    [
      { from: 'api', to: 'db', evidenceId: 'e2' },
      { from: 'api', to: 'cache', evidenceId: 'e2' },
      { from: 'api', to: 'nowhere', evidenceId: 'missing' },
    ],
    [seen('e2', '2026-03-02T10:00:00.000Z')],
  );

  const kept = await readDiscoveredEdges(settings);
  assert.deepEqual(
    kept.map(({ from, to, firstSeenAt, lastSeenAt, evidenceId, incidentId }) => [
      from,
      to,
      firstSeenAt.slice(0, 10),
      lastSeenAt.slice(0, 10),
      evidenceId,
      incidentId,
    ]),
    [
      ['api', 'db', '2026-03-01', '2026-03-02', 'e2', 'inc_e2'],
      ['api', 'cache', '2026-03-02', '2026-03-02', 'e2', 'inc_e2'],
    ],
  );
});

test('readDiscoveredEdges() leaves out what it does not understand', async () => {
  assert.deepEqual(await readDiscoveredEdges(createSettings([{ from: 'a' }, 'x'])), []);
  assert.deepEqual(await readDiscoveredEdges(createSettings({})), []);
});
