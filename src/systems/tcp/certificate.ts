/** The look at a certificate and its faults, for every kind that is reached over TLS: the same as for a website. */

import type { Signature } from '../../domain/signature.ts';
import type { Probe } from '../contract.ts';
import type { HttpClient } from '../http/client.ts';
import { certificateProbe } from '../http/probes/certificate.ts';
import { certificateSignatures } from '../http/signatures/certificate.ts';

/** What the look needs of a client: where it is, and whom to trust. */
export type CertificateHolder = Pick<HttpClient, 'url' | 'tls'>;

export function certificateProbeOf<Client extends CertificateHolder>(): Probe<Client> {
  const { look, ...rest } = certificateProbe;
  return { ...rest, look: (client, given, context) => look({ ...unasked, url: client.url, tls: () => client.tls() }, given, context) };
}

/** The part of a website's client that a look at its certificate has no use for. */
const unasked: Omit<HttpClient, 'url' | 'tls'> = {
  ask: () => Promise.reject(new Error('A look at a certificate asks for no page')),
  askPath: () => Promise.reject(new Error('A look at a certificate asks for no page')),
  rememberAddresses: () => null,
  close: () => Promise.resolve(),
};

/** Under the names of the kind; a handshake that fails is told by its own signatures of reaching it. */
export function certificateSignaturesOf(kind: string): readonly Signature[] {
  return certificateSignatures
    .filter(({ probes }) => probes.every((name) => name === 'certificate'))
    .map(({ explains, ...signature }) => ({
      ...signature,
      id: own(signature.id, kind),
      kind,
      ...(explains === undefined ? {} : { explains: explains.map((id) => own(id, kind)) }),
    }));
}

function own(id: string, kind: string): string {
  return id.replace(/^http\./, `${kind}.`);
}
