/** A Java virtual machine, looked at with the JDK's own tools through the host that it runs on. Read-only: restarts are the host's. */

import type { SystemKind } from '../contract.ts';
import { LinuxFailure } from '../linux/failure.ts';
import { createJvmClient, type JvmClient } from './client.ts';
import { jvmCommands } from './commands.ts';
import { type JvmEntry, jvmEntry } from './entry.ts';
import { jvmProbes } from './probes.ts';
import { jvmSignatures } from './signatures.ts';

export const jvmKind: SystemKind<JvmClient, JvmEntry> = {
  kind: 'jvm',
  title: { 'zh-CN': 'Java 虚拟机', en: 'Java virtual machine' },
  entry: jvmEntry,
  connect: createJvmClient,
  probes: jvmProbes,
  signatures: jvmSignatures,
  actions: [],
  commands: jvmCommands,
  async check(client, context) {
    const limit = { timeoutMs: 15_000, signal: context.signal };
    try {
      const java = client.through(context);
      const { pid, program } = await java.find(limit);
      await java.ask('java-details', [String(pid)], limit);
      const name = `${program} (${String(pid)})`;
      return [{ level: 'ok', text: { 'zh-CN': `可以查看 ${name}`, en: `${name} can be looked at` } }];
    } catch (error) {
      if (!(error instanceof LinuxFailure)) throw error;
      return [{ level: 'fail', text: { 'zh-CN': `无法查看：${error.message}`, en: error.message } }];
    }
  },
};
