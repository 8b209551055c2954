import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { nginxActions } from '../../../src/systems/nginx/actions.ts';
import { acting } from '../../support/acting.ts';
import { type Nginx, nginxClient, nginxEntry, nginxMissing, startNginx, thisMachine } from './scene.ts';

describe('nginxActions', { skip: nginxMissing ?? false }, () => {
  let nginx: Nginx;
  before(async () => {
    nginx = await startNginx();
  });
  after(() => nginx.stop());

  function reloading(host: typeof thisMachine | undefined = thisMachine, entry = nginx.entry) {
    const [reload] = nginxActions;
    assert.ok(reload !== undefined);
    return acting(reload, {}, entry === nginx.entry ? nginx.client : nginxClient(entry), entry, host);
  }

  it('reload brings the configuration on disk into effect, and does not count as done before', async () => {
    await nginx.write({ server: 'location /new { return 204; }' });
    assert.equal((await fetch(`${nginx.url}/new`)).status, 404);
    const ready = await reloading().precheck();
    assert.equal(ready.state, 'ready');
    assert.equal(await reloading().isApplied(ready.state === 'ready' ? ready.before : {}), false);

    const record = await reloading().run();

    assert.equal((await fetch(`${nginx.url}/new`)).status, 204);
    assert.equal(await reloading().isApplied(record), true);
  });

  it('reload is blocked where no program can test the configuration', async () => {
    const entry = nginxEntry(nginx.entry.url, nginx.directory, { binary: '/nowhere/nginx' });

    const blocked = await reloading(thisMachine, entry).precheck();

    assert.ok(blocked.state === 'blocked' && /no program/.test(blocked.reason.en), JSON.stringify(blocked));
  });

  it('reload is blocked by a broken configuration, and without a host', async () => {
    await writeFile(join(nginx.directory, 'nginx.conf'), 'nonsense;');

    const [broken, hostless] = [
      await reloading().precheck(),
      await acting(nginxActions[0] as never, {}, nginx.client, nginx.entry).precheck(),
    ];

    assert.ok(broken.state === 'blocked' && /unknown directive "nonsense"/.test(broken.reason.en), JSON.stringify(broken));
    assert.ok(hostless.state === 'blocked' && /runsOn/.test(hostless.reason.en));
  });
});
