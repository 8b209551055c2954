/** Logs in by the program that a kubeconfig names (`exec`), as kubectl would; its answer is kept until it runs out. Its output is a secret. */

import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { z } from 'zod';
import { SessionFailure, type SessionLimit } from '../session/failure.ts';
import { jsonOf } from './failure.ts';
import type { ExecSpec } from './kubeconfig.ts';

const credential = z.looseObject({
  kind: z.literal('ExecCredential'),
  status: z.looseObject({
    token: z.string().optional(),
    clientCertificateData: z.string().optional(),
    clientKeyData: z.string().optional(),
    expirationTimestamp: z.string().optional(),
  }),
});

export interface ExecLogin {
  readonly token: string | null;
  readonly cert: string | null;
  readonly key: string | null;
  /** Epoch ms; null: as long as the server takes it. */
  readonly untilMs: number | null;
}

const answerBytesMax = 1_048_576;

/** Throws SessionFailure; the message has what the program said on standard error, first line, and never its output. */
export function logInByProgram(spec: ExecSpec, directory: string, limit: SessionLimit): Promise<ExecLogin> {
  // A path with a slash is meant from the file's folder; a bare name is looked up on PATH.
  const command = /[\\/]/.test(spec.command) ? resolve(directory, spec.command) : spec.command;
  const asked = { apiVersion: spec.apiVersion, kind: 'ExecCredential', spec: { interactive: false } };
  const variables = [...(spec.env ?? []), { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(asked) }];
  // `env` adds to the environment that it inherits: such programs need PATH, HOME and the cloud's own variables.
  const given = [...variables.map(({ name, value }) => `${name}=${value}`), command, ...(spec.args ?? [])];
  const options = { timeout: limit.timeoutMs, signal: limit.signal, maxBuffer: answerBytesMax };
  return new Promise((done, fail) => {
    execFile('env', given, options, (error, stdout, stderr) => {
      if (error !== null) {
        const code = 'code' in error ? String(error.code) : '';
        const words = stderr.trim().split('\n')[0]?.slice(0, 200) ?? '';
        fail(refused(`The login program '${spec.command}' failed (${code || 'ended'})${words === '' ? '' : `: ${words}`}`));
        return;
      }
      const parsed = credential.safeParse(jsonOf(stdout));
      if (!parsed.success) return fail(refused(`The login program '${spec.command}' gave no ExecCredential`));
      const { token, clientCertificateData, clientKeyData, expirationTimestamp } = parsed.data.status;
      const untilMs = expirationTimestamp === undefined ? Number.NaN : Date.parse(expirationTimestamp);
      done({
        token: token ?? null,
        cert: clientCertificateData ?? null,
        key: clientKeyData ?? null,
        untilMs: Number.isNaN(untilMs) ? null : untilMs,
      });
    });
  });
}

function refused(message: string): SessionFailure {
  return new SessionFailure(message, { problem: 'auth', stage: 'login' });
}
