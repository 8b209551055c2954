/** Reads nginx's status page; what its host knows of it is seen through the host's client. */

import type { ConnectContext, LookContext, SystemClient } from '../contract.ts';
import type { HttpLimit } from '../http/exchange.ts';
import { PageFailure, readStatusPage } from '../http/status-page.ts';
import { isLinuxClient, type LinuxClient } from '../linux/client.ts';
import { createFindFiles, type FindFiles } from './files.ts';
import { parseStubStatus, type StubStatus } from './parse/stub-status.ts';
import type { NginxEntry } from './system.ts';

export interface NginxClient extends SystemClient {
  readonly entry: NginxEntry;
  /** Throws HttpFailure or PageFailure. */
  status(limit: HttpLimit): Promise<StubStatus>;
  /** Its logs, configuration, program and pid file on its host. */
  readonly findFiles: FindFiles;
}

export function createNginxClient(entry: NginxEntry, context: ConnectContext): NginxClient {
  return {
    entry,
    async status(limit) {
      const { body } = await readStatusPage(entry, context, limit, 65_536);
      const status = parseStubStatus(body);
      if (status === null) throw new PageFailure(`${new URL(entry.url).origin} answers with something else than stub_status`, 'missing');
      return status;
    },
    findFiles: createFindFiles(entry, context),
    close: () => Promise.resolve(),
  };
}

/** The Linux machine that nginx runs on, where `runsOn` names one. */
export function nginxHost(context: LookContext): LinuxClient | null {
  return isLinuxClient(context.host) ? context.host : null;
}
