/** Errors of a program itself: what it was built with, what it was configured with, what it reads, and how it ends. */

import type { KnownError } from '../known-errors.ts';

/** As shells say it of a program: `backup.sh: 5: mariadb-dump: not found`; a status of HTTP before it is none of theirs. */
export const shellNotFound = /(?:^|: )(?:line )?(?!4\d\d:)\d+: [\w./+-]{2,200}: (?:command )?not found\b/i;
const missingProgram =
  /\b(?:exec|env|execvp?|spawn)\b[^\n]{0,120}(?:No such file or directory|ENOENT|not found in \$?PATH)|executable file not found in \$PATH|: cannot execute: required file not found|No such file or directory: '[\w+-]{2,40}'/i;

export const errorsOfPrograms: readonly KnownError[] = [
  {
    id: 'library-mismatch',
    isOwn: true,
    isEnding: true,
    isReason: true,
    pattern:
      /NoSuch(?:Method|Field)Error|NoClassDefFoundError|ClassNotFoundException|AbstractMethodError|IncompatibleClassChangeError|UnsupportedClassVersionError|LinkageError|[Cc]annot find (?:module|package)|ERR_MODULE_NOT_FOUND|ModuleNotFoundError|ImportError|undefined symbol|GLIBC\w*_[\d.]+.{0,10} not found|error while loading shared libraries|is not exported (?:from|by)|MissingMethodException|TypeLoadException|[Ee]xec format error/,
    severity: 'critical',
    title: {
      'zh-CN': '依赖库缺失或版本不兼容：找不到类、方法或模块（类路径、依赖冲突）',
      en: 'A library (dependency) is missing or of an incompatible version: a class, method or module is not found',
    },
    meaning: {
      'zh-CN': '运行时的库与编译时的不同：发布带上了旧的 jar 或包、依赖冲突，或系统升级换掉了它。',
      en: 'What is loaded is not what it was built against: the release came with an old jar or package, two dependencies conflict, or an upgrade has replaced it.',
    },
    advice: {
      'zh-CN': '回退这次发布；再核对实际加载的版本（类路径、node_modules、ldd）与锁定的版本。',
      en: 'Roll the release back; then compare what is loaded (class path, node_modules, ldd) with the locked versions.',
    },
    source: 'JLS 13: Binary Compatibility; nodejs.org: errors; ld.so(8)',
  },
  {
    id: 'crashes',
    isEnding: true,
    pattern:
      /(?:exited|exiting|terminated|died|ended|stopped)(?: unexpectedly)? (?:with|by|on) (?:an? )?(?:code|status|exit|signal|error|uncaught|unhandled)|(?:exit(?:ed)?|return(?:ed)?) (?:code|status)[ =:]+[1-9]|\bSIG(?:SEGV|ABRT|KILL|BUS)\b|segmentation fault|core dumped|(?:restarting|respawning|starting (?:it )?(?:anew|again))\b|back-?off restarting|main process exited/i,
    severity: 'critical',
    title: {
      'zh-CN': '进程崩溃退出，反复重启',
      en: 'The process crashes (exits) and is restarted',
    },
    meaning: {
      'zh-CN': '看它退出前的最后一条错误：未处理的异常、内存、配置，或某个请求触发了崩溃。',
      en: 'See the last error before it exits: an unhandled exception, memory, configuration, or one request that brings it down.',
    },
    advice: {
      'zh-CN': '留住退出前的日志与 core；若每次都在同一种输入上崩溃，先挡住该输入，再回退或修复。',
      en: 'Keep the log and the core from before the exit; where one kind of input brings it down each time, keep that out first, then roll back or repair.',
    },
    source: 'systemd.service(5): Restart; signal(7)',
  },
  {
    id: 'input-malformed',
    isReason: true,
    pattern:
      /unexpected token|JSON(?:Decode|Parse|Syntax)\w*|(?:failed|cannot|can.t|could not|unable) to (?:parse|decode|deserialize|unmarshal|read (?:frame|message))|cannot (?:parse|decode|deserialize|unmarshal)|malformed|bad (?:frame|packet|message|payload|magic)|invalid (?:frame|message|payload|format|encoding|utf-?8|byte)|unicode(?:decode|encode)error|SerializationException|UnrecognizedPropertyException|NumberFormatException|strconv\.\w+: parsing|invalid character .{0,6} looking for|Expecting value: line|(?:frame|message|payload) .{0,40}(?:too (?:short|long|large)|length|truncated)|protocol error/i,
    severity: 'warning',
    title: {
      'zh-CN': '它无法解析（解码）收到的数据：报文格式错误',
      en: 'It cannot parse (decode) what it receives: malformed data or another format',
    },
    meaning: {
      'zh-CN': '对端发布后换了格式、版本不一致，或某个客户端发来坏数据。',
      en: 'A sender has changed the format with a release, versions differ, or one client sends broken data.',
    },
    advice: {
      'zh-CN': '从日志找出是谁发的、哪种报文；先隔离它，再对照双方最近的发布。',
      en: 'Find in the log who sent it and which message it is; keep it apart first, then compare the last releases of both sides.',
    },
    source: 'RFC 8259; Kafka: SerializationException, poison pill',
  },
  {
    id: 'config-wrong',
    isOwn: true,
    isEnding: true,
    isReason: true,
    pattern:
      /(?:environment variable|env var|config(?:uration)?|setting|property|option|parameter|secret|key) .{0,80}(?:is not set|not set|is missing|missing|is required|undefined|not defined|is invalid|must be)|missing required|(?:is )?required but|could not resolve placeholder|unknown (?:option|directive|field|property)|configuration ?(?:error|exception)|failed to bind (?:properties|configuration)|unsupported protocol scheme|did not find expected|KeyError: '[A-Z][A-Z0-9_]{3,}'|invalid url\b|required key|配置(?:项|文件)?.{0,60}(?:解析失败|错误|缺失|无效|不合法|不存在)|bad configuration|invalid (?:config|configuration|value for)/i,
    severity: 'critical',
    title: {
      'zh-CN': '配置缺失或错误',
      en: 'Its configuration is missing a setting or is wrong',
    },
    meaning: {
      'zh-CN': '环境变量、配置文件或密钥没有随发布更新，或改错了。',
      en: 'An environment variable, a file or a secret did not come with the release, or was changed wrongly.',
    },
    advice: {
      'zh-CN': '对照上一个能用的版本的配置，补上或改回这一项。',
      en: 'Compare with the configuration of the last release that worked, and add or restore that setting.',
    },
    source: '12factor.net: config',
  },
  {
    id: 'lock-left',
    isOwn: true,
    isEnding: true,
    isReason: true,
    pattern:
      /(?:pid|lock) ?file .{0,80}(?:exists|in use|held)|another (?:instance|process|copy) .{0,40}(?:running|in progress|holds)|already (?:running|in progress)|(?:failed|unable|cannot|could not) to? ?(?:get|acquire|obtain) (?:the )?(?:file )?lock|already locked|process (?:is )?holding the lock|(?:上一次|另一个).{0,20}(?:运行|执行)中|锁.{0,6}(?:被占用|已存在)|(?:stale|existing) lock|lock(?:ed)? by (?:another )?(?:pid|process)/i,
    severity: 'warning',
    title: {
      'zh-CN': '残留的锁文件或 PID 文件使它不能运行',
      en: 'A lock or pid file that was left behind keeps it from running',
    },
    meaning: {
      'zh-CN': '上一次运行被杀或崩溃，没有清理锁；或确实还有一个在跑。',
      en: 'An earlier run was killed or crashed and did not take its lock away, or another one really runs.',
    },
    advice: {
      'zh-CN': '确认锁里的 PID 已不在，再移走锁文件。',
      en: 'See that the pid in it is gone, then move the file away.',
    },
    source: 'flock(2); FHS: /run, /var/lock',
  },
  {
    id: 'program-missing',
    isReason: true,
    pattern: new RegExp(`${shellNotFound.source}|${missingProgram.source}`, 'i'),
    severity: 'critical',
    title: {
      'zh-CN': '它调用的程序不存在（not found）',
      en: 'A program that it calls is missing (not found)',
    },
    meaning: {
      'zh-CN': '升级、卸载或换镜像后程序移走、改名，或 PATH 里没有它；脚本往往不检查返回码而继续，写出空的结果却报告成功。',
      en: 'The program was moved, renamed or removed by an upgrade or another image, or PATH does not have it; scripts often go on without looking at the exit code, and report success with an empty result.',
    },
    advice: {
      'zh-CN': '改正路径或装回该程序；在脚本里加 set -euo pipefail 并检查产物大小，再补跑失败的批次。',
      en: 'Correct the path or install it again; give the script set -euo pipefail and a check of what it wrote, then run what was missed once more.',
    },
    source: 'POSIX: Shell Command Language, 2.8.2 exit status 127; execve(2): ENOENT',
  },
  {
    id: 'unhandled',
    isEnding: true,
    pattern:
      /\b(?:TypeError|ReferenceError|RangeError|NullPointerException|NullReferenceException|IndexOutOf\w+|IndexError|KeyError|AttributeError|ValueError|NoMethodError|ClassCastException|IllegalArgumentException|IllegalStateException|AssertionError|ArithmeticException|ZeroDivisionError|StackOverflowError)\b|(?:index|slice bounds) out of range|nil pointer dereference|unhandled (?:exception|rejection|error)|uncaught exception|^panic:|panicked at|\bpanic(?:ked)?: |all goroutines are asleep|undefined method|traceback \(most recent/i,
    severity: 'warning',
    title: {
      'zh-CN': '代码抛出未处理的异常（程序缺陷）',
      en: 'Its code throws unhandled exceptions (a bug)',
    },
    meaning: {
      'zh-CN': '多为最近的发布引入，或遇到了没有料到的数据。',
      en: 'Mostly the latest release brought it in, or it met data that it did not expect.',
    },
    advice: {
      'zh-CN': '看第一次出现的时间是否与发布一致：一致就先回退。',
      en: 'See whether it began with a release; if so, roll that back first.',
    },
    source: 'Google SRE book, ch. 8: release engineering',
  },
];
