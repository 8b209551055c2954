/**
 * What people may ask to have run on a machine: programs of a list with arguments of a pattern, run as an argv without a shell and without
 * sudo. What changes something is carried out by the kind's actions.
 */

import { text } from '../command.ts';
import { type ChangeForm, formGrammar } from '../commands/forms.ts';
import type { LookContext } from '../contract.ts';
import { findIdentity, limitOf } from './actions/process-identity.ts';
import { reniceProcess } from './actions/renice-process.ts';
import { restartService } from './actions/restart-service.ts';
import { killProcess, pauseProcess, resumeProcess, terminateProcess } from './actions/signal-process.ts';
import type { LinuxClient } from './client.ts';
import { maskCommand } from './mask-command.ts';

const reads = [
  'uptime', 'nproc', 'uname -a', 'date', 'timedatectl', 'who', 'w', 'last -n <count>', 'lscpu', 'lsblk', 'free -m', 'free -h',
  'df -h', 'df -i', 'df -h <path>', 'df -i <path>', 'du -sh <path>', 'du -xh -d1 <path>', 'ls -l <path>', 'ls -la <path>', 'ls -lt <path>', 'stat <path>',
  'head -n <count> <log>', 'tail -n <count> <log>', 'grep -c -F <pattern> <log>', 'grep -n -m <count> -F <pattern> <log>', 'cat <state>',
  'ps aux', 'ps -ef', 'ps -p <pid> -f', 'ps -eo pid,ppid,stat,rss,pcpu,comm', 'top -b -n 1', 'vmstat 1 <few>', 'iostat -x 1 <few>', 'pidstat 1 <few>',
  'ss -s', 'ss -tln', 'ss -tlnp', 'ss -tan', 'ss -tanp', 'ss -uln', 'lsof -p <pid>', 'ip addr', 'ip route', 'ip -s link',
  'ping -c <few> <hostname>', 'getent hosts <hostname>', 'dig +short <hostname>', 'dmesg -T', 'sysctl <key>', 'swapon -s',
  'systemctl status <unit>', 'systemctl is-active <unit>', 'systemctl --failed', 'systemctl list-timers', 'systemctl list-units --failed',
  'journalctl -u <unit> -n <count>', 'journalctl -p err -n <count>', 'journalctl -k -n <count>',
] as const; // biome-ignore format: a table of forms

type Slots = Readonly<Record<string, string>>;
const processOf = ({ pid = '' }: Slots, client: LinuxClient, context: LookContext) => identityOf(client, pid, context);

const changes: readonly ChangeForm<LinuxClient>[] = [
  { form: 'systemctl restart <unit>', action: restartService, bind: ({ unit = '' }, client) => Promise.resolve(serviceOf(client, unit)) },
  { form: 'kill <pid>', action: terminateProcess, bind: processOf },
  { form: 'kill -TERM <pid>', action: terminateProcess, bind: processOf },
  { form: 'kill -KILL <pid>', action: killProcess, bind: processOf },
  { form: 'kill -9 <pid>', action: killProcess, bind: processOf },
  { form: 'kill -STOP <pid>', action: pauseProcess, bind: processOf },
  { form: 'kill -CONT <pid>', action: resumeProcess, bind: processOf },
  {
    form: 'renice -n <nice> -p <pid>',
    action: reniceProcess,
    async bind({ nice = '', pid = '' }, client, context) {
      const found = await identityOf(client, pid, context);
      return 'refused' in found ? found : { ...found, nice: Number(nice) };
    },
  },
];

const deletes = text(
  '会删除文件，且无法撤销；清理请用故障方案，它会移走而不是删除',
  'it deletes files for good; plans have an action that moves them away instead',
);
const anything = text('可以执行任意程序，无法判断它会做什么', 'it can run anything: what it would do cannot be told');
const writes = text('会改写文件或权限', 'it changes files or rights');
const stops = text('会停掉机器或服务', 'it stops the machine or a service');

