import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callerOf, localeOfRequest, refusal } from '../../src/api/app.ts';

const cases: readonly { readonly query: unknown; readonly accept?: string; readonly locale: string }[] = [
  { query: { locale: 'zh-CN' }, accept: 'en', locale: 'zh-CN' },
  { query: { locale: 'fr' }, accept: 'zh', locale: 'zh-CN' },
  { query: {}, accept: 'zh-Hans-CN,zh;q=0.9,en;q=0.8', locale: 'zh-CN' },
  { query: {}, accept: 'fr-FR, en-GB;q=0.5', locale: 'en' },
  { query: {}, accept: 'fr', locale: 'en' },
  { query: null, locale: 'en' },
];

for (const { query, accept, locale } of cases) {
  test(`localeOfRequest() gives ${locale} for ${JSON.stringify(query)} and ${accept ?? 'no language'}`, () => {
    assert.equal(localeOfRequest({ query, headers: { 'accept-language': accept } }, 'en'), locale);
  });
}

test('callerOf() refuses a request that nobody has signed', () => {
  assert.throws(() => callerOf({ caller: null }), { kind: 'unauthenticated' });
});

test('refusal() carries both languages and the details', () => {
  const error = refusal('conflict', { en: 'too late', 'zh-CN': '太迟了' }, { details: { state: 'expired' } });

  assert.equal(error.message, 'too late');
  assert.deepEqual(error.details, { state: 'expired', text: { en: 'too late', 'zh-CN': '太迟了' } });
});
