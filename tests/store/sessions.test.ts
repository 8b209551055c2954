import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBoth } from './on-both.ts';

const later = Date.UTC(2100, 0, 1);

onBoth('createSessionStore()', (given) => {
  it('lets one of twenty use a login token', async () => {
    const tenant = await given().tenant();
    await tenant.sessions.create({ tokenHash: 'h', kind: 'login', personId: 'li', expiresAtMs: later });

    const used = await Promise.all(Array.from({ length: 20 }, () => tenant.sessions.consume('h', 1_000)));

    assert.deepEqual(
      used.filter((person) => person !== null),
      ['li'],
    );
  });

  it('finds a browser session until it ends or is removed', async () => {
    const tenant = await given().tenant();
    await tenant.sessions.create({ tokenHash: 'b', kind: 'browser', personId: 'li', expiresAtMs: later });

    assert.equal(await tenant.sessions.find('b', 'browser', later - 1), 'li');
    assert.equal(await tenant.sessions.find('b', 'browser', later), null);
    assert.equal(await tenant.sessions.consume('b', 1_000), null);
    await tenant.sessions.remove('b');
    assert.equal(await tenant.sessions.find('b', 'browser', 1_000), null);
  });

  it('does not take a login token for a session, nor one that ended', async () => {
    const tenant = await given().tenant();
    await tenant.sessions.create({ tokenHash: 'l', kind: 'login', personId: 'li', expiresAtMs: later });

    assert.equal(await tenant.sessions.find('l', 'browser', 1_000), null);
    assert.equal(await tenant.sessions.consume('l', later), null);
  });

  it('sweeps those that ended when the next one comes', async () => {
    const tenant = await given().tenant();
    await tenant.sessions.create({ tokenHash: 'old', kind: 'browser', personId: 'li', expiresAtMs: 1_000 });

    await tenant.sessions.create({ tokenHash: 'new', kind: 'browser', personId: 'li', expiresAtMs: later });

    assert.equal(await tenant.sessions.find('old', 'browser', 0), null);
  });
});
