/** What the supervisor says in the terminal. */

import type { LocalText } from '../../domain/text.ts';

export const words = {
  starting: { 'zh-CN': '值班 Zhiban 正在启动，数据目录 {home}', en: 'Zhiban is starting, data directory {home}' },
  occupied: {
    'zh-CN': '这个数据目录已有一个值班在运行：进程 {pid}，地址 {url}，目录 {home}。要再开一个，请换一个 ZHIBAN_HOME 和 ZHIBAN_PORT。',
    en: 'Zhiban already runs on this data directory: process {pid}, at {url}, directory {home}. To run another one, give it its own ZHIBAN_HOME and ZHIBAN_PORT.',
  },
  unknownAddress: { 'zh-CN': '尚未就绪', en: '(not ready yet)' },
  leftovers: {
    'zh-CN': '上次未能正常结束，已清理残留进程：{names}',
    en: 'The last run did not end properly; processes it left were ended: {names}',
  },
  engineExternal: { 'zh-CN': '使用外部 Temporal：{address}', en: 'Using the Temporal server at {address}' },
  engineMissing: {
    'zh-CN':
      '本机没有 Temporal 服务端，正用 Go 编译一份（仅首次，空闲的双核机器约 4 分钟，Go 缓存约占 3.2 GB）。控制台此时已可打开，排查在引擎就绪后开始。',
    en: 'No Temporal server on this machine: building one with Go (first time only, about 4 minutes on two idle cores, 3.2 GB of Go cache). The console opens meanwhile; investigations begin when the engine is ready.',
  },
  buildWaiting: {
    'zh-CN': '另一个进程正在编译 Temporal，等待中（{seconds} 秒）',
    en: 'Another process is building Temporal, waiting ({seconds} s)',
  },
  buildDownloading: { 'zh-CN': '正在下载 Temporal 的源码模块（{seconds} 秒）', en: 'Downloading the modules of Temporal ({seconds} s)' },
  buildCompiling: {
    'zh-CN': '正在编译 Temporal：{packages} / 约 {packagesAbout} 个包（{seconds} 秒）',
    en: 'Compiling Temporal: {packages} of about {packagesAbout} packages ({seconds} s)',
  },
  buildLinking: { 'zh-CN': '正在链接 Temporal（{seconds} 秒）', en: 'Linking Temporal ({seconds} s)' },
  engineReady: { 'zh-CN': '流程引擎就绪（Temporal {version}）', en: 'The workflow engine is ready (Temporal {version})' },
  engineBack: { 'zh-CN': '流程引擎已恢复', en: 'The workflow engine is back' },
  engineDown: {
    'zh-CN': '流程引擎停了（{reason}），{seconds} 秒后重启；进行中的处置不会丢失',
    en: 'The workflow engine ended ({reason}); starting it again in {seconds} s. Nothing in progress is lost',
  },
  engineFailing: {
    'zh-CN':
      '流程引擎连续 {failures} 次启动失败（{reason}），改为每 {seconds} 秒试一次。请检查磁盘空间、{home}/temporal.db 的权限，详情见 {log}',
    en: 'The workflow engine failed {failures} times in a row ({reason}); trying every {seconds} s from now on. Check the free disk space and the permissions of {home}/temporal.db; details in {log}',
  },
  noGo: {
    'zh-CN':
      '没有找到 Temporal 服务端，也没有 Go 来编译。三选一：安装 Go 1.25 或更新版本（https://go.dev/dl/）；安装 temporal 命令行并放进 PATH（https://docs.temporal.io/cli）；用 TEMPORAL_ADDRESS 指向现有的 Temporal。',
    en: 'Found neither a Temporal server nor Go to build one. Do one of: install Go 1.25 or newer (https://go.dev/dl/); install the temporal command line on PATH (https://docs.temporal.io/cli); point TEMPORAL_ADDRESS at a Temporal server you have.',
  },
  buildFailed: {
    'zh-CN':
      '编译 Temporal 失败：{reason}。常见原因：磁盘空间不足（约需 4 GB）、连不上 Go 模块代理（可设 GOPROXY，如 https://goproxy.cn）。最后的输出：',
    en: 'Building Temporal failed: {reason}. Usual reasons: too little disk space (about 4 GB are needed), or the Go module proxy is out of reach (set GOPROXY). The last it said:',
  },
  engineUnbuilt: {
    'zh-CN': '编译 Temporal 失败，原因见启动值班的终端',
    en: 'Building Temporal failed; the terminal that started Zhiban says why',
  },
  appDown: {
    'zh-CN': '应用进程停了（{reason}），{seconds} 秒后重启',
    en: 'The application ended ({reason}); starting it again in {seconds} s',
  },
  appBack: { 'zh-CN': '应用已恢复：{url}', en: 'The application is back: {url}' },
  appFailed: {
    'zh-CN': '应用连续 {failures} 次启动失败（{reason}），不再重试。详情见 {log}，也可运行 `npm run zhiban doctor` 自查。最后的输出：',
    en: 'The application failed {failures} times in a row ({reason}) and is not started again. Details in {log}; `npm run zhiban doctor` may tell more. The last it said:',
  },
  configured: { 'zh-CN': '新的配置已生效，有变化的项：{keys}', en: 'The changed configuration is in force; keys that differ: {keys}' },
  configuredLater: { 'zh-CN': '重启后才生效的项：{keys}', en: 'Keys that take effect at the next start: {keys}' },
  fatal: { 'zh-CN': '无法启动：{message}', en: 'Cannot start: {message}' },
  ready: { 'zh-CN': '值班已就绪，请打开：', en: 'Zhiban is on duty. Open:' },
  tryTitle: { 'zh-CN': '可以试试', en: 'What to try' },
  tryAsk: { 'zh-CN': '在频道里问：@zhiban 这台机器为什么慢？', en: 'Ask in the channel: @zhiban why is this machine slow?' },
  tryDemo: {
    'zh-CN': '安全演练：在控制台点“演练”，或另开终端运行 npm run zhiban demo',
    en: 'Rehearse safely: the button in the console, or npm run zhiban demo in another terminal',
  },
  tryHook: { 'zh-CN': '接入告警：让 Alertmanager 把通知发到 {url}', en: 'Send alerts: point Alertmanager at {url}' },
  where: { 'zh-CN': '数据 {home}　日志 {logs}　按 Ctrl-C 停止', en: 'Data {home}   Logs {logs}   Ctrl-C stops' },
  stopping: { 'zh-CN': '正在停止……（再按一次 Ctrl-C 强制结束）', en: 'Stopping… (Ctrl-C again forces it)' },
  stopped: { 'zh-CN': '已停止，数据保留在 {home}', en: 'Stopped. The data stays in {home}' },
} as const satisfies Record<string, LocalText>;
