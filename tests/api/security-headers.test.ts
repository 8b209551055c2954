import assert from 'node:assert/strict';
import { test } from 'node:test';
import fastify from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { addSecurityHeaders } from '../../src/api/security-headers.ts';

test('addSecurityHeaders() lets scripts come from our own files only, also on errors', async () => {
  const app = fastify().withTypeProvider<ZodTypeProvider>();
  addSecurityHeaders(app);
  app.get('/broken', () => Promise.reject(new Error('broken')));

  const { headers } = await app.inject({ url: '/broken' });
  await app.close();

  const policy = String(headers['content-security-policy']);
  assert.match(policy, /script-src 'self';/);
  assert.doesNotMatch(policy, /script-src[^;]*unsafe/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.equal(headers['x-frame-options'], 'DENY');
  assert.equal(headers['referrer-policy'], 'no-referrer');
});
