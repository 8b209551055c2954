/** E-mail over SMTP: one connection for a message, TLS unless the operator says otherwise. */

import { readFileSync } from 'node:fs';
import type { Transporter } from 'nodemailer';
import type { ResolveSecret } from '../../domain/secret.ts';
import { ChatError, type ChatErrorKind } from '../contract.ts';
import { createRedact, type Redact } from '../rich/redact.ts';
import type { Voice } from '../voice/contract.ts';
import type { EmailConfig } from './config.ts';
import { mailOf } from './mail.ts';

const connectWithinMs = 8_000;
const sayWithinMs = 20_000;

/** Throws ZhibanError `invalid` when the password can't be read. */
export function createEmailVoice(config: EmailConfig, resolveSecret: ResolveSecret): Voice {
  const password = config.password === undefined ? null : resolveSecret(config.password);
  const redact = createRedact(password === null ? [] : [password, Buffer.from(password).toString('base64')]);
  const who = `The mail server ${config.host}:${config.port}`;
  let opened: Promise<Transporter> | null = null;

  function transporter(): Promise<Transporter> {
    opened ??= openTransporter(config, password);
    return opened;
  }

  return {
    name: 'email',
    destinations: ['email'],
    habits: () => ({ gathers: 'everything', perMinute: null, digestMinutes: config.digest }),
    async say(_destination, to, announcement) {
      const mail = mailOf(announcement, { from: config.from, to: to.length > 0 ? to : config.to });
      try {
        await (await transporter()).sendMail(mail);
      } catch (error) {
        throw toChatError(who, error, redact);
      }
    },
    async check() {
      try {
        await (await transporter()).verify();
        return true;
      } catch (error) {
        throw toChatError(who, error, redact);
      }
    },
    async close() {
      (await opened?.catch(() => null))?.close();
    },
  };
}

/** The package is loaded when the first message goes out. */
async function openTransporter(config: EmailConfig, password: string | null): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  const { host, port, secure, requireTls, caFile, user } = config;
  return createTransport({
    ...{ host, port, secure, requireTLS: requireTls && !secure, connectionTimeout: connectWithinMs, greetingTimeout: connectWithinMs },
    socketTimeout: sayWithinMs,
    // Attachments and bodies come from us alone: neither a file nor an address is ever fetched for a message.
    ...{ disableFileAccess: true, disableUrlAccess: true },
    tls: { minVersion: 'TLSv1.2', ...(caFile === undefined ? {} : { ca: readFileSync(caFile) }) },
    ...(user === undefined || password === null ? {} : { auth: { user, pass: password } }),
  });
}

function toChatError(who: string, error: unknown, redact: Redact): ChatError {
  const message = error instanceof Error ? error.message : String(error);
  const status = numberOf(error, 'responseCode');
  return new ChatError(kindOf(error, status), `${who}: ${redact(message).slice(0, 300)}`, {
    ...(status === null ? {} : { platformCode: String(status) }),
  });
}

/** 4xx asks to come back, 5xx is the end. Without an answer it is the way there, which may be mended. */
function kindOf(error: unknown, status: number | null): ChatErrorKind {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (status !== null && status >= 400 && status < 500) return status === 450 || status === 451 || status === 452 ? 'rate' : 'transient';
  if (code === 'EAUTH') return 'auth';
  if (status === 552) return 'too-large';
  if (status === 550 || status === 551 || status === 553) return 'gone';
  if (status !== null && status >= 500) return 'forbidden';
  return code === 'EMESSAGE' || code === 'EENVELOPE' ? 'format' : 'transient';
}

function numberOf(error: unknown, name: string): number | null {
  const value: unknown = error instanceof Error ? Reflect.get(error, name) : null;
  return typeof value === 'number' ? value : null;
}
