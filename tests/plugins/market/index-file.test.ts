/** The index of a market as text: what is signed, by whom, and what it offers to whom. */

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { textOfError, ZhibanError } from '../../../src/domain/errors.ts';
import { canonicalJson } from '../../../src/plugins/market/canonical-json.ts';
import { innerPath, parseIndex, requireCurrent, requireSigned } from '../../../src/plugins/market/index-file.ts';
import { isSignedBy, keyIdOf, makeKeyPair, publicKeyPattern, signingKey } from '../../../src/plugins/market/keys.ts';
import { marketError, messageOf } from '../../../src/plugins/market/market-error.ts';
import { chooseOffer, newerOffer, offersOf, searchOffers } from '../../../src/plugins/market/offers.ts';
import { newIndex, signIndex, withOffer, withRevocation } from '../../../src/plugins/market/publish.ts';
import { sampleOffer } from './sample.ts';

const now = '2026-11-01T00:00:00.000Z';
const expires = '2027-01-30T00:00:00.000Z';
const ours = makeKeyPair();
const theirs = makeKeyPair();

const kindOf = (kind: string, says: RegExp) => (error: unknown) =>
  error instanceof ZhibanError && error.kind === kind && says.test(error.message) && Object(error.details.text)['zh-CN'] !== error.message;

function signedIndex(...versions: readonly string[]): string {
  let text = newIndex('company', now);
  for (const version of versions) text = withOffer(text, sampleOffer({ version }));
  return signIndex(text, { privatePems: [ours.privatePem], now, expires });
}

test('marketError() speaks both languages', () => {
  const error = marketError('forbidden', 'no', '不', new Error('why'));

  assert.deepEqual([error.message, textOfError(error)['zh-CN'], messageOf(error.cause)], ['no', '不', 'why']);
});

test('canonicalJson() writes members by code units, and refuses what other languages would write in another way', () => {
  const given = { b: [1, 'é€😀"\n'], a: { '10': true, '9': null, é: undefined }, '': 0 };

  assert.equal(canonicalJson(given), '{"":0,"a":{"10":true,"9":null},"b":[1,"é€😀\\"\\n"]}');
  assert.throws(() => canonicalJson({ a: 1.5 }), TypeError);
  assert.throws(() => canonicalJson({ a: 2 ** 60 }), TypeError);
});

test('signingKey() signs what isSignedBy() believes, and refuses other keys without showing them', () => {
  const { publicKey, signText } = signingKey(ours.privatePem);
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });

  assert.match(publicKey, publicKeyPattern);
  assert.equal(publicKey, ours.publicKey);
  assert.equal(isSignedBy(publicKey, 'text', signText('text')), true);
  assert.equal(isSignedBy(publicKey, 'other', signText('text')), false);
  assert.equal(isSignedBy(theirs.publicKey, 'text', signText('text')), false);
  assert.equal(isSignedBy(publicKey, 'text', 'nonsense'), false);
  assert.notEqual(keyIdOf(ours.publicKey), keyIdOf(theirs.publicKey));
  assert.throws(() => signingKey(String(rsa)), kindOf('invalid', /of type rsa; expected Ed25519/));
  assert.throws(() => signingKey('no key'), kindOf('invalid', /cannot be read/));
});

test('requireSigned() believes an index by any trusted key, and none whose content was changed', () => {
  const text = signedIndex('1.0.0');
  const both = signIndex(text, { privatePems: [theirs.privatePem, ours.privatePem], now, expires });
  const changed = JSON.parse(text);
  changed.signed.plugins[0].permissions.hosts = ['evil.example.com'];
  const spaced = JSON.stringify(JSON.parse(text));

  requireSigned(parseIndex(text), [ours.publicKey]);
  requireSigned(parseIndex(spaced), [theirs.publicKey, ours.publicKey]);
  requireSigned(parseIndex(both), [theirs.publicKey]);
  assert.throws(() => requireSigned(parseIndex(text), [theirs.publicKey]), kindOf('forbidden', /not signed by the key/));
  assert.throws(() => requireSigned(parseIndex(JSON.stringify(changed)), [ours.publicKey]), kindOf('forbidden', /not signed by the key/));
  assert.throws(() => requireSigned(parseIndex(newIndex('company', now)), [ours.publicKey]), kindOf('forbidden', /not signed/));
});

test('requireCurrent() holds an index to its time', () => {
  const { index } = parseIndex(signedIndex());

  requireCurrent(index, Date.parse('2027-01-29T00:00:00Z'));
  assert.throws(() => requireCurrent(index, Date.parse('2027-01-31T00:00:00Z')), kindOf('forbidden', /expired at 2027-01-30/));
});

test('signIndex() counts up, and every change takes the signature off', () => {
  const first = parseIndex(signedIndex('1.0.0'));
  const revoked = withRevocation(signedIndex('1.0.0'), { name: 'gauge', versions: '<1.1.0', at: now, reason: { en: 'a', 'zh-CN': '一' } });
  const second = parseIndex(signIndex(revoked, { privatePems: [ours.privatePem], now, expires }));

  assert.equal(first.index.serial, 1);
  assert.deepEqual(parseIndex(revoked).signatures, []);
  assert.equal(second.index.serial, 2);
  assert.throws(() => withOffer(signedIndex('1.0.0'), sampleOffer({ version: '1.0.0' })), kindOf('conflict', /has gauge 1\.0\.0 already/));
});

