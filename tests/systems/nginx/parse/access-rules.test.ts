import assert from 'node:assert/strict';
import { test } from 'node:test';
import { denyingRule } from '../../../../src/systems/nginx/parse/access-rules.ts';
import { parseDirectives } from '../../../../src/systems/nginx/parse/config.ts';
import { written } from '../../../../src/systems/nginx/parse/handling.ts';
import { routeOf } from '../../../../src/systems/nginx/parse/locations.ts';

const cases: readonly (readonly [rules: string, client: string, expected: string])[] = [
  ['deny 10.0.0.9;', '10.0.0.9', 'deny 10.0.0.9'],
  ['deny 10.0.0.9;', '10.0.0.8', ''],
  ['allow 10.0.0.9; deny 10.0.0.0/8;', '10.0.0.9', ''],
  ['allow 10.0.0.9; deny 10.0.0.0/8;', '10.1.0.9', 'deny 10.0.0.0/8'],
  ['allow 192.0.2.1; deny all;', '10.0.0.9', 'deny all'],
  ['deny 2001:db8::/32;', '2001:db8::7', 'deny 2001:db8::/32'],
  ['deny unix:; deny 10.0.0.0/99;', '10.0.0.9', ''],
];
for (const [rules, client, expected] of cases) {
  test(`denyingRule() of ${client} in: ${rules}`, () => {
    const route = routeOf(parseDirectives(`http { server { ${rules} location / { root /srv; } } }`), '/');
    const rule = route === null ? null : denyingRule(route, client);

    assert.equal(rule === null ? '' : written(rule), expected);
  });
}
