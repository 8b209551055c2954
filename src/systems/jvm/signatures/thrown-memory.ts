/** Memory, threads and handles that a Java program was refused, by the errors that it throws. */

import { quotedErrors } from '../../quoted-error.ts';

export const thrownMemorySignatures = quotedErrors('jvm', 'vm', [
  {
    id: 'java-heap-space',
    severity: 'critical',
    role: 'symptom',
    title: { 'zh-CN': '堆内存溢出（OutOfMemoryError: Java heap space）', en: 'OutOfMemoryError: the heap ran out (Java heap space)' },
    explanation: {
      'zh-CN':
        '分配时回收之后仍没有空间：内存泄漏、一次装入的数据太多（大查询、大文件、无界队列），或堆太小。抛出之后对象可能已被释放，事后看堆未必满。',
      en: 'There was no room even after collecting: a memory leak, too much loaded at once (a large query or file, an unbounded queue), or a small heap. What was held may be freed by now, so that the heap looks well afterwards.',
    },
    quoted: 'OutOfMemoryError: ?(Java heap space|GC overhead limit exceeded)|GC overhead limit exceeded',
    probes: ['gc', 'histogram', 'heap-dumps'],
    advice: {
      'zh-CN':
        '开启 -XX:+HeapDumpOnOutOfMemoryError 与 -XX:+ExitOnOutOfMemoryError，用转储看谁占着堆；对照最近的发布与数据量，再考虑调大 -Xmx。',
      en: 'Run with -XX:+HeapDumpOnOutOfMemoryError and -XX:+ExitOnOutOfMemoryError and see in the dump what holds the heap; compare with the last release and the amount of data before raising -Xmx.',
    },
    source: 'docs.oracle.com: Troubleshooting Guide, OutOfMemoryError',
  },
  {
    id: 'array-too-large',
    title: {
      'zh-CN': '申请的数组过大（Requested array size exceeds VM limit）',
      en: 'An array is too large (Requested array size exceeds VM limit)',
    },
    explanation: {
      'zh-CN': '程序要一个超过虚拟机上限的数组：把整个结果集、文件或请求体读进了一个缓冲，或长度算错。',
      en: 'The program asks for an array beyond the limit of the VM: a whole result, file or body is read into one buffer, or a length is miscalculated.',
    },
    quoted: 'Requested array size exceeds VM limit|OutOfMemoryError: Required (array )?length exceeds implementation limit',
    advice: {
      'zh-CN': '按堆栈改为流式或分块处理；加大堆没有用。',
      en: 'Find it by the stack trace and work in chunks; a larger heap does not help.',
    },
    source: 'docs.oracle.com: Troubleshooting Guide, OutOfMemoryError',
  },
  {
    id: 'native-thread-refused',
    severity: 'critical',
    title: {
      'zh-CN': '无法创建线程（OutOfMemoryError: unable to create native thread）',
      en: 'No more threads can be created (OutOfMemoryError: unable to create native thread)',
    },
    explanation: {
      'zh-CN':
        '操作系统不再给线程：线程泄漏、用户进程数上限（ulimit -u、systemd TasksMax）、容器的 pids 上限，或没有内存给线程栈。与堆大小无关。',
      en: 'The operating system gives no more threads: they leak, or a limit is reached (ulimit -u, TasksMax of systemd, pids of the container), or there is no memory for their stacks. The heap has no part in it.',
    },
    quoted: 'unable to create (new )?native thread|pthread_create failed \\((EAGAIN|ENOMEM)\\)',
    probes: ['threads'],
    advice: {
      'zh-CN': '先看线程数与名字（线程池是否每次新建），再看三处上限；应急重启，并限制线程池大小。',
      en: 'Look at the number and names of threads first (a pool made for each request), then at the three limits; restart meanwhile, and bound the pools.',
    },
    source: 'docs.oracle.com: Troubleshooting Guide, OutOfMemoryError; proc(5), prlimit(2)',
  },
  {
    id: 'native-memory-refused',
    severity: 'critical',
    title: {
      'zh-CN': '操作系统拒绝给 JVM 内存（commit_memory failed）',
      en: 'The operating system refuses memory to the JVM (commit_memory failed)',
    },
    explanation: {
      'zh-CN': '主机或容器内存不足、overcommit 受限，或映射区域数到了 vm.max_map_count：JVM 自己退出并留下 hs_err_pid 文件。',
      en: 'Host or container are short of memory, overcommitting is restricted, or vm.max_map_count is reached: the JVM ends by itself and leaves an hs_err_pid file.',
    },
    quoted:
      'insufficient memory for the Java Runtime Environment to continue|os::commit_memory\\(.{1,80}failed|OutOfMemoryError: (Map failed|.{0,80}Out of swap space)|Could not reserve enough space for .{0,30}object heap',
    advice: {
      'zh-CN': '看主机与容器的余量；使 -Xmx 加上元空间、线程栈、堆外内存小于上限，或减少同机的进程。',
      en: 'See what host and container have left; keep -Xmx with metaspace, stacks and off-heap memory below the limit, or run less beside it.',
    },
    source: 'docs.oracle.com: Troubleshooting Guide, Native memory',
  },
  {
    id: 'stack-overflow',
    title: { 'zh-CN': '栈溢出（StackOverflowError）：递归过深', en: 'StackOverflowError: recursion is too deep' },
    explanation: {
      'zh-CN': '多为无终止的递归：对象互相引用被序列化、toString/hashCode 循环、代理自调用，或数据嵌套太深；少数是 -Xss 太小。',
      en: 'Mostly recursion without an end: objects that refer to each other are serialized, toString or hashCode in a circle, a proxy that calls itself, or data nested too deep; seldom -Xss is too small.',
    },
    quoted: '\\bStackOverflowError\\b',
    probes: ['threads'],
    advice: {
      'zh-CN': '看堆栈中重复的那几行；对照最近的发布与触发它的数据。',
      en: 'See which lines of the stack trace repeat; compare with the last release and the data that set it off.',
    },
    source: 'docs.oracle.com: java.lang.StackOverflowError',
  },
  {
    id: 'open-files-exhausted',
    severity: 'critical',
    title: { 'zh-CN': '文件句柄耗尽（Too many open files）', en: 'File descriptors are exhausted (too many open files)' },
    explanation: {
      'zh-CN': '进程打开的文件与套接字到了上限（ulimit -n、LimitNOFILE）：流或连接没有关闭，或上限太小。',
      en: 'Files and sockets of the process have reached its limit (ulimit -n, LimitNOFILE): streams or connections are not closed, or the limit is small.',
    },
    quoted: '(IOException|SocketException|FileNotFoundException|FileSystemException|ChannelException).{0,200}Too many open files',
    advice: {
      'zh-CN': '用 lsof -p 看是哪类句柄在增长；应急重启或调大上限，再修泄漏。',
      en: 'See with lsof -p which kind grows; restart or raise the limit meanwhile, then repair the leak.',
    },
    source: 'getrlimit(2), RLIMIT_NOFILE',
  },
  {
    id: 'executor-saturated',
    title: {
      'zh-CN': '线程池排满，任务被拒绝（RejectedExecutionException）',
      en: 'A thread pool is saturated and rejects tasks (RejectedExecutionException)',
    },
    explanation: {
      'zh-CN': '线程与队列都满了：任务变慢（下游、锁）或变多；若显示 Terminated/Shutting down，则是在关闭之后仍提交任务。',
      en: 'Its threads and queue are full: tasks became slow (a dependency, a lock) or more; where it says Terminated or Shutting down, tasks come after the shutdown.',
    },
    quoted: 'RejectedExecutionException: .{0,200}rejected from|TaskRejectedException',
    probes: ['threads'],
    advice: {
      'zh-CN': '取线程栈看工作线程在等什么；先修慢的下游，再考虑队列与线程数，并给拒绝一个明确的降级。',
      en: 'See in a thread dump what its workers wait for; repair what is slow before changing queue or threads, and give rejection a defined answer.',
    },
    source: 'docs.oracle.com: ThreadPoolExecutor',
  },
]);