test('parseIndex() leaves out offers of a later Zhiban, and still knows what is revoked', () => {
  const later = JSON.parse(signedIndex('1.0.0'));
  later.signed.plugins.push({ ...sampleOffer({ version: '2.0.0' }), capabilities: { holograms: ['x'] } });

  const { index } = parseIndex(JSON.stringify(later));

  assert.deepEqual(
    index.plugins.map(({ version }) => version),
    ['1.0.0'],
  );
  assert.equal(index.unread, 1);
});

const malformed = [
  { name: 'no JSON', text: '{', says: /not JSON/ },
  { name: 'no signatures', text: '{"signed":{}}', says: /malformed at signatures/ },
  { name: 'another format', text: newIndex('company', now).replace('"format": 1', '"format": 2'), says: /malformed at format/ },
  {
    name: 'orders to the terminal',
    text: JSON.stringify({
      signed: {
        ...JSON.parse(newIndex('company', now)).signed,
        revoked: [{ name: 'gauge', versions: '*', at: now, reason: { en: '\u001b[2J', 'zh-CN': '' } }],
      },
      signatures: [],
    }),
    says: /without control characters/,
  },
];
for (const { name, text, says } of malformed) {
  test(`parseIndex() refuses ${name}`, () => assert.throws(() => parseIndex(text), kindOf('invalid', says)));
}

test('innerPath stays below its folder', () => {
  for (const good of ['a', 'src/plugin.ts', '.eslintrc', 'a/..b/c', '插件/说明.md'])
    assert.equal(innerPath.safeParse(good).success, true, good);
  for (const bad of ['', '/a', '../a', 'a/../b', 'a/..', '.', './a', 'a//b', 'a/', 'a\\b', 'C:a', 'a\n/../../b', 'a\0'])
    assert.equal(innerPath.safeParse(bad).success, false, JSON.stringify(bad));
});

test('chooseOffer() takes the newest that fits, and says what stands in the way of others', () => {
  let text = newIndex('company', now);
  for (const version of ['1.0.0', '1.2.0', '1.10.0', '2.0.0-rc.1']) text = withOffer(text, sampleOffer({ version }));
  text = withOffer(text, sampleOffer({ version: '3.0.0', zhiban: '>=9.0.0' }));
  text = withRevocation(text, { name: 'gauge', versions: '1.10.0', at: now, reason: { en: 'it leaks', 'zh-CN': '泄漏' } });
  const { index } = parseIndex(text);
  const offers = offersOf([index], 'gauge', '0.1.0');
  const choose = (range: string | null): string => chooseOffer(offers, 'gauge', range, '0.1.0').offer.version;

  assert.equal(choose(null), '1.2.0');
  assert.equal(choose('1.0.0'), '1.0.0');
  assert.equal(choose('2.0.0-rc.1'), '2.0.0-rc.1');
  assert.throws(() => choose('1.10.0'), kindOf('forbidden', /revoked by the market company: it leaks/));
  assert.throws(() => choose('^3.0.0'), kindOf('conflict', /made for Zhiban >=9\.0\.0, and this is 0\.1\.0/));
  assert.throws(() => choose('^4.0.0'), kindOf('not-found', /no gauge@\^4\.0\.0; there is 3\.0\.0, 2\.0\.0-rc\.1, 1\.10\.0/));
  assert.throws(() => chooseOffer([], 'other', null, '0.1.0'), kindOf('not-found', /No market has a plugin other/));
  assert.equal(newerOffer(offers, '1.0.0')?.offer.version, '1.2.0');
  assert.equal(newerOffer(offers, '1.2.0'), null);
});

test('offersOf() gives a name to the first market that has it, and searchOffers() finds by words of both languages', () => {
  const own = parseIndex(withOffer(newIndex('company', now), sampleOffer({ version: '1.0.0' }))).index;
  const strange = withOffer(newIndex('public', now), sampleOffer({ version: '99.0.0' }));
  const indexes = [
    own,
    parseIndex(
      withOffer(
        strange,
        sampleOffer({
          name: 'scale',
          summary: { en: 'Weights', 'zh-CN': '称重' },
          capabilities: { ...sampleOffer().capabilities, alertSources: [] },
        }),
      ),
    ).index,
  ];
  const found = (...words: string[]): readonly string[] =>
    searchOffers(indexes, words, '0.1.0').map(({ market, offer }) => `${market}/${offer.name}@${offer.version}`);

  assert.deepEqual(found(), ['company/gauge@1.0.0', 'public/scale@1.0.0']);
  assert.deepEqual(found('水位', 'GAUGE'), ['company/gauge@1.0.0']);
  assert.deepEqual(found('nothing'), []);
});
