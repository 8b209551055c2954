/** Faults that keep anyone from asking the device. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'snmp', role: 'cause', probes: ['device'], refute: ['reach.isOk', '==', true], remedies: [] } as const;

export const reachSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'snmp.agent-not-listening',
    title: { 'zh-CN': 'SNMP 服务停止：设备在线，但端口没有监听', en: 'The SNMP agent is down: the device is up, nothing listens' },
    explanation: {
      'zh-CN': '主机在线，但端口关闭、拒绝请求：{reach.reason}。',
      en: 'The host answers that the port is closed (refused): {reach.reason}.',
    },
    severity: 'warning',
    hints: 'snmp|refused|agent|拒绝',
    confirm: ['reach.problem', '==', 'refused'],
    advice: {
      'zh-CN': '启动 SNMP 服务（snmpd），核对监听地址与端口。',
      en: 'Start the agent (snmpd), and check the address and port that it listens on.',
    },
    source: 'RFC 1122, 4.1.3.3; snmpd.conf(5): agentaddress',
  },
  {
    ...common,
    id: 'snmp.credentials-refused',
    title: {
      'zh-CN': 'SNMP 认证失败：凭据不对，或本机不在允许名单',
      en: 'SNMP refused: wrong credentials, or this address is not allowed',
    },
    explanation: {
      'zh-CN': '设备上有 SNMP 服务在应答（版本 3 的探测有回应），但不回应我们的请求：{reach.reason}。设备本身正常。',
      en: 'An agent answers (to the discovery of version 3), and not to our requests: {reach.reason}. The device itself is healthy.',
    },
    severity: 'warning',
    hints: 'community|auth|user|团体名|认证',
    confirm: ['reach.problem', '==', 'auth'],
    advice: {
      'zh-CN': '核对团体名或用户、密钥与协议，以及设备上允许的来源地址。',
      en: 'Check community, or user, keys and protocols, and the addresses that the device lets in.',
    },
    source: 'RFC 3414, 4; snmpd.conf(5): rocommunity',
  },
  {
    ...common,
    id: 'snmp.unreachable',
    title: { 'zh-CN': '设备没有任何回应（SNMP 不可达）', en: 'The device does not respond (unreachable by SNMP)' },
    explanation: {
      'zh-CN': '{reach.reason}。设备宕机、断网、被防火墙拦截，或只支持 v1/v2c 且团体名不对，从这里无法区分。',
      en: '{reach.reason}. From here these can’t be told apart: device down, network broken, a firewall, or an agent of v1/v2c only with another community.',
    },
    severity: 'critical',
    hints: 'down|timeout|unreachable|宕机|超时|不通',
    confirm: ['reach.problem', 'matches', '^(timed-out|no-route|other|reset)$'],
    advice: {
      'zh-CN': '先 ping 设备和同网段的邻居，再看防火墙与管理网的最近变更。',
      en: 'Ping it and its neighbours first, then look at recent changes of firewalls and of the management network.',
    },
    source: 'RFC 3584; snmpcmd(1)',
  },
  {
    ...common,
    id: 'snmp.name-not-resolved',
    title: { 'zh-CN': '设备的域名解析失败（DNS）', en: 'DNS resolution failed for the device’s name' },
    explanation: { 'zh-CN': '解析失败：{reach.reason}', en: 'The lookup fails: {reach.reason}' },
    severity: 'warning',
    hints: 'dns|resolve|解析',
    confirm: ['reach.problem', '==', 'dns'],
    advice: { 'zh-CN': '核对记录；网络设备建议直接用 IP 地址。', en: 'Check the record; for network devices an address is better.' },
    source: 'getaddrinfo(3)',
  },
];
