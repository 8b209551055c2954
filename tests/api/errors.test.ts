import assert from 'node:assert/strict';
import { test } from 'node:test';
import fastify from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { refusal } from '../../src/api/app.ts';
import { errorBody, handleErrors } from '../../src/api/errors.ts';
import { type ErrorKind, ZhibanError } from '../../src/domain/errors.ts';

async function answerTo(error: Error, locale: 'en' | 'zh-CN' = 'en') {
  const app = fastify().withTypeProvider<ZodTypeProvider>();
  const logged: unknown[] = [];
  const note = (fields: unknown, message: string): void => void logged.push({ fields, message });
  app.decorateRequest('locale', locale);
  handleErrors(app, { debug: note, info: note, warn: note, error: note });
  app.get('/', () => Promise.reject(error));
  const answer = await app.inject({ url: '/' });
  await app.close();
  return { status: answer.statusCode, headers: answer.headers, body: answer.json(), logged };
}

const kinds: readonly (readonly [ErrorKind, number])[] = [
  ['invalid', 400],
  ['unauthenticated', 401],
  ['forbidden', 403],
  ['not-found', 404],
  ['conflict', 409],
  ['too-large', 413],
  ['too-many', 429],
  ['unavailable', 503],
];

for (const [kind, status] of kinds) {
  test(`handleErrors() answers ${status} to '${kind}' with message and details`, async () => {
    const answer = await answerTo(new ZhibanError(kind, 'why', { details: { part: 'x' } }));

    assert.equal(answer.status, status);
    assert.deepEqual(answer.body, errorBody(kind, 'why', { part: 'x' }));
  });
}

test('handleErrors() speaks the language of the reader and keeps the other to itself', async () => {
  const { body } = await answerTo(refusal('conflict', { en: 'too late', 'zh-CN': '太迟了' }, { details: { state: 'expired' } }), 'zh-CN');

  assert.deepEqual(body, errorBody('conflict', '太迟了', { state: 'expired' }));
});

test('handleErrors() says when to come back', async () => {
  const told = await answerTo(new ZhibanError('too-many', 'slow down', { details: { retryAfterSeconds: 42 } }));
  const untold = await answerTo(new ZhibanError('unavailable', 'away'));

  assert.equal(told.headers['retry-after'], '42');
  assert.equal(untold.headers['retry-after'], '5');
});

test('handleErrors() keeps what it did not expect to the log', async () => {
  const { status, body, logged } = await answerTo(new TypeError('secret inner state'));

  assert.equal(status, 500);
  assert.ok(!JSON.stringify(body).includes('secret inner state'));
  assert.ok(JSON.stringify(logged).includes('secret inner state'));
  assert.ok(JSON.stringify(logged).includes(body.error.details.id));
});
