import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { maskSecrets, maskThoroughly } from '../../src/domain/mask-secrets.ts';
import { mayHoldSecret } from '../../src/domain/secret-hints.ts';

test('mayHoldSecret() spares what alerts mostly say a closer look', () => {
  const plain = [
    'Load12',
    'warning',
    '10.0.0.7:9100',
    'CPU of web-12 has been above 90 % for 10 minutes',
    'https://wiki.example/cpu',
    '磁盘空间不足',
  ];

  assert.deepEqual(
    plain.filter((text) => mayHoldSecret(text)),
    [],
  );
});

test('maskSecrets() takes out all that a look at every pattern takes out', () => {
  const pieces = [
    ...[
      'password',
      'pass_word',
      'to-ken',
      'apiKey',
      'db.pw',
      'Authorization',
      'Bearer',
      'basic',
      'Cookie',
      'x-otp',
      'user',
      'acl setuser',
      'on',
      'psk',
    ],
    ...[
      'AKIA',
      'LTAI',
      'SEC',
      'xoxb-',
      'ghp_',
      'glpat-',
      'sk-',
      'eyJ',
      'hvs.',
      'SG.',
      'npm_',
      't-',
      '12345678:AA',
      '$2b$10$',
      'AIza',
      'ya29.',
    ],
    ...[
      'redis://',
      'https://',
      'u:',
      'p4ss',
      '@',
      'host',
      '/bot/v2/hook/',
      'open.feishu.cn/open-apis',
      'hooks.slack.com/services/',
      'api.day.app/x?key=',
    ],
    ...[
      'mysql -p',
      'redis-cli -a ',
      'curl -u ',
      'docker login -p ',
      '--token ',
      'identified by ',
      'requirepass ',
      '密码',
      '令牌：',
      'SCRAM-SHA-256$4096:',
    ],
    ...[
      '=',
      ': ',
      ' ',
      '"',
      "'",
      '\n',
      '>',
      '<',
      '</',
      'a1B2c3D4e5F6g7H8i9J0k1L2m3N4',
      '0123456789abcdef0123456789abcdef',
      'hunter2',
      'x',
      '.',
    ],
  ];
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 9 }).map((parts) => parts.join(''));

  fc.assert(
    fc.property(text, (given) => assert.equal(maskSecrets(given), given.length < 4 ? given : maskThoroughly(given))),
    { numRuns: 20_000 },
  );
});
