/** Speaks to one server through the official driver; a socket is tried first, so that what keeps us out is told at once and exactly. */

import { readFile } from 'node:fs/promises';
import { type Document, MongoClient, type MongoClientOptions } from 'mongodb';
import type { ConnectContext, SystemClient } from '../contract.ts';
import { SessionFailure, type SessionLimit } from '../session/failure.ts';
import { within } from '../session/within.ts';
import { openSocket } from '../tcp/open-socket.ts';
import { toFailure } from './failure.ts';
import type { MongodbEntry } from './system.ts';

export interface MongodbClient extends SystemClient {
  readonly server: string;
  readonly hasLogin: boolean;
  /** A command of a database. Throws SessionFailure; `unsupported` for what this server does not have. */
  command(database: string, command: Document, limit: SessionLimit): Promise<Document>;
  /** The same, and null where the server does not have it or the account may not. */
  optional(database: string, command: Document, limit: SessionLimit): Promise<Document | null>;
}

export function createMongodbClient(entry: MongodbEntry, context: ConnectContext): MongodbClient {
  const address = new URL(entry.url);
  const target = { host: address.hostname.replace(/^\[|\]$/g, ''), port: address.port === '' ? 27_017 : Number(address.port) };
  const server = `MongoDB at ${address.hostname}:${String(target.port)}`;
  let opening: Promise<MongoClient> | null = null;

  async function open(limit: SessionLimit): Promise<MongoClient> {
    const { socket } = await openSocket({ server, ...target, tls: entry.tls }, limit);
    socket.on('error', () => undefined);
    socket.destroy();
    const client = new MongoClient(`mongodb://${address.hostname}:${String(target.port)}/`, await optionsOf(entry, context, limit));
    try {
      await within(client.connect(), limit, server, () => 'login');
      return client;
    } catch (error) {
      client.close(true).catch(() => undefined);
      throw toFailure(server, error);
    }
  }

  function opened(limit: SessionLimit): Promise<MongoClient> {
    opening ??= open(limit).catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return within(opening, limit, server, () => 'login');
  }

  async function command(database: string, given: Document, limit: SessionLimit): Promise<Document> {
    const client = await opened(limit);
    try {
      return await within(client.db(database).command({ ...given, maxTimeMS: limit.timeoutMs }), limit, server, () => 'login');
    } catch (error) {
      throw toFailure(server, error);
    }
  }

  return {
    server,
    hasLogin: entry.username !== undefined,
    command,
    async optional(database, given, limit) {
      try {
        return await command(database, given, limit);
      } catch (error) {
        if (error instanceof SessionFailure && ['unsupported', 'no-permission', 'reply'].includes(error.problem)) return null;
        throw error;
      }
    },
    async close() {
      const client = await opening?.catch(() => null);
      opening = null;
      await client?.close(true).catch(() => undefined);
    },
  };
}

async function optionsOf(entry: MongodbEntry, { resolveSecret }: ConnectContext, limit: SessionLimit): Promise<MongoClientOptions> {
  const { tls } = entry;
  const ca = tls?.caFile === undefined ? undefined : await readFile(tls.caFile, 'utf8');
  return {
    appName: 'zhiban',
    // The one server that was named, whatever part it has in its set.
    directConnection: true,
    maxPoolSize: 4,
    retryReads: false,
    retryWrites: false,
    serverSelectionTimeoutMS: limit.timeoutMs,
    connectTimeoutMS: limit.timeoutMs,
    ...(entry.username === undefined || entry.password === undefined
      ? {}
      : { auth: { username: entry.username, password: resolveSecret(entry.password) }, authSource: entry.authSource }),
    ...(tls === undefined ? {} : { tls: true, tlsAllowInvalidCertificates: tls.insecure, tlsAllowInvalidHostnames: tls.insecure }),
    ...(ca === undefined ? {} : { ca }),
    ...(tls?.servername === undefined ? {} : { servername: tls.servername }),
  };
}
