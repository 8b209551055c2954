/** A mail server that keeps what it is sent, asks for a password, and refuses the way it is told to. */

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export const mailUser = 'zhiban@example.com';
export const mailPassword = 'mail-password-0123456789';

/** Used up one a mail, said to the body; `lost` takes the mail in and cuts the line before the answer. */
export type MailFault = { readonly code: number; readonly text: string } | 'lost';

export class MailPeer {
  readonly mails: ParsedMail[] = [];
  /** The certificate of the server, which vouches for itself; valid for `localhost`. */
  readonly caFile: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'zhiban-mail-'));
  readonly #hasTls: boolean;
  readonly faults: MailFault[] = [];
  #server: SMTPServer | null = null;

  constructor({ hasTls = true } = {}) {
    this.#hasTls = hasTls;
    this.caFile = join(this.#folder, 'cert.pem');
    if (!hasTls) return;
    const files = ['-keyout', join(this.#folder, 'key.pem'), '-out', this.caFile];
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', ...names, ...files], {
      stdio: 'ignore',
    });
  }

  async start(port = 0): Promise<number> {
    const server = new SMTPServer({
      authOptional: false,
      ...(this.#hasTls
        ? { key: readFileSync(join(this.#folder, 'key.pem')), cert: readFileSync(this.caFile) }
        : { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }),
      onAuth: ({ username, password }, _session, done) =>
        username === mailUser && password === mailPassword
          ? done(null, { user: username })
          : done(Object.assign(new Error('Invalid username or password'), { responseCode: 535 })),
      onData: (stream, session, done) => {
        simpleParser(stream).then(
          (mail) => {
            const fault = this.faults.shift();
            if (fault === undefined || fault === 'lost') this.mails.push(mail);
            if (fault === 'lost') return this.#cut(session.id);
            done(fault === undefined ? null : Object.assign(new Error(fault.text), { responseCode: fault.code }));
          },
          (error: Error) => done(error),
        );
      },
    });
    server.on('error', () => undefined);
    server.listen(port, '127.0.0.1');
    await once(server.server, 'listening');
    this.#server = server;
    return (server.server.address() as AddressInfo).port;
  }

  #cut(sessionId: string): void {
    for (const connection of this.#server?.connections ?? []) {
      if (Reflect.get(Object(connection), 'id') === sessionId) Reflect.get(Object(connection), '_socket').destroy();
    }
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    await new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve())));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
