/** A small server that answers as an API server would: lists page by page, rights that a test gives, everything else 404 as a Status. */

import { createServer, type IncomingMessage } from 'node:http';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** Once it has come; parsed. */
  body: unknown;
}

export interface ApiPeer {
  readonly url: string;
  readonly asked: readonly Asked[];
  stop(): Promise<void>;
}

export interface PeerAnswers {
  /** By path: items of a list, or a whole answer. */
  readonly lists?: Readonly<Record<string, readonly object[]>>;
  readonly answers?: Readonly<Record<string, readonly [status: number, body: object | string]>>;
  /** `delete pods`, `get pods/log`; all when it is absent. */
  readonly rights?: readonly string[];
  /** Anything else is answered 401. */
  readonly token?: string;
}

export async function startApiPeer({ lists = {}, answers = {}, rights, token }: PeerAnswers): Promise<ApiPeer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://peer');
    const one: Asked = { method: request.method ?? '', path: url.pathname, query: url.searchParams, headers: request.headers, body: null };
    asked.push(one);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    const send = (status: number, body: object | string): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    const refuse = (status: number, reason: string): void =>
      send(status, { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message: reason });
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) return refuse(401, 'Unauthorized');
    if (request.method !== 'GET') {
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        one.body = JSON.parse(text);
        const isAskedForRights = url.pathname.endsWith('/selfsubjectaccessreviews');
        send(200, isAskedForRights ? { status: { allowed: isGiven(text, rights) } } : {});
      });
      return;
    }
    const known = answers[url.pathname];
    if (known !== undefined) return send(...known);
    const items = lists[url.pathname];
    if (items === undefined) return refuse(404, 'NotFound');
    const from = Number(url.searchParams.get('continue') ?? 0);
    const to = from + Number(url.searchParams.get('limit') ?? items.length);
    send(200, { kind: 'List', metadata: to < items.length ? { continue: String(to) } : {}, items: items.slice(from, to) });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    asked,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function isGiven(body: string, rights: readonly string[] | undefined): boolean {
  const { verb, resource, subresource } = JSON.parse(body).spec.resourceAttributes;
  return rights?.includes(`${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}`) ?? true;
}
