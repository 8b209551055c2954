/**
 * The process of one plugin. Started by Zhiban with Node's permission model on; talks over the third file descriptor and nothing else.
 * The guard stands before the first line of the plugin is read.
 */

import { Socket } from 'node:net';
import { openLineChannel } from '../line-channel.ts';
import type { Order } from '../protocol.ts';
import { resolveOwnModules } from '../resolve-hook.ts';
import { installGuard } from './guard.ts';
import { createServe } from './serve.ts';

interface Start {
  readonly main: string;
  readonly hosts: readonly string[];
  readonly undeclared: readonly string[];
}

const { main, hosts, undeclared } = JSON.parse(process.argv[2] ?? '{}') as Start;
process.argv.splice(2);

const channel = openLineChannel(new Socket({ fd: 3, readable: true, writable: true }), {
  onLine: (line) => serve(JSON.parse(line) as Order),
  onTooLong: () => process.exit(1),
  // Without Zhiban there is nobody to work for.
  onEnd: () => process.exit(0),
});
resolveOwnModules();
const guard = installGuard({ hosts, undeclared, report: (violation, detail) => void channel.send({ violation, detail }) });
const serve = createServe({ main, guard, send: channel.send });
