/** Routes that belong to adapters: they get the bytes as they came, because signatures are computed over them. */

import type { App } from '../app.ts';
import type { Mount } from '../contract.ts';

export async function addMounts(app: App, mounts: readonly Mount[]): Promise<void> {
  if (mounts.length === 0) return;
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    for (const mount of mounts) {
      scope.route({
        method: mount.method,
        url: mount.path,
        bodyLimit: mount.bodyBytesMax,
        schema: { hide: true },
        handler: async (request, reply) => {
          const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
          const answer = await mount.handle(body, request.headers);
          return reply.code(answer.status).headers(answer.headers).send(answer.body);
        },
      });
    }
  });
}
