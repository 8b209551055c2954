/** The project's own service, hung or gone. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostKind } from '../systems/host/system.ts';
import { httpKind } from '../systems/http/system.ts';
import { freePort, killByPid, runToEnd } from './processes.ts';
import type { DemoScenario, RunningDemo } from './scenario.ts';

export const hungService: DemoScenario = {
  name: 'hung-service',
  title: { 'zh-CN': '服务假死', en: 'A service hangs' },
  description: {
    'zh-CN': '启动一个真实的订单服务，然后把它的进程暂停：端口还在，请求没有响应。',
    en: 'Starts a real orders service and suspends its process: the port is open, no request is answered.',
  },
  unavailable: () => null,
  start: (directory) => startOrders(directory, 'SIGSTOP'),
};

export const goneService: DemoScenario = {
  name: 'gone-service',
  title: { 'zh-CN': '服务崩溃', en: 'A service is gone' },
  description: {
    'zh-CN': '启动一个真实的订单服务，然后强行结束它的进程：连接被拒绝。',
    en: 'Starts a real orders service and kills its process: connections are refused.',
  },
  unavailable: () => null,
  start: (directory) => startOrders(directory, 'SIGKILL'),
};

const probeWithinMs = 800;

async function startOrders(directory: string, signal: 'SIGSTOP' | 'SIGKILL'): Promise<RunningDemo> {
  const port = await freePort();
  const pidPath = join(directory, 'orders.pid');
  const program = join(import.meta.dirname, `orders-service${import.meta.filename.endsWith('.ts') ? '.ts' : '.js'}`);
  const command = [process.execPath, program, String(port), pidPath, '--detach'];
  await runToEnd(command, 10_000);
  const url = `http://127.0.0.1:${port}/health`;
  const readPid = (): number | null => (existsSync(pidPath) ? Number(readFileSync(pidPath, 'utf8')) : null);
  const host = hostKind.entry.parse({
    id: 'demo-host',
    kind: 'host',
    services: [{ name: 'orders', check: { port, process: 'orders-service' }, restart: { command } }],
    labels: { demo: 'zhiban' },
  });
  const http = httpKind.entry.parse({
    id: 'demo-orders',
    kind: 'http',
    url,
    timeoutMs: 1_500,
    runsOn: 'demo-host',
    labels: { demo: 'zhiban' },
  });
  return {
    systems: [host, http],
    alert: {
      alertname: 'OrdersDown',
      severity: 'critical',
      summary: 'demo-orders does not answer its health check',
      labels: { system: 'demo-orders', service: 'orders' },
    },
    async breakIt() {
      const pid = readPid();
      if (pid !== null) process.kill(pid, signal);
    },
    hurts: () =>
      fetch(url, { signal: AbortSignal.timeout(probeWithinMs) }).then(
        (answer) => !answer.ok,
        () => true,
      ),
    async remove() {
      const pid = readPid();
      if (pid === null) return [];
      return (await killByPid(pid, 'orders-service')) ? [`orders-service (pid ${pid})`] : [];
    },
  };
}
