import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxSize, layOut } from '../../../../src/console/pages/topology/layout.ts';
import type { SystemLinkView } from '../../../../src/domain/view.ts';

const link = (from: string, to: string, how: SystemLinkView['how'] = 'dependsOn'): SystemLinkView => ({ from, to, how, seen: null });
const system = (id: string) => ({ id, kind: 'http', title: id });

test('layOut() puts everything below all that needs it, apart from each other, within the drawing', () => {
  const systems = ['db', 'api', 'shop', 'host', 'jobs'].map(system);
  const links = [link('shop', 'api'), link('api', 'db'), link('shop', 'db'), link('db', 'host', 'runsOn'), link('jobs', 'db')];

  const { systems: placed, width, height, links: drawn } = layOut({ systems, links });

  const at = new Map(placed.map((each) => [each.id, each]));
  for (const { from, to } of links) assert.ok((at.get(from)?.y ?? 0) + boxSize.height < (at.get(to)?.y ?? 0), `${from} above ${to}`);
  for (const one of placed) {
    assert.ok(one.x >= 0 && one.x + boxSize.width <= width && one.y >= 0 && one.y + boxSize.height <= height);
    for (const other of placed)
      if (other !== one) assert.ok(Math.abs(one.x - other.x) >= boxSize.width || Math.abs(one.y - other.y) >= boxSize.height);
  }
  assert.equal(drawn.length, 5);
});

test('layOut() draws a circle and a link to nowhere without end', () => {
  const { systems, links } = layOut({ systems: ['a', 'b'].map(system), links: [link('a', 'b'), link('b', 'a'), link('a', 'gone')] });

  assert.equal(systems.length, 2);
  assert.equal(links.length, 2);
});
