import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ChatAdapter } from '../../src/adapters/contract.ts';
import type { Store } from '../../src/store/contract.ts';
import { people } from '../operations/desk.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openBotDesk } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const link = /https:\/\/zhiban\.example\.com\/link\?code=([0-9A-Z-]{19})/;

test('linkAdvice() tells who clicks without a link how to make one; after it the same click counts', async () => {
  const at = await openBotDesk(store, { locale: 'zh-CN' });
  const plan = await at.plan();
  const click = () => at.click('U-anna-at-home', 'approve', `${plan.id}:${plan.digest.slice(0, 16)}`);

  await click();
  const told = at.whispers[0]?.text ?? '';
  const code = link.exec(told)?.[1] ?? assert.fail(told);
  await at.operations.linkByCode(at.as(people.anna, { door: 'console' }), code);
  await click();

  assert.match(told, /^U-anna-at-home 无权审批.*\n您的账号（slack：U-anna-at-home）尚未关联.*\n自己关联：10 分钟内打开 /s);
  assert.ok(told.includes(`zhiban link ${code}`));
  assert.equal(at.whispers[1]?.text, '已批准，开始执行。');
  const [approval] = await at.store.plans.approvals(plan.id);
  assert.deepEqual([approval?.personId, approval?.door], ['anna', 'slack']);
});

test('linkAdvice() answers “link” and “关联”, and tells nobody a code where others read it', async () => {
  const at = await openBotDesk(store);
  await at.hear('U-guest', 'link');
  await at.hear('U-guest', '关联');
  assert.ok(at.whispers.every(({ text }) => link.test(text)));

  const loud = await openBotDesk(store, {
    change: (deps) => ({
      ...deps,
      adapters: () => new Map([['slack', { name: 'slack', capabilities: { privateReply: false } } as unknown as ChatAdapter]]),
    }),
  });
  await loud.hear('U-guest', 'link');
  assert.doesNotMatch(loud.whispers[0]?.text ?? '', /code=/);
  assert.match(loud.whispers[0]?.text ?? '', /zhiban people link YOUR-PERSON-ID slack U-guest/);
});
