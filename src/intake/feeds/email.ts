/**
 * A receiver of mail. 250 is said once the alerts are on disk, so that a sender tries again what was not taken. Whom it is to, who sends, how
 * large it is and how many come in a minute are looked at before the mail is.
 */

import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import type { EmailSource } from '../../config/alert-sources.ts';
import { sameText } from '../../domain/text.ts';
import type { FeedContext, FeedMessage } from './contract.ts';
import { createPace } from './pace.ts';
import { readMail } from './read-mail.ts';

const connectionsMax = 100;
const idleMs = 60_000;
const closeMs = 1_000;
const recipientsMax = 50;

export async function runEmail(source: EmailSource, context: FeedContext): Promise<void> {
  const server = new SMTPServer({ ...(await optionsOf(source)), ...doorsOf(source, context), onData: takerOf(source, context) });
  const failed = new Promise<never>((_, reject) => {
    // What a connection suffers is its sender's business.
    server.on('error', (error: Error) => ('remote' in error ? undefined : reject(error)));
  });
  failed.catch(() => undefined);
  try {
    await Promise.race([failed, new Promise<void>((resolve) => void server.listen(source.port, source.host, resolve))]);
    context.connected();
    if (!context.signal.aborted) await Promise.race([failed, once(context.signal, 'abort')]);
  } finally {
    await new Promise<void>((resolve) => server.close(resolve));
  }
}

async function optionsOf({ tls, login, sizeMaxKb }: EmailSource): Promise<SMTPServerOptions> {
  const certificate = tls === undefined ? {} : { cert: await readFile(tls.certFile), key: await readFile(tls.keyFile) };
  const unknown = [...(tls === undefined ? ['STARTTLS'] : []), ...(login === undefined ? ['AUTH'] : [])];
  return {
    ...certificate,
    ...{ secure: tls?.implicit ?? false, authOptional: login === undefined, allowInsecureAuth: false, disabledCommands: unknown },
    ...{ size: sizeMaxKb * 1_024, maxClients: connectionsMax, socketTimeout: idleMs, closeTimeout: closeMs },
    ...{ banner: 'Zhiban takes alerts', hidePIPELINING: true, disableReverseLookup: true, logger: false },
  };
}

type Doors = Pick<SMTPServerOptions, 'onAuth' | 'onMailFrom' | 'onRcptTo'>;

function doorsOf({ tls, login, senders, recipients }: EmailSource, context: FeedContext): Doors {
  const mustEncrypt = tls?.required === true;
  return {
    onAuth({ username, password }, _session, done) {
      const isRight = login !== undefined && isSame(username, login.username) && isSame(password, context.resolveSecret(login.password));
      return isRight ? done(null, { user: login.username }) : done(refusal(535, 'Wrong username or password'));
    },
    onMailFrom({ address }, session, done) {
      if (mustEncrypt && !session.secure) return done(refusal(530, 'Must issue a STARTTLS command first'));
      if (senders.length > 0 && !isAmong(senders, address)) return done(refusal(550, 'This sender is not known here'));
      return done();
    },
    onRcptTo({ address }, session, done) {
      if (!isAmong(recipients, address)) return done(refusal(550, 'There is no such mailbox here'));
      if (session.envelope.rcptTo.length >= recipientsMax) return done(refusal(452, 'Too many recipients'));
      return done();
    },
  };
}

function takerOf({ perMinuteMax, sizeMaxKb }: EmailSource, context: FeedContext): NonNullable<SMTPServerOptions['onData']> {
  const pace = createPace(perMinuteMax, () => Date.now());
  return (stream, session, done) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      // The rest is read and dropped: the answer comes at its end.
      if (bytes <= sizeMaxKb * 1_024) chunks.push(chunk);
    });
    stream.on('error', done);
    stream.on('end', () => {
      if (stream.sizeExceeded || bytes > sizeMaxKb * 1_024) return done(refusal(552, `The mail is larger than ${sizeMaxKb} kB`));
      if (pace.allow([session]).length === 0) return done(refusal(451, 'Too many mails at the moment; try again in a minute'));
      take(Buffer.concat(chunks), session, context).then(
        () => done(null, 'Taken'),
        () => done(refusal(451, 'The mail could not be stored; try again')),
      );
    });
  };
}

async function take(source: Buffer, session: SMTPServerSession, context: FeedContext): Promise<void> {
  await context.deliver([await messageOf(source, session)]);
}

async function messageOf(source: Buffer, { remoteAddress, envelope, secure, user }: SMTPServerSession): Promise<FeedMessage> {
  const sender = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  const meta = {
    ...{ peer: remoteAddress, sender, recipients: envelope.rcptTo.map(({ address }) => address) },
    ...{ isEncrypted: secure, login: user ?? null },
  };
  try {
    const record = await readMail(source);
    return { raw: JSON.stringify(record), body: record, problem: null, meta, at: record.date };
  } catch (error) {
    return { raw: source.toString('utf8'), body: null, problem: sameText(`${error}`.slice(0, 200)), meta, at: null };
  }
}

/** `alerts@example.com`, or `@example.com` for everybody there; case tells nothing apart. */
export function isAmong(known: readonly string[], address: string): boolean {
  const given = address.toLowerCase();
  return known.some((each) => {
    const name = each.toLowerCase();
    return name.startsWith('@') ? given.endsWith(name) : given === name;
  });
}

/** In a time that doesn't tell how much was right. */
function isSame(given: string | null | undefined, expected: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given ?? ''), hash(expected));
}

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
