/** The console's files. Any path that is no file and not the API's is a page of the console, which finds its way by itself. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import { errorBody } from '../errors.ts';

export async function addConsolePages(app: App, directory: string | null): Promise<void> {
  const isBuilt = directory !== null && existsSync(join(directory, 'index.html'));
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: directory,
      wildcard: false,
      index: false,
      decorateReply: true,
      schemaHide: true,
      // Vite names assets after their content, so they never change; everything else is asked for again.
      setHeaders: (reply, path) => {
        reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => (isPage(request) ? sendPage(request, reply, isBuilt) : sendNotFound(request, reply)));
}

/** What a browser opens: not the API, and not a missing script or picture, which must not get HTML. */
function isPage(request: FastifyRequest): boolean {
  const path = request.url.split('?', 1)[0] ?? '/';
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (/^\/(api|hooks|assets)(\/|$)/.test(path) || /^\/(healthz|readyz|metrics)$/.test(path)) return false;
  return !/\.[a-z0-9]{1,8}$/i.test(path);
}

function sendPage(request: FastifyRequest, reply: FastifyReply, isBuilt: boolean): FastifyReply {
  if (isBuilt) return reply.code(200).header('cache-control', 'no-cache').sendFile('index.html');
  const text = request.locale === 'en' ? 'The console has not been built. Run: npm run build' : '控制台尚未构建，请运行：npm run build';
  return reply.code(503).type('text/plain; charset=utf-8').send(`${text}\n`);
}

function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const message = request.locale === 'en' ? 'There is nothing at this address' : '此地址不存在';
  return reply.code(404).send(errorBody('not-found', message, {}));
}
