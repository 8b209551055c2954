/** Who the device is, and since when it and its agent run. */

import type { SnmpClient, SnmpLimit } from '../client.ts';
import { snmpProbe } from './snmp-probe.ts';

const oids = {
  description: '1.3.6.1.2.1.1.1.0',
  agentTicks: '1.3.6.1.2.1.1.3.0',
  name: '1.3.6.1.2.1.1.5.0',
  hostTicks: '1.3.6.1.2.1.25.1.1.0',
  /** Seconds since the agent's engine started: unlike the ticks it does not wrap after 497 days. */
  engineSeconds: '1.3.6.1.6.3.10.2.1.3.0',
} as const;

export const deviceProbe = snmpProbe({
  name: 'device',
  summary: { 'zh-CN': '设备名称、型号、运行时长', en: 'name, model, and since when it runs' },
  hints: 'snmp|switch|router|device|reboot|restart|down|交换机|路由器|设备|重启|宕机',
  query: 'snmpget sysDescr sysName sysUpTime hrSystemUptime snmpEngineTime',
  facts: ['device.name', 'device.description', 'device.uptimeSeconds', 'device.agentSeconds', 'device.hostSeconds'],
  async see(client, _context, limit) {
    const found = await readDevice(client, limit);
    return {
      headline: {
        'zh-CN': `${found['device.name']}，已运行 ${String(found['device.uptimeSeconds'])} 秒`,
        en: `${found['device.name']}, up ${String(found['device.uptimeSeconds'])} s`,
      },
      facts: found,
      text: Object.entries(found)
        .map(([name, value]) => `${name} = ${String(value)}`)
        .join('\n'),
    };
  },
});

async function readDevice(client: SnmpClient, limit: SnmpLimit) {
  const found = await client.get(Object.values(oids), limit);
  const seconds = (oid: string, perSecond: number): number | null => {
    const value = found.get(oid);
    return typeof value === 'number' ? value / perSecond : null;
  };
  const [agent, engine, host] = [seconds(oids.agentTicks, 100), seconds(oids.engineSeconds, 1), seconds(oids.hostTicks, 100)];
  const agentSeconds = agent === null ? engine : Math.max(agent, engine ?? 0);
  return {
    'device.name': String(found.get(oids.name) ?? client.entry.address),
    'device.description': String(found.get(oids.description) ?? ''),
    // A host's agent may restart without the host; most devices have one clock for both.
    'device.uptimeSeconds': host ?? agentSeconds,
    'device.agentSeconds': agentSeconds,
    'device.hostSeconds': host,
  };
}
