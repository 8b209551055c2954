import assert from 'node:assert/strict';
import { test } from 'node:test';
import fastify from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { addOpenApi } from '../../src/api/openapi.ts';
import { planSchema } from '../../src/api/schemas/plan-schemas.ts';

test('addOpenApi() refers to records by name', async () => {
  const app = fastify().withTypeProvider<ZodTypeProvider>();
  app.setSerializerCompiler(serializerCompiler);
  await addOpenApi(app, '1.2.3');
  app.get('/plan', { schema: { response: { 200: planSchema } } }, () => Promise.reject(new Error('not asked')));
  await app.ready();

  const { info, paths } = app.swagger();
  await app.close();

  assert.equal(info.version, '1.2.3');
  assert.match(JSON.stringify(paths), /"\$ref":"#\/components\/schemas\/Plan"/);
});
