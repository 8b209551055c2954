/**
 * A local peer that speaks MongoDB's wire protocol (OP_MSG, with the driver's own BSON) to the real driver, and answers commands with documents
 * in the form that the manual has. It is no MongoDB: what a real one says was not heard here.
 */

import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { BSON, type Document } from 'mongodb';

export type Answers = Readonly<Record<string, Document | ((command: Document) => Document)>>;

export interface MongoPeer {
  readonly url: string;
  /** Names of the commands that were asked, in order. */
  readonly asked: string[];
  stop(): Promise<void>;
}

const opMsg = 2_013;
const opQuery = 2_004;
const opReply = 1;

const hello = { ismaster: true, isWritablePrimary: true, minWireVersion: 0, maxWireVersion: 21, maxBsonObjectSize: 16_777_216, ok: 1 };

export async function startMongoPeer(answers: Answers = {}): Promise<MongoPeer> {
  const sockets = new Set<Socket>();
  const asked: string[] = [];
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    let heard = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk]);
      while (heard.length >= 16 && heard.length >= heard.readInt32LE(0)) {
        const message = heard.subarray(0, heard.readInt32LE(0));
        heard = heard.subarray(message.length);
        socket.write(replyTo(message, answers, asked));
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `mongodb://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`,
    asked,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function replyTo(message: Buffer, answers: Answers, asked: string[]): Buffer {
  const [id, code] = [message.readInt32LE(4), message.readInt32LE(12)];
  // The first greeting may still be an OP_QUERY: flags, name, skip and limit stand before the document.
  const start = code === opQuery ? message.indexOf(0, 20) + 1 + 8 : 21;
  const command = BSON.deserialize(message.subarray(start, start + message.readInt32LE(start)));
  const answer = BSON.serialize(answerTo(command, answers, asked));
  const body = code === opQuery ? Buffer.concat([replyHead(), answer]) : Buffer.concat([Buffer.alloc(5), answer]);
  const head = Buffer.alloc(16);
  head.writeInt32LE(16 + body.length, 0);
  head.writeInt32LE(id, 8);
  head.writeInt32LE(code === opQuery ? opReply : opMsg, 12);
  return Buffer.concat([head, body]);
}

function replyHead(): Buffer {
  const head = Buffer.alloc(20);
  head.writeInt32LE(1, 16);
  return head;
}

function answerTo(command: Document, answers: Answers, asked: string[]): Document {
  const [name = ''] = Object.keys(command);
  asked.push(name);
  const told = answers[name];
  if (told !== undefined) return { ok: 1, ...(typeof told === 'function' ? told(command) : told) };
  if (/^(hello|ismaster)$/i.test(name)) return hello;
  if (name === 'endSessions') return { ok: 1 };
  return { ok: 0, errmsg: `no such command: '${name}'`, code: 59, codeName: 'CommandNotFound' };
}
