import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { IdentityLink } from '../../src/store/identity-contract.ts';
import { onBoth } from './on-both.ts';

const later = Date.UTC(2100, 0, 1);
const identity = { adapter: 'slack', workspace: 'T1', userId: 'U1' };
const link: IdentityLink = { ...identity, personId: 'li', name: 'Li Hua', how: 'code', at: '2026-11-28T10:00:00.000Z', by: 'li' };

onBoth('createIdentityStore()', (given) => {
  it('keeps a link, and another person cannot have the same identity', async () => {
    const { identities } = await given().tenant();

    const added = await Promise.all([identities.add(link), identities.add({ ...link, personId: 'han' }), identities.add(link)]);

    assert.equal(added.filter(Boolean).length, 1);
    assert.equal((await identities.all()).length, 1);
    assert.equal(await identities.find({ ...identity, workspace: 'T2' }), null);
  });

  it('lets a person have several, and takes one away', async () => {
    const { identities } = await given().tenant();
    await identities.add(link);
    await identities.add({ ...link, adapter: 'feishu', userId: 'ou_1', at: '2026-11-28T11:00:00.000Z' });

    assert.deepEqual(await identities.remove(identity), link);
    assert.equal(await identities.remove(identity), null);
    assert.deepEqual(
      (await identities.all()).map(({ adapter, personId }) => [adapter, personId]),
      [['feishu', 'li']],
    );
  });

  it('tells that somebody was linked or is no more, and nothing when it was so already', async () => {
    const { identities, events } = await given().tenant();
    const before = await events.latestSeq();

    await identities.add(link);
    await identities.add(link);
    await identities.remove(identity);
    await identities.remove(identity);

    const told = await events.after(before, 10);
    assert.deepEqual(
      told.map(({ kind, payload }) => [kind, payload]),
      [
        ['people', { adapter: 'slack' }],
        ['people', { adapter: 'slack' }],
      ],
    );
  });

  it('lets one of twenty use a code, before it expires', async () => {
    const { identities } = await given().tenant();
    await identities.createCode({ ...identity, codeHash: 'h', name: 'Li', expiresAtMs: later });

    const code = { ...identity, name: 'Li', expiresAt: new Date(later).toISOString() };
    assert.equal(await identities.readCode('h', later), null);
    assert.deepEqual(await identities.readCode('h', later - 1), code);
    const used = await Promise.all(Array.from({ length: 20 }, () => identities.consumeCode('h', 1_000)));

    assert.deepEqual(
      used.filter((each) => each !== null),
      [code],
    );
    assert.equal(await identities.readCode('h', 1_000), null);
  });

  it('voids the earlier code of an identity, and those that expired', async () => {
    const { identities } = await given().tenant();
    await identities.createCode({ ...identity, userId: 'U9', codeHash: 'expired', name: null, expiresAtMs: 1_000 });
    await identities.createCode({ ...identity, codeHash: 'first', name: null, expiresAtMs: later });
    await identities.createCode({ ...identity, userId: 'U2', codeHash: 'other', name: null, expiresAtMs: later });

    await identities.createCode({ ...identity, codeHash: 'second', name: null, expiresAtMs: later });

    assert.equal(await identities.consumeCode('first', 1_000), null);
    assert.equal(await identities.readCode('expired', 0), null);
    assert.equal((await identities.readCode('other', 1_000))?.userId, 'U2');
    assert.equal((await identities.consumeCode('second', 1_000))?.userId, 'U1');
  });

  it('takes no code that has expired', async () => {
    const { identities } = await given().tenant();
    await identities.createCode({ ...identity, codeHash: 'h', name: null, expiresAtMs: later });

    assert.equal(await identities.consumeCode('h', later), null);
  });
});
