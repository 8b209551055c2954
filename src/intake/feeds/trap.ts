/** A receiver of SNMP traps and informs, version 1, 2c and 3. UDP has no way back: what comes too fast is counted and lost. */

import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import snmp from 'net-snmp';
import type { TrapSource } from '../../config/alert-sources.ts';
import { ZhibanError } from '../../domain/errors.ts';
import type { FeedContext, FeedMessage } from './contract.ts';
import { gather } from './gather.ts';
import { createPace } from './pace.ts';
import { trapRecord } from './trap-record.ts';

const batchMax = 500;
const waitingMax = 5_000;

export async function runTrap(source: TrapSource, context: FeedContext): Promise<void> {
  const waiting = gather<FeedMessage>();
  const receiver = open(source, context, waiting);
  try {
    await untilBound(receiver);
    context.connected();
    const pace = createPace(source.perMinuteMax, () => Date.now());
    while (!context.signal.aborted) {
      const batch = await waiting.next(batchMax, context.signal);
      const kept = pace.allow(batch);
      context.dropped(batch.length - kept.length);
      if (kept.length > 0) await context.deliver(kept);
    }
  } finally {
    receiver.close(() => undefined);
  }
}

/** The library opens its socket in the background. */
async function untilBound({ listener }: { readonly listener: { readonly sockets: Readonly<Record<string, Socket>> } }): Promise<void> {
  await Promise.all(Object.values(listener.sockets).map((socket) => once(socket, 'listening')));
}

function open(source: TrapSource, context: FeedContext, waiting: ReturnType<typeof gather<FeedMessage>>) {
  const { communities, users } = source;
  if (communities.length + users.length === 0)
    throw new ZhibanError('invalid', `The trap source '${source.name}' has neither communities nor users: every trap would be refused`);
  const options = { port: source.port, address: source.host, transport: source.host.includes(':') ? 'udp6' : 'udp4' };
  const receiver = snmp.createReceiver(options, (error: Error | null, notification: unknown) => {
    // A wrong community or key, or no SNMP at all: counted as what was left out; a socket that can't be opened ends the feed.
    if (error !== null && 'code' in error && 'syscall' in error) return waiting.fail(error);
    if (error !== null) return context.leftOut(1);
    if (waiting.size >= waitingMax) return context.dropped(1);
    const record = trapRecord(notification);
    waiting.push({ raw: JSON.stringify(record), body: record, problem: null, meta: { peer: record.peer }, at: null });
  });
  const authorizer = receiver.getAuthorizer();
  for (const community of communities) authorizer.addCommunity(context.resolveSecret(community));
  for (const { name, auth, privacy } of users)
    authorizer.addUser({
      name,
      level: snmp.SecurityLevel[auth === undefined ? 'noAuthNoPriv' : privacy === undefined ? 'authNoPriv' : 'authPriv'],
      ...(auth === undefined ? {} : { authProtocol: snmp.AuthProtocols[auth.protocol], authKey: context.resolveSecret(auth.key) }),
      ...(privacy === undefined ? {} : { privProtocol: snmp.PrivProtocols[privacy.protocol], privKey: context.resolveSecret(privacy.key) }),
    });
  return receiver;
}