export const linuxCommands = formGrammar<LinuxClient>({
  reads,
  changes,
  isCaseSensitive: true,
  slots: {
    count: /^[1-9]\d{0,2}$/,
    few: /^[1-5]$/,
    pid: /^[1-9]\d{0,6}$/,
    nice: /^-?\d{1,2}$/,
    unit: /^[A-Za-z0-9][A-Za-z0-9@._:-]{0,127}$/,
    hostname: /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/,
    key: /^(?!.*(key|secret|cookie))[a-z][a-z0-9_.-]{2,80}$/,
    // Absolute, without a step up, and no place where keys and passwords lie.
    path: /^(?!.*(?:\/\.\.(?:\/|$)|\/\.ssh|shadow|\/environ|\.pem|\.key))\/[\w.@+/-]{0,300}$/,
    log: /^(?!.*\/\.\.(?:\/|$))\/var\/log\/[\w.@+/-]{1,200}$/,
    state:
      /^\/proc\/(?:meminfo|loadavg|cpuinfo|vmstat|mounts|mdstat|interrupts|diskstats|net\/(?:dev|snmp|sockstat)|pressure\/(?:cpu|io|memory)|sys\/(?:fs|net|vm|kernel\/pid_max)[a-z0-9_/.]{0,60})$/,
    pattern: /^(?!-)[^\p{Cc}]{1,120}$/u,
  },
  refused: {
    rm: deletes, shred: deletes, dd: deletes, mkfs: deletes, truncate: deletes, find: anything, xargs: anything, awk: anything, sed: writes,
    sh: anything, bash: anything, dash: anything, zsh: anything, python: anything, python3: anything, perl: anything, env: anything,
    sudo: text('不提权；需要提权的操作由故障方案中的动作完成', 'nothing is run with more rights; what needs them is done by actions'),
    curl: text('会访问其他系统，可能把数据带出去', 'it reaches other systems and can carry data out'),
    wget: text('会访问其他系统，可能把数据带出去', 'it reaches other systems and can carry data out'),
    chmod: writes, chown: writes, mv: writes, cp: writes, tee: writes, reboot: stops, shutdown: stops, poweroff: stops, halt: stops, pkill: stops, killall: stops,
    'systemctl stop': stops, 'systemctl disable': stops, 'systemctl mask': stops, iptables: writes, nft: writes, mount: writes, umount: writes,
  }, // biome-ignore format: a table of words
  async run(client, words, context) {
    const argv = words[0] === 'journalctl' ? [...words, '--no-pager'] : [...words];
    const result = await client.exec.run('run-asked', argv, limitOf(context));
    const shown = result.stdout
      .split('\n')
      .map((line) => maskCommand(line, 1_000))
      .join('\n')
      .trimEnd();
    return result.exitCode === 0 ? shown : `${shown}\n(exit code ${String(result.exitCode)})`.trimStart();
  },
});

/** Only what the configuration declares: it says that a restart was thought about, and by what it is told that the service is back. */
function serviceOf(client: LinuxClient, unit: string) {
  const bare = unit.replace(/\.service$/, '');
  const found = client.settings.services.find(
    ({ restart }) => restart !== undefined && 'systemd' in restart && restart.systemd.replace(/\.service$/, '') === bare,
  );
  if (found !== undefined) return { service: found.name };
  const declared = client.settings.services.map(({ name }) => name).join(', ') || '—';
  return {
    refused: text(
      `配置的 services 里没有声明以 systemd 重启 ${unit}（已声明：${declared}）`,
      `no service of the configuration is restarted as ${unit} by systemd (declared: ${declared})`,
    ),
  };
}

async function identityOf(client: LinuxClient, pid: string, context: LookContext) {
  const found = await findIdentity(client, Number(pid), limitOf(context));
  return found ?? { refused: text(`没有 PID 为 ${pid} 的进程`, `there is no process with the pid ${pid}`) };
}
