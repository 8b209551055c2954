/** What people may ask to have run with `ctr`, as ctr writes it. The namespace is always said. */

import { text } from '../command.ts';
import { formGrammar } from '../commands/forms.ts';
import { resumeTask } from './actions/resume-task.ts';
import type { ContainerdClient } from './client.ts';

const timeoutMs = 20_000;
const name = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

const starts = text('会运行程序，容器由创建它的一方启动', 'it runs a program; containers are started by whoever made them');
const removes = text('会删除容器、镜像或内容，不可撤销', 'it removes containers, images or content, which can’t be undone');
const shows = text('会显示容器的环境变量，其中有口令', 'it shows the environment of containers, with passwords in it');

/** Other names that ctr has for the same. */
const other: Readonly<Record<string, string>> = {
  plugin: 'plugins', namespace: 'namespaces', ns: 'namespaces', container: 'containers', c: 'containers', task: 'tasks', t: 'tasks',
  image: 'images', i: 'images', list: 'ls', metric: 'metrics', '--namespace': '-n',
}; // biome-ignore format: a table of words

export const containerdCommands = formGrammar<ContainerdClient>({
  reads: [
    'version',
    'plugins ls',
    'namespaces ls',
    '-n <namespace> containers ls',
    '-n <namespace> tasks ls',
    '-n <namespace> images ls',
    '-n <namespace> tasks metrics <container>',
    '-n <namespace> tasks ps <container>',
  ],
  changes: [
    {
      form: '-n <namespace> tasks resume <container>',
      action: resumeTask,
      given: ({ namespace = '', container = '' }) => ({ namespace, container }),
    },
  ],
  program: 'ctr',
  isCaseSensitive: true,
  slots: { namespace: name, container: name },
  refused: { run: starts, 'tasks exec': starts, 'tasks start': starts, 'tasks kill': removes, 'tasks rm': removes, 'images rm': removes, 'containers rm': removes, content: removes, snapshots: removes, 'containers info': shows }, // biome-ignore format: a table of words
  /** Only in the places of words of ctr: a namespace or a container may well be called `c`. */
  prepare: (words) => {
    const first = words[0]?.text === '-n' || words[0]?.text === '--namespace' ? 2 : 0;
    return words.map((word, at) =>
      word.isQuoted || (at !== 0 && at !== first && at !== first + 1) ? word : { ...word, text: other[word.text] ?? word.text },
    );
  },
  run(client, words, context) {
    const [namespace, given] = words[0] === '-n' ? [words[1] ?? '', words.slice(2)] : [null, words];
    const [subject = '', verb = '', ...container] = given;
    const question = [subject, verb].filter((word) => word !== '').join(' ');
    const about = namespace === null ? [] : [namespace, ...container];
    return client.ask('containerd-question', [question, ...about], context, { timeoutMs, signal: context.signal });
  },
});
