import assert from 'node:assert/strict';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { exchange, HttpFailure } from '../../../src/systems/http/exchange.ts';
import { speaksPlain } from '../../../src/systems/http/speaks-plain.ts';

const open: { server: Server | HttpServer; sockets: Set<Socket> }[] = [];

afterEach(() => {
  for (const { server, sockets } of open.splice(0)) {
    server.close();
    for (const socket of sockets) socket.destroy();
  }
});

async function listen(server: Server | HttpServer): Promise<URL> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => undefined);
    sockets.add(socket);
  });
  open.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new URL(`https://127.0.0.1:${String((server.address() as AddressInfo).port)}/status`);
}

/** As ClickHouse does with some greetings of TLS: it takes them for the beginning of a line that is still to end. */
function patientServer(status: string): Server {
  return createServer((socket) => {
    let read = '';
    socket.on('data', (chunk) => {
      read += chunk.toString('latin1');
      if (/^[A-Z]+ /.test(read) && read.endsWith('\r\n\r\n')) socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`);
    });
  });
}

const failureOf = async (url: URL, timeoutMs: number): Promise<HttpFailure> => {
  const asked = exchange(
    { url, method: 'GET', headers: {}, tls: { insecure: true }, bodyBytesMax: 1_000 },
    { timeoutMs, signal: AbortSignal.timeout(60_000) },
  );
  const error: unknown = await asked.then(
    () => assert.fail('it answered'),
    (cause: unknown) => cause,
  );
  assert.ok(error instanceof HttpFailure);
  return error;
};

describe('speaksPlain()', () => {
  it('knows plain HTTP by any answer', async () => {
    const url = await listen(createHttpServer((_request, response) => response.writeHead(404).end()));
    assert.equal(await speaksPlain(url, 10_000, AbortSignal.timeout(60_000)), true);
  });

  it('takes 400 for no proof: servers of TLS say so in plain', async () => {
    const url = await listen(patientServer('400 Bad Request'));
    assert.equal(await speaksPlain(url, 10_000, AbortSignal.timeout(60_000)), false);
  });

  it('is false for a port at which nobody listens, and for one that is silent', async () => {
    const silent = await listen(createServer(() => undefined));
    assert.equal(await speaksPlain(silent, 200, AbortSignal.timeout(60_000)), false);
    assert.equal(await speaksPlain(silent, 60_000, AbortSignal.timeout(200)), false);
    const gone = await listen(createServer());
    for (const { server } of open.splice(0)) server.close();
    assert.equal(await speaksPlain(gone, 10_000, AbortSignal.timeout(60_000)), false);
  });
});

describe('a handshake that goes on and on', () => {
  it('is a matter of TLS when the port speaks plain HTTP', async () => {
    const failure = await failureOf(await listen(patientServer('200 OK')), 4_000);
    assert.equal(failure.problem, 'tls');
    assert.match(failure.message, /speaks plain HTTP, not TLS/);
  });

  it('is silence otherwise', async () => {
    const failure = await failureOf(await listen(createServer(() => undefined)), 400);
    assert.equal(failure.problem, 'timed-out');
    assert.match(failure.message, /the TLS handshake did not end within 400 ms/);
  });
});
