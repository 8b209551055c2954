import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDirectives } from '../../../../src/systems/nginx/parse/config.ts';
import { written } from '../../../../src/systems/nginx/parse/handling.ts';
import { expressionOf, inEffect, matcherOf, routeOf } from '../../../../src/systems/nginx/parse/locations.ts';

const tree = parseDirectives(`http { deny all;
  server { listen 81; location /status { stub_status; } }
  server {
    location = /exact { return 200; }
    location /api/ { proxy_pass http://a; location /api/deep/ { allow all; proxy_pass http://b; } }
    location /files/ { root /srv; }
    location ^~ /firm/ { root /srv; }
    location ~* \\.(png|jpg)$ { root /static; }
    location ~ ^/(?<broken { return 500; }
    location @named { return 404; }
    location / { root /www; }
  }
}`);

describe('routeOf()', () => {
  const cases: Readonly<Record<string, readonly [place: string, shadowed: string]>> = {
    '/exact': ['location = /exact', ''],
    '/exact/more': ['location /', ''],
    '/api/orders': ['location /api/', ''],
    '/api/deep/er': ['location /api/deep/', ''],
    '/files/a.PNG': ['location ~* \\.(png|jpg)$', 'location /files/'],
    '/firm/a.png': ['location ^~ /firm/', ''],
    '/status': ['location /status', ''],
  };
  for (const [path, expected] of Object.entries(cases)) {
    it(`finds what answers ${path}`, () => {
      const route = routeOf(tree, path);
      const named = (each: Parameters<typeof written>[0] | null | undefined): string => (each == null ? '' : written(each));

      assert.deepEqual([named(route?.location), named(route?.shadowed)], expected);
    });
  }

  it('is null without a server', () => {
    assert.equal(routeOf(parseDirectives('events { }'), '/'), null);
  });
});

describe('inEffect()', () => {
  it('takes the innermost block that has any', () => {
    const [outer, inner] = ['/api/x', '/api/deep/x'].map((path) => routeOf(tree, path));

    assert.deepEqual(
      [outer, inner].map((route) => (route == null ? '' : inEffect(route, 'allow', 'deny').map(written).join())),
      ['deny all', 'allow all'],
    );
  });
});

describe('matcherOf()', () => {
  it('reads a sign with and without a space', () => {
    const [spaced, glued, named] = parseDirectives('location = /a { } location =/a { } location @b { }');

    assert.deepEqual(spaced && matcherOf(spaced), glued && matcherOf(glued));
    assert.equal(named && matcherOf(named), null);
    assert.deepEqual([expressionOf('(?i)^/A$')?.test('/a'), expressionOf('(')], [true, null]);
  });
});
