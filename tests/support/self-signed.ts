/** A certificate for `localhost` that vouches for itself, as files and as text; good as a server's, as a client's and as its own authority. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SelfSigned {
  readonly cert: string;
  readonly files: { readonly certFile: string; readonly keyFile: string };
  remove(): void;
}

export function selfSigned(name = 'localhost'): SelfSigned {
  const folder = mkdtempSync(join(tmpdir(), 'zhiban-certificate-'));
  const files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
  const names = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-days', '2'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync('openssl', ['req', ...kind, ...names, '-keyout', files.keyFile, '-out', files.certFile], { stdio: 'ignore' });
  return { cert: readFileSync(files.certFile, 'utf8'), files, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
