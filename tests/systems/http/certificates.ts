/** Certificates made by openssl for one test: an authority, and leaves of it with the faults that the test wants. */

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

export interface Authority {
  readonly caFile: string;
  /** Dates as openssl wants them, `YYYYMMDDHHMMSSZ`; by default valid for a year. */
  issue(given?: {
    readonly names?: string;
    readonly from?: string;
    readonly to?: string;
    readonly isSelfSigned?: boolean;
  }): Promise<KeyPair>;
  /** A good leaf behind an intermediate that is valid until then; `cert` is the chain. */
  issueBehind(to: string): Promise<KeyPair>;
  remove(): Promise<void>;
}

/** Needs the openssl program. */
export async function makeAuthority(): Promise<Authority> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-ca-'));
  const at = (name: string): string => join(directory, name);
  const config = `[ca]\ndefault_ca=c\n[c]\ndatabase=${at('index.txt')}\nserial=${at('serial')}\nnew_certs_dir=${directory}\ncertificate=${at('ca.pem')}\nprivate_key=${at('ca.key')}\ndefault_md=sha256\npolicy=p\nunique_subject=no\ncopy_extensions=copy\n[p]\ncommonName=supplied\n`;
  await writeFile(at('ca.conf'), config);
  await writeFile(at('index.txt'), '');
  await writeFile(at('serial'), '1000');
  await run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '3650',
    '-subj',
    '/CN=Test Authority',
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
  ]);
  let count = 0;
  return {
    caFile: at('ca.pem'),
    async issue({ names = 'DNS:localhost,IP:127.0.0.1', from = '20200101000000Z', to = '20990101000000Z', isSelfSigned = false } = {}) {
      count += 1;
      const [key, request, cert] = [at(`${String(count)}.key`), at(`${String(count)}.csr`), at(`${String(count)}.pem`)];
      const subject = ['-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=leaf', '-addext', `subjectAltName=${names}`, '-keyout', key];
      if (isSelfSigned) await run('openssl', ['req', '-x509', ...subject, '-days', '365', '-out', cert]);
      else {
        await run('openssl', ['req', '-new', ...subject, '-out', request]);
        await run('openssl', [
          'ca',
          '-batch',
          '-notext',
          '-config',
          at('ca.conf'),
          '-startdate',
          from,
          '-enddate',
          to,
          '-in',
          request,
          '-out',
          cert,
        ]);
      }
      return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
    },
    async issueBehind(to) {
      const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
      const [middle, leaf] = [at('middle'), at('behind')];
      const isAuthority = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign'];
      await run('openssl', [
        'req',
        '-new',
        ...ec,
        '-subj',
        '/CN=Test Issuing',
        ...isAuthority,
        '-keyout',
        `${middle}.key`,
        '-out',
        `${middle}.csr`,
      ]);
      const dates = ['-startdate', '20200101000000Z', '-enddate', to];
      await run('openssl', [
        'ca',
        '-batch',
        '-notext',
        '-config',
        at('ca.conf'),
        ...dates,
        '-in',
        `${middle}.csr`,
        '-out',
        `${middle}.pem`,
      ]);
      const names = ['-subj', '/CN=leaf', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
      await run('openssl', ['req', '-new', ...ec, ...names, '-keyout', `${leaf}.key`, '-out', `${leaf}.csr`]);
      const issuer = ['-CA', `${middle}.pem`, '-CAkey', `${middle}.key`, '-CAcreateserial', '-days', '300', '-copy_extensions', 'copy'];
      await run('openssl', ['x509', '-req', ...issuer, '-in', `${leaf}.csr`, '-out', `${leaf}.pem`]);
      const [own, above] = await Promise.all([readFile(`${leaf}.pem`, 'utf8'), readFile(`${middle}.pem`, 'utf8')]);
      return { key: await readFile(`${leaf}.key`, 'utf8'), cert: `${own}${above}` };
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** In openssl's form, so many days from now. */
export function daysFromNow(days: number): string {
  return `${new Date(Date.now() + days * 86_400_000).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
}
