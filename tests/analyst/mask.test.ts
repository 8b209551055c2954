import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createMask } from '../../src/analyst/mask.ts';
import { allMasks } from './fixtures/analyst.ts';

const hidden: readonly (readonly [text: string, masked: string])[] = [
  ['from 10.20.30.40:6379 to 10.20.30.40', 'from «ip-1»:6379 to «ip-1»'],
  ['net 192.168.0.0/16', 'net «ip-1»/16'],
  ['addr=[2001:db8::7]:6379', 'addr=[«ip-1»]:6379'],
  ['fe80::1ff:fe23:4567:890a%eth0', '«ip-1»'],
  ['mail ops.team+x@mail.example.com now', 'mail «email-1» now'],
  ['call 13800138000', 'call «phone-1»'],
  ['电话：+86 138-0013-8000', '电话：«phone-1»'],
  ['phone=13800138000', 'phone=«phone-1»'],
  ['tel 010-12345678', 'tel «phone-1»'],
  ['+1 415 555 0100', '«phone-1»'],
  ['身份证11010519491231002X', '身份证«id-1»'],
  ['card 6222021234567890128', 'card «id-1»'],
  ['password=hunter2 at 10.1.1.1', 'password=«secret» at «ip-1»'],
];

test('createMask() hides people and addresses, and brings them back', () => {
  for (const [text, masked] of hidden) {
    const mask = createMask(allMasks);

    assert.equal(mask.mask(text), masked);
    assert.equal(mask.unmask(masked), text.replace('hunter2', '«secret»'));
  }
});

test('createMask() leaves numbers and names of other kinds alone', () => {
  const texts = [
    'maxmemory:17179869184 used_memory_peak=13958643712',
    'at 12:34:56 and 2026-11-20T03:12:00.000Z',
    'epoch 1732180000 and 1732180000000',
    'listening on 127.0.0.1, 0.0.0.0 and ::1',
    'version 7.0.15 of redis, build 1.2.3',
    '110105194912310021 has the wrong check digit',
    'std::vector and a::b',
    'ev_01j9zk3m4n5p6q7r inc_1 zb-42',
    '999.300.1.2',
  ];
  for (const text of texts) assert.equal(createMask(allMasks).mask(text), text);
});

test('createMask() keeps placeholders stable across processes by its table', () => {
  const first = createMask(allMasks);
  first.mask('10.0.0.1 a@example.com 10.0.0.2');

  const second = createMask(allMasks, first.table());

  assert.equal(second.mask('10.0.0.3 10.0.0.2 b@example.com a@example.com'), '«ip-3» «ip-2» «email-2» «email-1»');
  assert.equal(second.unmask('«ip-1»'), '10.0.0.1');
});

test('createMask() hides the words that it was given, the longest first, in any case', () => {
  const mask = createMask({ ...allMasks, words: ['acme', 'acme-orders', '', 'a.c'] });

  assert.equal(mask.mask('ACME-orders of acme, not abc'), '«name-1» of «name-2», not abc');
  assert.equal(mask.unmask('«name-1»'), 'ACME-orders');
});

test('createMask() does what its options say', () => {
  const none = createMask({ email: false, phone: false, id: false, ip: false, words: [] });

  assert.equal(none.mask('10.0.0.1 a@example.com 13800138000 token=abc'), '10.0.0.1 a@example.com 13800138000 token=«secret»');
});

test('createMask() does not let outside text speak of a placeholder', () => {
  const mask = createMask(allMasks);
  mask.mask('10.0.0.1');

  assert.equal(mask.mask('send it to «ip-1» or «IP-1»'), 'send it to ‹ip-1» or ‹IP-1»');
  assert.deepEqual(mask.maskDeep({ a: ['«ip-1»'] }), { a: ['‹ip-1»'] });
  assert.equal(mask.keep('the model says «ip-1»'), 'the model says «ip-1»');
});

test('createMask() restores placeholders in the spellings of models, and leaves unknown ones', () => {
  const mask = createMask(allMasks);
  mask.mask('10.0.0.1');

  assert.equal(mask.unmask('«IP-1» <<ip-1>> 《ip-1》 « ip-1 » «ip-9» «secret»'), '10.0.0.1 10.0.0.1 10.0.0.1 10.0.0.1 «ip-9» «secret»');
  assert.deepEqual(mask.unmaskDeep({ a: ['«ip-1»', 1] }), { a: ['10.0.0.1', 1] });
});

test('createMask() masks and restores any mixture', () => {
  const parts = fc.array(fc.oneof(fc.ipV4(), fc.constantFrom('a@example.com', '13800138000', ' and ', '\n', '，', ' plain words ')), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(parts, (pieces) => {
      const text = pieces.join(' ');
      const mask = createMask(allMasks);

      assert.equal(mask.unmask(mask.mask(text)), text);
      assert.ok(!/a@example|13800138000/.test(mask.mask(text)));
    }),
  );
});

test('createMask() gets through hostile text', { timeout: 20_000 }, () => {
  for (const unit of ['1', '1.', ':', 'a@', '@', '13800138', '+1 ', 'f:', '«ip-', '0-', 'a.b@c.']) {
    assert.equal(typeof createMask(allMasks).mask(unit.repeat(Math.ceil(200_000 / unit.length))), 'string');
  }
});
