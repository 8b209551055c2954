import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Facts } from '../../../../src/domain/evidence.ts';
import { routesProbe } from '../../../../src/systems/nginx/probes/routes.ts';
import { contextOf } from '../../../contracts/system.ts';
import { until } from '../../../support/child.ts';
import { type Site, startSite } from '../../http/site.ts';
import { ask, type Nginx, nginxMissing, startNginx, thisMachine } from '../scene.ts';

describe('routesProbe', { skip: nginxMissing ?? false }, () => {
  let app: Site;
  let nginx: Nginx;
  before(async () => {
    app = await startSite((request, response) => void response.writeHead(request.url?.startsWith('/api/') === true ? 200 : 404).end('app'));
    nginx = await startNginx({ server: `location /api/ { proxy_pass http://127.0.0.1:${String(app.port)}; }` });
  });
  after(async () => {
    await nginx.stop();
    await app.stop();
  });

  async function routes(): Promise<Facts> {
    const look = await routesProbe.look(nginx.client, routesProbe.parameters.parse({}), contextOf(nginx.entry, 20_000, thisMachine));
    return look.facts;
  }

  /** Loads these lines and asks until the answer is another one, so that all that follow are of the new configuration. */
  async function load(server: string, status: number): Promise<void> {
    await nginx.write({ server });
    nginx.hup();
    await until(async () => (await ask(`${nginx.url}/api/orders`, 1))[0] === status, `the path answers ${status}`);
  }

  it('tells no route while all is answered well', async () => {
    await ask(`${nginx.url}/api/orders`, 12);
    const facts = await routes();

    assert.deepEqual([facts['route.status'], facts['route.twist'], facts['deny.rule']], [0, 'none', '']);
  });

  it('tells the path that comes to the upstream since a slash was put behind proxy_pass', async () => {
    await load(`location /api/ { proxy_pass http://127.0.0.1:${String(app.port)}/; }`, 404);
    await ask(`${nginx.url}/api/orders`, 15);
    const facts = await routes();

    assert.deepEqual(
      [facts['route.prefix'], facts['route.twist'], facts['route.arrives'], facts['route.location'], facts['route.isSinceLoad']],
      ['/api', 'path-changed', '/orders', 'location /api/', true],
    );
    assert.match(String(facts['route.handlerAt']), /nginx\.conf:\d+$/);
  });

  it('tells the rule that refuses, in the file that is included', async () => {
    const blocked = join(nginx.directory, 'blocked.conf');
    await writeFile(blocked, '# since last night\ndeny 127.0.0.0/8;\n');
    await load(`location /api/ { include ${blocked}; proxy_pass http://127.0.0.1:${String(app.port)}; }`, 403);
    const facts = await routes();

    assert.deepEqual(
      [facts['deny.rule'], facts['deny.at'], facts['deny.client'], facts['deny.path'], facts['deny.isRealIpSet']],
      ['deny 127.0.0.0/8', `${blocked}:2`, '127.0.0.1', '/api/orders', false],
    );
  });
});
