import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { NewUnread } from '../../src/store/unread-contract.ts';
import { onBoth } from './on-both.ts';

const message = (body: string, change: Partial<NewUnread> = {}): NewUnread => ({
  ...{ source: 'kafka/bus', at: '2026-11-21T02:00:00.000Z', reason: { en: 'no name', 'zh-CN': '没有名称' } },
  ...{ meta: { topic: 'alerts', offset: '7' }, body, isCut: false },
  ...change,
});

onBoth('createUnreadStore()', (given) => {
  it('keeps the same message once, with how often it came and why it could not be read last', async () => {
    const tenant = await given().tenant();
    await tenant.unread.add([message('a'), message('b "\\ \u0000')]);
    await tenant.unread.add([message('a', { at: '2026-11-21T03:00:00.000Z', reason: { en: 'later', 'zh-CN': '后来' } })]);

    const [second, first] = await tenant.unread.list({ source: 'kafka/bus', limit: 10 });

    assert.equal(second?.body === 'b "\\ ␀' || first?.body === 'b "\\ ␀', true);
    const again = [first, second].find((each) => each?.body === 'a');
    assert.deepEqual(
      [again?.times, again?.reason.en, again?.firstAt, again?.lastAt],
      [2, 'later', '2026-11-21T02:00:00.000Z', '2026-11-21T03:00:00.000Z'],
    );
    assert.deepEqual(again?.meta, { topic: 'alerts', offset: '7' });
  });

  it('keeps the newest thousand of each source', async () => {
    const tenant = await given().tenant();
    await tenant.unread.add([message('other', { source: 'syslog/core' })]);
    await tenant.unread.add(Array.from({ length: 1_002 }, (_, index) => message(`m${index}`)));

    assert.deepEqual(await tenant.unread.counts(), { 'kafka/bus': 1_000, 'syslog/core': 1 });
  });

  it('removes some, and forgets all of a source', async () => {
    const tenant = await given().tenant();
    await tenant.unread.add([message('a'), message('b'), message('c', { source: 'syslog/core' })]);
    const [newest] = await tenant.unread.list({ source: 'kafka/bus', limit: 1 });

    await tenant.unread.remove([newest?.id ?? 0]);

    assert.deepEqual(await tenant.unread.counts(), { 'kafka/bus': 1, 'syslog/core': 1 });
    assert.equal(await tenant.unread.forget('kafka/bus'), 1);
    assert.deepEqual(
      (await tenant.unread.list({ limit: 10 })).map(({ body }) => body),
      ['c'],
    );
  });
});
