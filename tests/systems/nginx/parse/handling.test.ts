import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDirectives } from '../../../../src/systems/nginx/parse/config.ts';
import { handlingOf, placeOf, written } from '../../../../src/systems/nginx/parse/handling.ts';
import { routeOf } from '../../../../src/systems/nginx/parse/locations.ts';

describe('handlingOf()', () => {
  const cases: readonly (readonly [lines: string, path: string, twist: string, arrives: string])[] = [
    ['location /api/ { proxy_pass http://app; }', '/api/orders', 'none', '/api/orders'],
    ['location /api/ { proxy_pass http://app/; }', '/api/orders', 'path-changed', '/orders'],
    ['location /api { proxy_pass http://app/; }', '/api/orders', 'path-changed', '//orders'],
    ['location /api/ { proxy_pass http://app/v1; }', '/api/orders', 'path-changed', '/v1orders'],
    ['location /api/ { proxy_pass http://app/api/; }', '/api/orders', 'none', '/api/orders'],
    ['location / { proxy_pass http://app/; }', '/api/orders', 'none', '/api/orders'],
    ['location /api/ { proxy_pass http://unix:/run/app.sock; }', '/api/orders', 'none', '/api/orders'],
    ['location /api/ { proxy_pass http://unix:/run/app.sock:/; }', '/api/orders', 'path-changed', '/orders'],
    ['location /api/ { proxy_pass http://$up/; }', '/api/orders', 'none', ''],
    ['location /api/ { rewrite ^/api/(.*)$ /$1 break; proxy_pass http://app; }', '/api/orders', 'path-changed', '/orders'],
    ['location /api/ { rewrite ^/old /new permanent; proxy_pass http://app; }', '/api/orders', 'none', '/api/orders'],
    ['location /static/ { root /srv/static; }', '/static/a.js', 'file', '/srv/static/static/a.js'],
    ['location /static/ { root /srv; }', '/static/a.js', 'none', '/srv/static/a.js'],
    ['location /static/ { alias /srv/files; }', '/static/a.js', 'file', '/srv/filesa.js'],
    ['location /static/ { alias /srv/files/; }', '/static/a.js', 'none', '/srv/files/a.js'],
    ['location /files/ { proxy_pass http://app; } location ~ \\.js$ { root /srv; }', '/files/a.js', 'shadowed', '/srv/files/a.js'],
    ['location / { return 404; }', '/a', 'answers', ''],
    ['return 301 https://$host$request_uri; location / { proxy_pass http://app; }', '/a', 'redirects', ''],
    ['location / { if ($scheme = http) { return 301 https://$host$request_uri; } proxy_pass http://app; }', '/a', 'redirects', ''],
    ['location / { rewrite ^ https://$host$request_uri permanent; }', '/a', 'redirects', ''],
  ];
  for (const [lines, path, twist, arrives] of cases) {
    it(`tells what becomes of ${path} in: ${lines}`, () => {
      const route = routeOf(parseDirectives(`http { server { ${lines} } }`), path);
      const told = route === null ? null : handlingOf(route, path);

      assert.deepEqual([told?.twist, told?.arrives], [twist, arrives]);
    });
  }

  it('tells headers and limits that are set further out', () => {
    const route = routeOf(
      parseDirectives(
        'http { client_max_body_size 5m; server { proxy_set_header x-forwarded-proto https; location / { proxy_pass http://app; } } }',
      ),
      '/a',
    );
    const told = route === null ? null : handlingOf(route, '/a');

    assert.deepEqual([told?.isProtoForwarded, told?.bodyMax, told?.place], [true, '5m', 'location /']);
  });
});

describe('written()', () => {
  it('shows no login of an address', () => {
    const [pass] = parseDirectives('proxy_pass http://user:secret@app/;');

    assert.equal(pass && written(pass), 'proxy_pass http://app/');
    assert.equal(pass && placeOf(pass), '');
  });
});
