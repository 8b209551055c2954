/** Messages of the console's own channel: roots, and replies under them. */

import { ZhibanError } from '../domain/errors.ts';
import type { ConsoleChatStore, ConsoleMessage } from './chat-contract.ts';
import { and, desc, eq, isNull, lt, sql } from './drizzle.ts';
import { chatMessages } from './schema/record-tables.ts';
import type { Ground, Work } from './work.ts';
import { idOf } from './work.ts';

type MessageRow = typeof chatMessages.$inferSelect;

export function createConsoleChatStore(ground: Ground): ConsoleChatStore {
  const { run } = ground;
  return {
    post: (message) => run((at) => postMessage(at, idOf(ground, 'msg'), message)),
    edit: (id, body, editedAt) => run((at) => editMessage(at, id, body, editedAt)),
    get: (id) => run((at) => findMessage(at, id)),
    roots: (channel, limit, beforeId) => run((at) => listRoots(at, channel, limit, beforeId)),
    thread: (rootId, limit) =>
      run(async ({ session }) => {
        const isReply = eq(chatMessages.threadId, rootId);
        const rows = await session.select().from(chatMessages).where(isReply).orderBy(desc(chatMessages.seq)).limit(limit);
        return rows.reverse().map(toMessage);
      }),
  };
}

async function postMessage(at: Work, id: string, message: Parameters<ConsoleChatStore['post']>[0]): Promise<ConsoleMessage> {
  const [made] = await at.session
    .insert(chatMessages)
    .values({ ...message, id, tenantId: at.tenantId, editedAt: null, replies: 0 })
    .onConflictDoNothing()
    .returning();
  if (!made) return findPosted(at, message.idempotencyKey);
  if (made.threadId !== null) await countReply(at, made.threadId);
  announce(at, made);
  return toMessage(made);
}

async function findPosted(at: Work, idempotencyKey: string): Promise<ConsoleMessage> {
  const [row] = await at.session.select().from(chatMessages).where(eq(chatMessages.idempotencyKey, idempotencyKey));
  if (!row) throw new ZhibanError('conflict', 'The message was not posted: its id is taken');
  return toMessage(row);
}

async function countReply(at: Work, rootId: string): Promise<void> {
  await at.session
    .update(chatMessages)
    .set({ replies: sql`${chatMessages.replies} + 1` })
    .where(eq(chatMessages.id, rootId));
}

async function editMessage(at: Work, id: string, body: ConsoleMessage['body'], editedAt: string): Promise<void> {
  const [row] = await at.session.update(chatMessages).set({ body, editedAt }).where(eq(chatMessages.id, id)).returning();
  if (!row) throw new ZhibanError('not-found', `There is no message '${id}'`);
  announce(at, row);
}

async function findMessage(at: Work, id: string): Promise<ConsoleMessage | null> {
  const [row] = await at.session.select().from(chatMessages).where(eq(chatMessages.id, id));
  return row ? toMessage(row) : null;
}

/** The last ones before the given one, oldest first. */
async function listRoots(at: Work, channel: string, limit: number, beforeId: string | undefined): Promise<readonly ConsoleMessage[]> {
  const seq = sql`(select before.seq from zhiban.chat_messages before where before.id = ${beforeId})`;
  const isWanted = and(
    eq(chatMessages.channel, channel),
    isNull(chatMessages.threadId),
    beforeId === undefined ? undefined : lt(chatMessages.seq, seq),
  );
  const rows = await at.session.select().from(chatMessages).where(isWanted).orderBy(desc(chatMessages.seq)).limit(limit);
  return rows.reverse().map(toMessage);
}

function announce(at: Work, { id, channel, threadId, incidentId }: MessageRow): void {
  at.events.push({ kind: 'message', incidentId, payload: { channel, id, threadId } });
}

function toMessage({ tenantId: _, seq: _seq, idempotencyKey: _key, ...message }: MessageRow): ConsoleMessage {
  return message;
}
