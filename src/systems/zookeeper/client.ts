/** Four-letter words: each over a connection of its own, which the server ends with its answer. */

import type { ConnectContext, SystemClient } from '../contract.ts';
import { SessionFailure, type SessionLimit } from '../session/failure.ts';
import { converse } from '../tcp/converse.ts';
import type { ZookeeperEntry } from './system.ts';

/** None of them changes anything. */
export const readingWords = ['srvr', 'ruok', 'isro', 'mntr', 'conf', 'cons', 'wchs', 'dirs', 'envi'] as const;
export type Word = (typeof readingWords)[number];

export interface ZookeeperClient extends SystemClient {
  /** `host:port`, for texts. */
  readonly address: string;
  /** Throws SessionFailure; `no-permission` for a word that is not on the server's list. */
  say(word: Word, limit: SessionLimit): Promise<string>;
  /** The same, and null for a word that is not on the list or not known to this version. */
  sayIfAllowed(word: Word, limit: SessionLimit): Promise<string | null>;
}

/** `cons` of some ten thousand connections is cut. */
const answerBytesMax = 2_097_152;

export function createZookeeperClient(entry: ZookeeperEntry, _context: ConnectContext): ZookeeperClient {
  const address = `${entry.host}:${String(entry.port)}`;
  const server = `ZooKeeper ${address}`;
  const target = { server, host: entry.host, port: entry.port, tls: entry.tls };

  async function say(word: Word, limit: SessionLimit): Promise<string> {
    const answer = await converse(target, { words: word, bytesMax: answerBytesMax }, limit).catch((error: unknown) => {
      throw explained(server, error);
    });
    if (isForeign(answer))
      throw new SessionFailure(`${server} answered: ${(answer.split('\n')[0] ?? '').trim().slice(0, 100)}`, {
        problem: 'reply',
        stage: 'login',
      });
    if (!/is not in the whitelist/.test(answer)) return answer;
    const message = `${server} does not allow '${word}': it is missing from 4lw.commands.whitelist`;
    throw new SessionFailure(message, { problem: 'no-permission', stage: 'command' });
  }

  return {
    address,
    say,
    async sayIfAllowed(word, limit) {
      try {
        return await say(word, limit);
      } catch (error) {
        // Versions that do not know a word hang up without one.
        if (error instanceof SessionFailure && ['no-permission', 'reset'].includes(error.problem)) return null;
        throw error;
      }
    },
    close: () => Promise.resolve(),
  };
}

/** As web servers, shells and mail servers greet or complain; no answer to a word of four letters begins like that. */
function isForeign(answer: string): boolean {
  return /^(HTTP\/\d|SSH-|-ERR|<|220[ -])/i.test(answer);
}

/** ZooKeeper gives no reason when it turns somebody away. */
function explained(server: string, error: unknown): unknown {
  if (!(error instanceof SessionFailure) || error.problem !== 'reset') return error;
  return new SessionFailure(`${server} hung up without a word: too many connections from our address, or it expects TLS`, {
    problem: 'reset',
    stage: 'login',
    code: error.code,
    cause: error,
  });
}

/** It is up, and has no quorum (or is electing a leader). */
export function isNotServing(answer: string): boolean {
  return /not currently serving requests/.test(answer);
}
