import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readPauses, writePause } from '../../src/store/detection-pauses.ts';
import { onBoth } from './on-both.ts';

const li = { personId: 'li', personName: 'Li', at: '2026-11-29T01:00:00.000Z' };

onBoth('writePause()', (given) => {
  it('keeps who holds what until it is taken back, for each tenant', async () => {
    const [own, other] = [await given().tenant(), await given().tenant()];

    await writePause(own, 'depth', li);
    await writePause(own, 'disk@web', li);
    await writePause(own, 'depth', null);

    assert.deepEqual([...(await readPauses(own))], [['disk@web', li]]);
    assert.equal((await readPauses(other)).size, 0);
    await own.settings.set('detections.paused', { broken: 1 });
    assert.equal((await readPauses(own)).size, 0);
  });
});
