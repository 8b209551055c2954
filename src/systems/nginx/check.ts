/** For doctor: is the page there, and what of the host is closed to us. */

import type { LocalText } from '../../domain/text.ts';
import type { LookContext, SystemCheck } from '../contract.ts';
import { HttpFailure } from '../http/exchange.ts';
import { PageFailure } from '../http/status-page.ts';
import type { LinuxClient } from '../linux/client.ts';
import { LinuxFailure } from '../linux/failure.ts';
import { type NginxClient, nginxHost } from './client.ts';
import type { FileName, FileOrigin, FilesDoubt, NginxFiles } from './parse/settle-files.ts';
import { readDump } from './probes/config.ts';
import { readTail } from './probes/read-tail.ts';
import { readNginxProcesses } from './processes.ts';

export async function checkNginx(client: NginxClient, context: LookContext): Promise<readonly SystemCheck[]> {
  const page = await checkPage(client, context);
  const host = nginxHost(context);
  if (host === null)
    return [
      page,
      warn(
        '没有声明 runsOn：日志、配置、进程与证书都是盲区',
        "'runsOn' is missing: logs, configuration, processes and certificates stay blind spots",
      ),
    ];
  const files = await client.findFiles(host, context).catch(linuxFailure);
  if (files instanceof LinuxFailure) return [page, warn(`主机不可用：${files.message}`, files.message)];
  const doubt = files.doubt === null ? [] : [doubts[files.doubt]];
  return [page, foundFiles(files), ...doubt, ...(await checkFiles(host, files, context))];
}

async function checkFiles(host: LinuxClient, files: NginxFiles, context: LookContext): Promise<readonly SystemCheck[]> {
  const checks: SystemCheck[] = [];
  for (const path of [files.errorLog, files.accessLog]) {
    const failure = path === null ? null : await readTail(host, path, 1_024, context).then(() => null, linuxFailure);
    if (failure !== null) checks.push(warn(`日志不可读：${failure.message}`, failure.message));
  }
  const dump = await readDump(host, files, context).catch(linuxFailure);
  if (dump instanceof LinuxFailure) return [...checks, warn(`主机不可用：${dump.message}`, dump.message)];
  const binary = files.tested?.binary;
  if (!dump.isBinaryThere && binary !== undefined)
    checks.push(warn(`${binary} 不存在：请设置 binary`, `${binary} is not there: set 'binary'`));
  else if (dump.isForbidden)
    checks.push(
      warn(
        '当前账号不能执行 nginx -T：配置与证书是盲区',
        'the account may not run nginx -T: configuration and certificates stay blind spots',
      ),
    );
  else if (dump.isBinaryThere && !dump.isValid)
    checks.push(warn(`配置检查不通过：${dump.error}`, `the configuration does not pass: ${dump.error}`));
  const processes = await readNginxProcesses(host, files, context).catch(linuxFailure);
  if (!(processes instanceof LinuxFailure) && processes.isRunning === null)
    checks.push(warn(`读不到 ${files.pidFile}：请设置 pidFile`, `${files.pidFile} can't be read: set 'pidFile'`));
  return checks;
}

const originNames: Readonly<Record<FileOrigin, LocalText>> = {
  set: { 'zh-CN': '已设置', en: 'set' },
  running: { 'zh-CN': '取自 nginx', en: 'as nginx has it' },
  logs: { 'zh-CN': '取自 logs', en: "of 'logs'" },
  default: { 'zh-CN': '默认值', en: 'default' },
};

const doubts: Readonly<Record<FilesDoubt, SystemCheck>> = {
  several: warn(
    '主机上有多个 nginx，没有看到哪一个监听 url 的端口：请设置 configFile 与 pidFile',
    "several nginx run on the host, and none is seen to listen on the port of 'url': set 'configFile' and 'pidFile'",
  ),
  contained: warn(
    'nginx 运行在容器中，主机上看不到它的文件：日志若挂载到主机，请设置 errorLog 与 accessLog',
    "nginx runs in a container, whose files the host does not see: set 'errorLog' and 'accessLog' where its logs are mounted",
  ),
  untrusted: warn(
    '运行中的 nginx 的程序或配置可被其他账号修改，没有采用：请设置 configFile 与 binary',
    "other accounts could have written the program or the configuration of the nginx that runs, so they are not used: set 'configFile' and 'binary'",
  ),
};

function foundFiles({ errorLog, accessLog, pidFile, tested, masterPid, origins }: NginxFiles): SystemCheck {
  const shown = (language: keyof LocalText, name: FileName, path: string | null, nowhere: string): string =>
    path === null ? nowhere : `${path} (${originNames[origins[name]][language]})`;
  const list = (language: keyof LocalText, [error, access, config, binary, pid, nowhere]: readonly string[]): string =>
    [
      `${error} ${shown(language, 'errorLog', errorLog, nowhere ?? '')}`,
      `${access} ${shown(language, 'accessLog', accessLog, nowhere ?? '')}`,
      ...(tested === null
        ? []
        : [
            `${config} ${shown(language, 'configFile', tested.configFile, '')}`,
            `${binary} ${shown(language, 'binary', tested.binary, '')}`,
          ]),
      masterPid === null ? `${pid} ${shown(language, 'pidFile', pidFile, '')}` : `PID ${masterPid}`,
    ].join(language === 'en' ? ', ' : '，');
  return {
    level: 'ok',
    text: {
      'zh-CN': list('zh-CN', ['错误日志', '访问日志', '配置', '程序', 'PID 文件', '不写文件']),
      en: list('en', ['error log', 'access log', 'configuration', 'program', 'pid file', 'to no file']),
    },
  };
}

async function checkPage(client: NginxClient, context: LookContext): Promise<SystemCheck> {
  try {
    const { active } = await client.status({ timeoutMs: 5_000, signal: context.signal });
    return { level: 'ok', text: { 'zh-CN': `状态页可读，活跃连接 ${active}`, en: `stub_status is readable, ${active} connections` } };
  } catch (error) {
    if (!(error instanceof HttpFailure) && !(error instanceof PageFailure)) throw error;
    return { level: 'fail', text: { 'zh-CN': `状态页不可用：${error.message}`, en: error.message } };
  }
}

function warn(chinese: string, english: string): SystemCheck {
  const text: LocalText = { 'zh-CN': chinese, en: english };
  return { level: 'warn', text };
}

function linuxFailure(error: unknown): LinuxFailure {
  if (error instanceof LinuxFailure) return error;
  throw error;
}
