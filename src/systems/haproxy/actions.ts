/** Everything that can change HAProxy, all of it over the runtime socket. A restart or reload falls back to the configuration file. */

import type { Action } from '../contract.ts';
import { setMaxconnFrontend, setMaxconnServer } from './actions/maxconn.ts';
import { setHealthChecks, setServerState, setServerWeight } from './actions/server.ts';
import type { HaproxyClient } from './client.ts';

export const haproxyActions: readonly Action<HaproxyClient>[] = [
  setServerState,
  setServerWeight,
  setMaxconnServer,
  setMaxconnFrontend,
  setHealthChecks,
];
