import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '../../src/config/load.ts';
import { ZhibanError } from '../../src/domain/errors.ts';
import { explainFailure } from '../../src/main/explain-failure.ts';

function configError(): unknown {
  try {
    return parseConfig('locale: fr\nsystem: []\n', { path: '/etc/zhiban.yaml', kinds: [], variables: {} });
  } catch (error) {
    return error;
  }
}

test('explainFailure() lists each problem of the configuration with its place, in the person’s language', () => {
  const english = explainFailure(configError(), { locale: null, terminalLocale: 'en' }).split('\n');
  const chinese = explainFailure(configError(), { locale: 'zh-CN', terminalLocale: 'en' });

  assert.equal(english.length, 2);
  for (const line of english) assert.match(line, /^zhiban\.yaml:\d+:\d+ /);
  assert.match(chinese, /\p{Script=Han}/u);
});

test('explainFailure() says what is known in one sentence, and what is not with where it happened', () => {
  const environment = { locale: null, terminalLocale: null };

  assert.equal(explainFailure(new ZhibanError('conflict', 'The port is taken'), environment), 'The port is taken');
  assert.match(explainFailure(new TypeError('no such thing'), environment), /^TypeError: no such thing\n\s+at /);
  assert.equal(explainFailure('a text', environment), 'a text');
});
