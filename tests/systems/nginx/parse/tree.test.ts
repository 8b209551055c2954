import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findAll, parseDump } from '../../../../src/systems/nginx/parse/config.ts';
import { placeOf } from '../../../../src/systems/nginx/parse/handling.ts';
import { includedTree } from '../../../../src/systems/nginx/parse/tree.ts';

const dump = `nginx: configuration file /etc/nginx/nginx.conf test is successful
# configuration file /etc/nginx/nginx.conf:
events { }
http {
  include conf.d/*.conf;
}

# configuration file /etc/nginx/conf.d/shop.conf:
server {
  # refused for the night
  location / { include /etc/nginx/blocked; root /srv; }
}

# configuration file /etc/nginx/blocked:
# who

deny 10.0.0.9;
`;

test('includedTree() puts files where they are included, and each directive keeps its place', () => {
  const [http] = includedTree(parseDump(dump)).filter(({ name }) => name === 'http');
  const [location] = findAll(http?.block ?? [], 'location');

  assert.deepEqual(
    location?.block?.map((each) => [each.name, placeOf(each)]),
    [
      ['deny', '/etc/nginx/blocked:3'],
      ['root', '/etc/nginx/conf.d/shop.conf:3'],
    ],
  );
});

test('includedTree() leaves a text without files as it is', () => {
  assert.deepEqual(includedTree({ files: [], directives: [] }), []);
});
