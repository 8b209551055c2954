/** What people may ask to have run on a Java process, as `jcmd` writes it. Nothing collects garbage, writes a file or changes a flag. */

import { SystemError } from '../../domain/errors.ts';
import { text } from '../command.ts';
import { formGrammar } from '../commands/forms.ts';
import { shownBy } from '../commands/shown-by.ts';
import { jvmQuestions } from '../linux/commands/argument.ts';
import type { JvmClient } from './client.ts';
import { gcProbe } from './probes/gc.ts';
import { heapDumpsProbe } from './probes/heap-dumps.ts';
import { histogramProbe } from './probes/histogram.ts';
import { nativeMemoryProbe } from './probes/native-memory.ts';

const timeoutMs = 12_000;

const secrets = text('可能显示口令', 'it may show passwords');
const writes = text('会在主机上写文件，其中有业务数据', 'it writes a file on the host, with somebody’s data in it');
const stops = text('会让应用停顿', 'it makes the application stand still');
const anything = text('会把代码装进进程或改变其行为', 'it loads code into the process, or changes how it runs');

export const jvmCommands = formGrammar<JvmClient>({
  reads: [
    ...jvmQuestions,
    shownBy('GC.class_histogram -all', histogramProbe),
    shownBy('VM.native_memory summary', nativeMemoryProbe),
    shownBy('jstat -gc', gcProbe),
    shownBy('ls heap-dumps', heapDumpsProbe),
  ],
  changes: [],
  program: 'jcmd',
  isCaseSensitive: true,
  slots: {},
  refused: {
    'GC.class_histogram': text(
      '不带 -all 会先做一次完整的垃圾回收；请用 GC.class_histogram -all',
      'without -all it collects all garbage first; `GC.class_histogram -all` does not',
    ),
    'GC.run': stops, 'GC.run_finalization': stops, 'GC.heap_dump': writes, 'GC.class_stats': stops, 'Thread.dump_to_file': writes, 'VM.cds': writes, 'Compiler.perfmap': writes, 'JFR.start': writes, 'JFR.dump': writes, 'JFR.stop': writes,
    'VM.system_properties': secrets, 'VM.command_line': secrets, 'VM.info': secrets,
    'VM.set_flag': anything, 'VM.log': anything, 'JVMTI.agent_load': anything, 'ManagementAgent.start': anything, 'ManagementAgent.start_local': anything, 'ManagementAgent.stop': anything, 'Compiler.directives_add': anything, 'Compiler.directives_clear': anything,
    jmap: writes, jstack: text('请用 Thread.print', '`Thread.print` shows the same'), kill: text('进程由主机上的动作结束', 'processes are ended by actions of the host'),
  }, // biome-ignore format: a table of words
  async run(client, words, context) {
    const limit = { timeoutMs, signal: context.signal };
    const java = client.through(context);
    const { pid } = await java.find(limit);
    const { stdout, exitCode } = await java.ask('java-question', [String(pid), words.join(' ')], limit);
    if (exitCode !== 0)
      throw new SystemError(`jcmd did not answer '${words.join(' ')}': ${stdout.slice(0, 200).trim()}`, { retry: 'never' });
    return stdout.replace(/^\d+:\n/, '').trimEnd();
  },
});
