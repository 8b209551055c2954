import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sameText } from '../../src/domain/text.ts';
import { far, fillTenant, identity } from './fill-tenant.ts';
import { onBoth } from './on-both.ts';
import { sampleAudit, sampleEvidence, sampleIncident } from './samples.ts';
import { changes } from './tenant-changes.ts';
import { reads } from './tenant-reads.ts';

const isEmpty = (value: unknown) => value === null || value === 0 || (Array.isArray(value) && value.length === 0);

onBoth('createTenantStore()', (given, flavour) => {
  it('shows nothing of another tenant, in no aggregate', async () => {
    const [owner, stranger] = [await given().tenant(), await given().tenant()];
    const made = await fillTenant(owner);

    for (const [name, read] of Object.entries(reads(stranger, made.messageId))) assert.ok(isEmpty(await read()), `${name} leaks`);
    for (const [name, read] of Object.entries(reads(owner, made.messageId)))
      assert.ok(!isEmpty(await read()), `${name} finds nothing of its own`);
  });

  it('changes nothing of another tenant', async () => {
    const [owner, stranger] = [await given().tenant(), await given().tenant()];
    const made = await fillTenant(owner);
    const before = await owner.incidents.get('inc_1');

    for (const change of changes(stranger, made)) await assert.rejects(change(), { kind: 'not-found' }, String(change));

    assert.equal(await stranger.plans.moveState('plan_1', ['pending'], 'approved'), false);
    assert.equal(await stranger.sessions.consume('login', 1_000), null);
    await stranger.sessions.remove('h');
    await stranger.interactions.forgetBefore(far);
    await stranger.events.forgetBefore(1_000_000);
    await stranger.settings.set('k', 2);
    assert.deepEqual(await stranger.detections.mark('inc_1', null), []);
    await assert.rejects(stranger.incidents.mergeInto('inc_1', 'ZB-9', '2026-11-21T01:00:00Z'), { kind: 'conflict' });
    await assert.rejects(stranger.incidents.comeBack('inc_1', {}), { kind: 'conflict' });
    await stranger.incidents.giveGroup('inc_1', null);
    assert.equal(await stranger.moves.handOver({ fromId: 'inc_1', toId: 'inc_9', groupKeys: ['group-1'], at: '2026-11-21T01:00:00Z' }), 0);
    assert.equal(await stranger.identities.remove(identity), null);
    assert.equal(await stranger.identities.consumeCode('c', 1_000), null);
    await stranger.outbox.say({ incidentId: 'inc_1', slot: 's9', priority: 'state', text: sameText('b') });
    assert.deepEqual(await owner.incidents.get('inc_1'), before);
    assert.equal(await owner.sessions.find('h', 'browser', 1_000), 'li');
    assert.equal(await owner.interactions.claim('k', 1_000), false);
    assert.equal(await owner.settings.get('k'), 1);
    assert.equal((await owner.outbox.counts()).waiting, 1);
    assert.ok((await owner.events.latestSeq()) > 0);
  });

  it('lets two tenants use the same ids and codes', async () => {
    const [one, other] = [await given().tenant(), await given().tenant()];

    await fillTenant(one);
    await fillTenant(other);

    assert.equal((await other.incidents.get('inc_1'))?.code, 'ZB-1');
  });

  it('has every table behind the wall: nothing is visible without a tenant', async () => {
    const tenant = await given().tenant();
    await fillTenant(tenant);
    const tables = await given().asOwner(
      `select relname as name from pg_class where relnamespace = 'zhiban'::regnamespace and relkind = 'r'`,
    );
    const names = tables
      .map((row) => String(Reflect.get(Object(row), 'name')))
      .filter((name) => name !== 'migrations' && name !== 'tenants');

    assert.ok(names.length > 30, `${names.length} tables`);
    for (const name of names) {
      assert.deepEqual(await given().asApp('', `select 1 from zhiban.${name} limit 1`), [], name);
      assert.equal((await given().asApp(tenant.tenantId, `select 1 from zhiban.${name} limit 1`)).length, 1, name);
    }
  });

  it('refuses rows that say they are of another tenant', async () => {
    const tenant = await given().tenant();
    const insert = `insert into zhiban.settings (tenant_id, key, value) values ('other', 'k', '1')`;

    await assert.rejects(given().asApp(tenant.tenantId, insert), { kind: 'forbidden' });
  });

  it('writes all of a transaction or nothing', async () => {
    const tenant = await given().tenant();
    const failing = tenant.transaction(async (inside) => {
      await inside.incidents.create(sampleIncident());
      await inside.audit.append(sampleAudit());
      throw new Error('on the way');
    });

    await assert.rejects(failing, { message: 'on the way' });
    assert.equal(await tenant.incidents.get('inc_1'), null);
    assert.equal((await tenant.audit.verify()).entries, 0);
  });

  it('lets an inner transaction fail alone', async () => {
    const tenant = await given().tenant();

    await tenant.transaction(async (inside) => {
      await inside.settings.set('outer', 1);
      await assert.rejects(
        inside.transaction(async (deeper) => {
          await deeper.settings.set('inner', 1);
          await deeper.events.emit('message', null, {});
          await deeper.evidence.add(sampleEvidence());
        }),
        { kind: 'not-found' },
      );
      await inside.transaction((deeper) => deeper.settings.set('second', 1));
    });

    assert.deepEqual(
      [await tenant.settings.get('outer'), await tenant.settings.get('inner'), await tenant.settings.get('second')],
      [1, null, 1],
    );
    assert.equal(await tenant.events.latestSeq(), 0);
  });

  it('never seems to succeed after a failed statement that was swallowed', async () => {
    const tenant = await given().tenant();
    const swallowing = tenant.transaction(async (inside) => {
      await inside.settings.set('k', 1);
      await inside.evidence.add(sampleEvidence()).catch(() => {});
    });

    await assert.rejects(swallowing);
    assert.equal(await tenant.settings.get('k'), null);
  });

  it('refuses the outer store within a transaction rather than waiting for ever', async () => {
    const tenant = await given().tenant();

    await assert.rejects(
      tenant.transaction(() => tenant.settings.get('k')),
      { message: /use the store that was passed in/ },
    );
    assert.equal(await tenant.settings.get('k'), null);
  });

  it('runs work again that a deadlock ended', { skip: flavour === 'pglite' && 'one connection can not deadlock' }, async () => {
    const tenant = await given().tenant();
    for (const id of ['inc_a', 'inc_b']) await tenant.incidents.create(sampleIncident({ id }));
    const crossing = (first: string, second: string) =>
      tenant.transaction(async (inside) => {
        await inside.incidents.change(first, { alertsTotal: 1 });
        await new Promise((resolve) => setTimeout(resolve, 50));
        await inside.incidents.change(second, { alertsTotal: 1 });
      });

    await Promise.all([crossing('inc_a', 'inc_b'), crossing('inc_b', 'inc_a')]);

    assert.deepEqual([(await tenant.incidents.get('inc_a'))?.revision, (await tenant.incidents.get('inc_b'))?.revision], [3, 3]);
  });
});
