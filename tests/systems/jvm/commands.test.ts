import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { createJvmClient } from '../../../src/systems/jvm/client.ts';
import { jvmKind } from '../../../src/systems/jvm/system.ts';
import { freeCommand } from '../../support/free-command.ts';
import { compilePrograms, startJava } from '../../support/java.ts';
import { jvmEntry, thisMachine } from './scene.ts';

it('jvmCommands ask a real virtual machine what jcmd asks', { timeout: 180_000 }, async () => {
  const host = thisMachine();
  const program = await startJava(await compilePrograms(), 'Pool', ['-Xmx32m', '-XX:NativeMemoryTracking=summary']);
  const pidFile = join(program.directory, 'pid');
  writeFileSync(pidFile, `${String(program.pid)}\n`);
  const entry = jvmEntry({ pidFile });
  const client = createJvmClient(entry);
  const printed = async (words: string): Promise<string> => (await freeCommand(jvmKind, words, client, entry, host)).output();
  try {
    assert.match(await printed('jcmd VM.flags'), /-XX:MaxHeapSize=33554432/);
    assert.match(await printed('Thread.print -l'), /"main".*Locked ownable synchronizers/s);
    assert.match(await printed('GC.heap_info'), /heap|total/);
    assert.match(await printed('GC.class_histogram -all'), /java\.lang\.String/);
    assert.match(await printed('VM.native_memory summary'), /Java Heap/);
  } finally {
    await program.stop();
    await host.close();
  }
});
