import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reachFrom, topsOf } from '../../src/domain/graph-walk.ts';
import type { SystemLinkView } from '../../src/domain/view.ts';

const link = (from: string, to: string, how: SystemLinkView['how'] = 'dependsOn'): SystemLinkView => ({ from, to, how, seen: null });
const system = (id: string) => ({ id, kind: 'http', title: id });
const links = [
  link('shop', 'api'),
  link('api', 'db', 'discovered'),
  link('db', 'host', 'runsOn'),
  link('api', 'logs', 'logs'),
  link('jobs', 'db'),
];

test('reachFrom() goes up and down, the nearest first, and not along logs', () => {
  const up = reachFrom({ links }, 'db', 'up').map(({ id, steps }) => [id, steps]);
  const down = reachFrom({ links }, 'shop', 'down').map(({ id, steps }) => [id, steps]);

  assert.deepEqual(up, [
    ['api', 1],
    ['jobs', 1],
    ['shop', 2],
  ]);
  assert.deepEqual(down, [
    ['api', 1],
    ['db', 2],
    ['host', 3],
  ]);
  assert.deepEqual(reachFrom({ links }, 'logs', 'up'), []);
});

test('reachFrom() ends in a circle', () => {
  const circle = [link('a', 'b'), link('b', 'a')];

  assert.deepEqual(
    reachFrom({ links: circle }, 'a', 'down').map(({ id }) => id),
    ['b'],
  );
});

test('topsOf() are those that nobody needs, and of a circle the first', () => {
  const systems = ['host', 'db', 'api', 'shop', 'jobs', 'logs', 'x', 'y'].map(system);

  assert.deepEqual(topsOf({ systems, links: [...links, link('x', 'y'), link('y', 'x')] }), ['shop', 'jobs', 'logs', 'x']);
});
