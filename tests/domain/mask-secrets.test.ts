import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { maskSecrets, maskSecretsDeep, secretMark } from '../../src/domain/mask-secrets.ts';

/** Put together at run time, so that no scanner of this repository takes the cases for the real thing. */
const join = (...parts: readonly string[]): string => parts.join('');

/** Each text and the secret in it, which must be gone. */
const secrets: readonly (readonly [text: string, secret: string])[] = [
  ['redis://:hunter2@cache:6379/0', 'hunter2'],
  ['postgresql://orders:p@ss/w0rd@db:5432/orders?sslmode=require', 'p@ss/w0rd'],
  ['mongodb+srv://root:Zx9%21@h1.example,h2.example/admin', 'Zx9%21'],
  ['redis://:one1@a:1,redis://:two2@b:2', 'two2'],
  [join('https://', 'ghp_', 'a1B2c3D4e5F6g7H8i9J0k1L2', '@github.com/x/y'), 'a1B2c3D4e5F6g7H8i9J0k1L2'],
  ['Authorization: Bearer abc', 'abc'],
  ["curl -H 'Authorization: Basic dXNlcjpwYXNz' http://x", 'dXNlcjpwYXNz'],
  ['{"authorization":"Bearer q8w7e6"}', 'q8w7e6'],
  ['proxy-authorization: Digest username="u", response="6629fae4"', '6629fae4'],
  ['Cookie: session=s%3Aabc.def; theme=dark', 's%3Aabc.def'],
  ['Set-Cookie: sid=31d4d96e407aad42; HttpOnly', '31d4d96e407aad42'],
  [join('AKIA', 'IOSFODNN7EXAMPLE'), 'IOSFODNN7EXAMPLE'],
  [join('id=LTAI', '5tAbCdEfGhIjKlMnOpQr'), '5tAbCdEfGhIjKlMnOpQr'],
  [join('AKID', 'z8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE'), 'z8krbsJ5yKBZQpn74WFkmLPx3'],
  [join('xox', 'b-123456789012-abcdefABCDEF'), 'abcdefABCDEF'],
  [join('xapp', '-1-A012-345-deadbeef'), 'deadbeef'],
  [join('github_pat_', '11ABCDEFG0123456789_abcdefghijklmn'), '11ABCDEFG0123456789'],
  [join('glpat', '-Abc123Def456Ghi789Jk'), 'Abc123Def456'],
  [join('key sk-', 'proj-a1b2c3d4e5f6g7h8i9j0'), 'a1b2c3d4e5f6g7h8i9j0'],
  [join('https://oapi.dingtalk.com/robot/send?access_', 'token=7f3a9c'), '7f3a9c'],
  [join('SEC', '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'), '0123456789abcdef0123456789abcdef'],
  ['https://open.feishu.cn/open-apis/bot/v2/hook/1f2e3d4c-aaaa-bbbb-cccc-1234567890ab', '1f2e3d4c-aaaa'],
  ['tenant t-caecc734c2e3328a62489fe0648c4b98779515d3 used', 'caecc734c2e3328a62489fe0648c4b98779515d3'],
  [join('https://hooks.slack', '.com/services/T000/B000/XXXXyyyyZZZZ'), 'XXXXyyyyZZZZ'],
  ['https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx', '693a91f6'],
  [join('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0In0', '.sflKxwRJSMeKKF2QT4'), 'eyJzdWIiOiIxMjM0In0'],
  ['requirepass foobared', 'foobared'],
  ['requirepass "two words"', 'two words'],
  ['1) "requirepass"\r\n2) "foo8bared"', 'foo8bared'],
  ['requirepass\nfoo8bared', 'foo8bared'],
  ['masterauth s3cr3t', 's3cr3t'],
  ['sentinel auth-pass mymaster MySUPER--secret-0123', 'MySUPER--secret-0123'],
  ['AUTH default s3cret!', 's3cret!'],
  ['user default on >pw123 ~* &* +@all', 'pw123'],
  ['ACL SETUSER bob on >b0bpass ~*', 'b0bpass'],
  ["CREATE USER 'a'@'%' IDENTIFIED BY 'pw'", "'pw'"],
  ["ALTER USER a IDENTIFIED WITH caching_sha2_password BY 'pw99'", 'pw99'],
  ["ALTER ROLE u WITH ENCRYPTED PASSWORD 'pw77'", 'pw77'],
  ["SET PASSWORD FOR u = PASSWORD('pw66')", 'pw66'],
  ['mysql -uroot -pS3cret -h db', 'S3cret'],
  ['mysqldump --single-transaction -p"S3 cret" db', 'S3 cret'],
  ['redis-cli -h cache -a p4ss PING', 'p4ss'],
  ['sshpass -p hunter2 ssh root@web', 'hunter2'],
  ['curl -u admin:hunter2 http://x/', 'hunter2'],
  ['docker login -u me -p hunter2 registry', 'hunter2'],
  ['mongo --password hunter2 --host x', 'hunter2'],
  ['app --api-key=abc123', 'abc123'],
  ["app --token 'abc 123'", 'abc 123'],
  ['kubectl create secret generic x --from-literal=password=hunter2', 'hunter2'],
  ['PGPASSWORD=hunter2 psql', 'hunter2'],
  ['export MYSQL_PWD=hunter2', 'hunter2'],
  ['password: hunter2', 'hunter2'],
  ['  db_password : "hun ter2"  # c', 'hun ter2'],
  ['password: |\n  line1secret\n  line2secret\nuser: x', 'line2secret'],
  ['{"password":"hunter2","user":"bob"}', 'hunter2'],
  ['{"password":"hun\\"ter2","user":"bob"}', 'ter2'],
  ['{\\"clientSecret\\":\\"hunter2\\"}', 'hunter2'],
  ['{"a":"{\\\\\\"password\\\\\\":\\\\\\"hunter2\\\\\\"}"}', 'hunter2'],
  ['jdbc:mysql://h/db?user=u&password=hunter2&x=1', 'hunter2'],
  ['Server=h;Uid=u;Pwd=hunter2;', 'hunter2'],
  ['sasl.jaas.config=org.x required username="u" password="hunter2";', 'hunter2'],
  ['X-Api-Key: abcdef12', 'abcdef12'],
  ['X-Vault-Token: hvs.abc', 'hvs.abc'],
  ['AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==', 'Eby8vdM02x'],
  ['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'wJalrXUtnFEMI'],
  ['<password>hunter2</password>', 'hunter2'],
  ['- name: DB_PASSWORD\n  value: hunter2', 'hunter2'],
  ['{"name":"API_TOKEN","value":"hunter2"}', 'hunter2'],
  ['machine h login u password hunter2', 'hunter2'],
  ['the password is hunter2, keep it', 'hunter2'],
  ['secret key wJalrXUtnFEMIK7MDENGbPxRfiCYEX', 'wJalrXUtnFEMIK7'],
  ['root:$6$saltsalt$qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5KiA2', 'qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5KiA2'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAK\n-----END RSA PRIVATE KEY-----', 'IBAAK'],
  ['-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk', 'b3BlbnNzaC1rZXk'],
  ['数据库密码：hunter2', 'hunter2'],
  ['口令=hunter2', 'hunter2'],
  ['密钥: abcd1234', 'abcd1234'],
  ['访问令牌 abcd1234efgh', 'abcd1234efgh'],
  ['新密码是 Hunter#2，请尽快修改', 'Hunter#2'],
  ['「密码」：“hunter2”', 'hunter2'],
];

test('maskSecrets() takes every known form of secret out', () => {
  for (const [text, secret] of secrets) {
    const masked = maskSecrets(text);

    assert.ok(!masked.includes(secret), `${secret} is still in: ${masked}`);
    assert.ok(masked.includes(secretMark), `nothing was masked in: ${masked}`);
  }
});

const harmless = [
  'commit 5f3a9d0c1b2e4f6a7b8c9d0e1f2a3b4c5d6e7f80 by bob',
  '550e8400-e29b-41d4-a716-446655440000',
  'image sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'template_id: AAqk9bW2xYz1234567890abcd',
  'redis_memory_used_bytes{instance="cache:6379",job="redis"} 104857600',
  'kube_secret_info 3',
  'token_count: 5 tokens=153 max_tokens: 4096',
  'secretName: orders-tls, password_file: /run/secrets/x, tokenTtlSeconds: 30',
  'PasswordAuthentication no',
  'FATAL: password authentication failed for user "bob"',
  `password: null, token: "", secret: ${'$'}{DB_SECRET}, pwd: ******`,
  'PWD=/root/app',
  'pass: 3 fail: 2',
  'http://prometheus:9090/api/v1/query?query=up@1',
  'rtt min/avg/max 0.1/0.2/0.3, see ops@example.com',
  'keyspace_hits:12 key=orders:42 primary_key=id',
  'unexpected token } in JSON at position 12',
  'bypass the proxy; compass: north',
  'requirepass ""',
  'authorization is required to read this',
  'cookie jar',
  '使用密码登录失败，请联系管理员',
  'ev_01j9zk3m4n5p6q7r zb-42 orders-db',
  'mysql -h db -P 3306 -u root',
  'user on the host',
  'task-runner-with-a-long-name-of-30-characters',
] as const;

test('maskSecrets() leaves what is no secret alone', () => {
  for (const text of harmless) assert.equal(maskSecrets(text), text);
});

test('maskSecrets() keeps what stands around a secret', () => {
  assert.equal(maskSecrets('redis://:pw@cache:6379/0'), 'redis://:«secret»@cache:6379/0');
  assert.equal(maskSecrets('{"password":"x1","user":"bob"}'), '{"password":"«secret»","user":"bob"}');
  assert.equal(maskSecrets('password=x1,user=bob'), 'password=«secret»,user=bob');
  assert.equal(maskSecrets('mysql -pS3 -h db'), 'mysql -p«secret» -h db');
});

const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{7,30}[0-9][A-Z]$/);
const holder = fc.constantFrom(
  (secret: string) => `password=${secret}`,
  (secret: string) => `{"db":{"password":"${secret}"}}`,
  (secret: string) => `api_key: '${secret}'`,
  (secret: string) => `redis://:${secret}@h:6379`,
  (secret: string) => `--token ${secret}`,
  (secret: string) => `Authorization: Bearer ${secret}`,
  (secret: string) => `requirepass ${secret}`,
  (secret: string) => `密码：${secret}`,
  (secret: string) => `IDENTIFIED BY '${secret}'`,
);

test('maskSecrets() takes a secret out whatever stands around it', () => {
  const around = fc.string({ maxLength: 60 }).filter((text) => !/["'`\\|>]/.test(text));
  fc.assert(
    fc.property(word, holder, around, around, (secret, hold, before, after) => {
      assert.ok(!maskSecrets(`${before}\n${hold(secret)}\n${after}`).includes(secret));
    }),
    { numRuns: 400 },
  );
});

test('maskSecrets() changes nothing the second time', () => {
  const pieces = fc.array(fc.oneof(fc.string(), fc.constantFrom(...secrets.map(([text]) => text), ...harmless)), { maxLength: 6 });
  fc.assert(
    fc.property(pieces, (parts) => {
      const once = maskSecrets(parts.join('\n'));

      assert.equal(maskSecrets(once), once);
    }),
    { numRuns: 400 },
  );
});

test('maskSecrets() gets through a megabyte of hostile text', { timeout: 20_000 }, () => {
  const units = [
    'a',
    'a.',
    'password=',
    '"password":"',
    '-----BEGIN PRIVATE KEY-----',
    'a://',
    'redis://u:p',
    'mysql ',
    ' ',
    'name: secret ',
  ];
  const more = [
    'secret ',
    '密码是',
    '<aa>',
    'user a on ',
    '--a ',
    'auth ',
    '\\',
    `"'`,
    'password={',
    'password: |\n a\n',
    'eyJ',
    'sk-',
    '1.',
    '=',
    '@',
  ];
  for (const unit of [...units, ...more]) assert.equal(typeof maskSecrets(unit.repeat(Math.ceil(250_000 / unit.length))), 'string');
});

test('maskSecretsDeep() masks by name, by neighbour and by content, and keeps the shape', () => {
  const masked = maskSecretsDeep({
    user: 'bob',
    password: 'hunter2',
    pin: { masterauth: 12_345, port: 6379 },
    env: [
      { name: 'DB_PASSWORD', value: 'hunter2' },
      { name: 'HOME', value: '/root' },
      { parameter: 'requirepass', value: 'abc' },
    ],
    tokens: ['abc'],
    url: 'redis://:pw@h',
    'password=x9': 1,
    nothing: null,
    isSecret: true,
  });

  assert.deepEqual(masked, {
    user: 'bob',
    password: secretMark,
    pin: { masterauth: secretMark, port: 6379 },
    env: [
      { name: 'DB_PASSWORD', value: secretMark },
      { name: 'HOME', value: '/root' },
      { parameter: 'requirepass', value: secretMark },
    ],
    tokens: [secretMark],
    url: 'redis://:«secret»@h',
    'password=«secret»': 1,
    nothing: null,
    isSecret: true,
  });
});

test('maskSecretsDeep() stops at a depth that no honest value has', () => {
  let value: unknown = 'password=hunter2';
  for (let depth = 0; depth < 60; depth += 1) value = [value];

  assert.ok(!JSON.stringify(maskSecretsDeep(value)).includes('hunter2'));
});
