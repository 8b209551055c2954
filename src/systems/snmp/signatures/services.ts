/** Faults of what a device does for others: routes and power. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'snmp', role: 'cause', remedies: [] } as const;

export const serviceSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'snmp.bgp-session-down',
    title: {
      'zh-CN': 'BGP 邻居 {bgp.downPeer}（AS {bgp.downAs}）断开，没有建立',
      en: 'The BGP session with {bgp.downPeer} (AS {bgp.downAs}) is down',
    },
    explanation: {
      'zh-CN':
        '{bgp.peers} 个 BGP 邻居中 {bgp.down} 个不在 established：{bgp.downPeers}；{bgp.downPeer} 处于 {bgp.downState}。经它学到的路由已撤回，流量走备份或中断。',
      en: '{bgp.down} of {bgp.peers} BGP sessions are not established: {bgp.downPeers}; {bgp.downPeer} is {bgp.downState}. The routes learnt from it are gone, and traffic takes another path or is lost.',
    },
    severity: 'critical',
    hints: 'bgp|peer|neighbo|route|uplink|isp|邻居|路由|运营商|专线|线路|不通',
    probes: ['peers'],
    // Sessions that were configured and never came up stand in many a router; all of them at once are an outage.
    confirm: {
      all: [
        ['bgp.down', '>', 0],
        ['bgp.down', '==', { fact: 'bgp.peers' }],
      ],
    },
    confirmWhenHinted: ['bgp.down', '>', 0],
    refute: ['bgp.down', '==', 0],
    advice: {
      'zh-CN':
        '先看到对端的链路与三层可达（接口、ping），再查两端 AS 号、认证密码与最近的改动；idle 多为配置或被拒，active/connect 多为连不上。',
      en: 'See the link and the way to the peer first (interface, ping), then AS numbers, the password and recent changes on both ends; idle mostly means configuration or a refusal, active and connect that it cannot be reached.',
    },
    source: 'RFC 4273: bgpPeerState',
  },
  {
    ...common,
    id: 'snmp.ups-on-battery',
    title: {
      'zh-CN': '市电中断，UPS 用电池供电（剩余约 {ups.minutesLeft} 分钟）',
      en: 'Power cut: the UPS is on battery (about {ups.minutesLeft} minutes left)',
    },
    explanation: {
      'zh-CN': '市电已断 {ups.secondsOnBattery} 秒，电池余量 {ups.charge}%，状态 {ups.battery}。',
      en: 'Mains power has been out for {ups.secondsOnBattery} s; the battery is at {ups.charge} %, {ups.battery}.',
    },
    severity: 'critical',
    hints: 'ups|battery|power|mains|电池|市电|断电|供电|电源',
    probes: ['ups'],
    confirm: ['ups.source', '==', 'battery'],
    refute: ['ups.source', 'matches', '^(normal|booster|reducer|)$'],
    advice: {
      'zh-CN': '确认市电与上级开关；剩余时间不够就按次序关停业务，先关不重要的。',
      en: 'See to the mains and the breaker before it; if the time does not suffice, shut systems down in order, the least important first.',
    },
    source: 'RFC 1628: upsOutputSource',
  },
  {
    ...common,
    id: 'snmp.ups-battery-bad',
    title: { 'zh-CN': 'UPS 电池电量不足（{ups.battery}）', en: 'The UPS battery is bad or low ({ups.battery})' },
    explanation: {
      'zh-CN': '电池余量 {ups.charge}%，剩余约 {ups.minutesLeft} 分钟：断电时撑不住。',
      en: 'The battery is at {ups.charge} % with about {ups.minutesLeft} minutes: it would not last through a power cut.',
    },
    severity: 'critical',
    hints: 'ups|battery|电池|供电|电源',
    probes: ['ups'],
    confirm: ['ups.battery', 'matches', '^(low|depleted)$'],
    refute: ['ups.battery', 'matches', '^(normal|unknown|)$'],
    advice: {
      'zh-CN': '看是否刚断过电正在充电；充不上就更换电池。',
      en: 'See whether it is charging after a power cut; if it does not charge, replace it.',
    },
    source: 'RFC 1628: upsBatteryStatus',
  },
  {
    ...common,
    id: 'snmp.ups-bypassed',
    title: { 'zh-CN': 'UPS 处于旁路（没有保护）', en: 'The UPS is on bypass: nothing is protected' },
    explanation: {
      'zh-CN': '输出来源为 {ups.source}：负载直接由市电供电，断电会立即中断。',
      en: 'Its output comes from {ups.source}: the load runs on mains power directly, and a power cut stops it at once.',
    },
    severity: 'warning',
    hints: 'ups|bypass|power|旁路|供电|电源',
    probes: ['ups'],
    confirm: ['ups.source', 'matches', '^(bypass|none)$'],
    refute: ['ups.source', 'matches', '^(normal|battery|booster|reducer|)$'],
    advice: {
      'zh-CN': '查是检修切换还是过载、故障触发；处理后切回逆变输出。',
      en: 'Find whether it was switched for maintenance or by overload or a fault, then switch it back.',
    },
    source: 'RFC 1628: upsOutputSource',
  },
];
