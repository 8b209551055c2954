import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ChatError } from '../../../src/adapters/contract.ts';
import type { DingtalkClient } from '../../../src/adapters/dingtalk/client.ts';
import { deliverCard } from '../../../src/adapters/dingtalk/deliver-card.ts';

const place = { adapter: 'dingtalk', workspace: 'c', channel: 'cid1' };
const delivery = { templateId: 't', robotCode: 'r', outTrackId: 'zb-1', values: {}, preview: 'x' };

function clientThat(deliverResults: unknown): DingtalkClient {
  return { call: async (_method: string, _path: string, _body: unknown) => ({ result: { deliverResults } }) } as unknown as DingtalkClient;
}

it('deliverCard() gives the id that the platform tells, else its own, and refuses what was not delivered', async () => {
  assert.equal(await deliverCard(clientThat([{ success: true, carrierId: 'car' }]), place, delivery), 'car');
  assert.equal(await deliverCard(clientThat(null), place, delivery), 'zb-1');
  await assert.rejects(
    deliverCard(clientThat([{ success: false }]), place, delivery),
    (error) => error instanceof ChatError && error.platformCode === 'not_delivered',
  );
});
