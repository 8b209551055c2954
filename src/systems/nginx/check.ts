/** For doctor: is the page there, and what of the host is closed to us. */

import type { LocalText } from '../../domain/text.ts';
import type { LookContext, SystemCheck } from '../contract.ts';
import { HttpFailure } from '../http/exchange.ts';
import { PageFailure } from '../http/status-page.ts';
import { LinuxFailure } from '../linux/failure.ts';
import { type NginxClient, nginxHost } from './client.ts';
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
  const checks: SystemCheck[] = [page];
  for (const path of [client.entry.errorLog, client.entry.accessLog]) {
    const failure = await readTail(host, path, 1_024, context).then(() => null, linuxFailure);
    if (failure !== null) checks.push(warn(`日志不可读：${failure.message}`, failure.message));
  }
  const dump = await readDump(host, client, context).catch(linuxFailure);
  if (dump instanceof LinuxFailure) return [...checks, warn(`主机不可用：${dump.message}`, dump.message)];
  if (!dump.isBinaryThere)
    checks.push(warn(`${client.entry.binary} 不存在：请设置 binary`, `${client.entry.binary} is not there: set 'binary'`));
  else if (dump.isForbidden)
    checks.push(
      warn(
        '当前账号不能执行 nginx -T：配置与证书是盲区',
        'the account may not run nginx -T: configuration and certificates stay blind spots',
      ),
    );
  else if (!dump.isValid) checks.push(warn(`配置检查不通过：${dump.error}`, `the configuration does not pass: ${dump.error}`));
  const processes = await readNginxProcesses(host, client.entry, context).catch(linuxFailure);
  if (!(processes instanceof LinuxFailure) && processes.isRunning === null)
    checks.push(warn(`读不到 ${client.entry.pidFile}：请设置 pidFile`, `${client.entry.pidFile} can't be read: set 'pidFile'`));
  return checks;
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
