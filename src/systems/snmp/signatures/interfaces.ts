/** Faults of interfaces. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'snmp', role: 'cause', probes: ['interfaces'], remedies: [] } as const;

export const interfaceSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'snmp.interface-down',
    title: { 'zh-CN': '接口 {interfaces.downName} 断开（端口 down）', en: 'Interface {interfaces.downName} is down (no link)' },
    explanation: {
      'zh-CN': '{interfaces.down} 个用过或有描述的接口管理状态为 up、运行状态为 down：没有被关闭，却没有链路，其上的流量中断。',
      en: '{interfaces.down} interfaces that were used or have a description are administratively up and operationally down: nobody shut them, there is no link, and their traffic is lost.',
    },
    severity: 'critical',
    hints: 'link|interface|port|down|linkDown|链路|接口|端口|网口',
    confirm: ['interfaces.down', '>', 0],
    refute: ['interfaces.down', '==', 0],
    advice: {
      'zh-CN': '看对端是否关机、线缆与光模块是否松动；未使用的端口请在设备上关闭（shutdown），以免误报。',
      en: 'See whether the other end is off, and cable and optics; shut ports that are not used, so that they do not count.',
    },
    source: 'RFC 2863: ifAdminStatus, ifOperStatus',
  },
  {
    ...common,
    id: 'snmp.interface-shut',
    title: {
      'zh-CN': '接口 {interfaces.shutNames} 被人为关闭（shutdown）',
      en: 'Interface {interfaces.shutNames} was shut down (administratively down)',
    },
    explanation: {
      'zh-CN': '{interfaces.shut} 个承载过流量的接口管理状态为 down：不是线缆或对端的问题，是在设备上被关掉的。',
      en: '{interfaces.shut} interfaces that have carried traffic are administratively down: not the cable and not the other end, they were switched off on the device.',
    },
    severity: 'warning',
    hints: 'down|unreachable|no link|lost|shut|disabled|不通|中断|断开|断了|掉线|关闭|被关|没有链路',
    // Ports that were given up are shut too: it is an answer where somebody misses a link and none has failed.
    confirm: ['interfaces.shut', '<', 0],
    likelyWhenHinted: {
      all: [
        ['interfaces.shut', '>', 0],
        ['interfaces.down', '==', 0],
      ],
    },
    refute: ['interfaces.shut', '==', 0],
    advice: {
      'zh-CN': '查配置变更记录是谁、为何关闭；确认后再 no shutdown。err-disable 的端口先排除触发原因。',
      en: 'Find in the log of changes who shut it and why before it is switched on again; a port that protection has disabled needs its reason removed first.',
    },
    source: 'RFC 2863: ifAdminStatus',
  },
  {
    ...common,
    id: 'snmp.interface-errors',
    title: { 'zh-CN': '接口 {errors.interface} 错包增多', en: 'Errors are increasing on interface {errors.interface}' },
    explanation: {
      'zh-CN': '每分钟 {errors.perMinute} 个错包，占 {errors.ratio}，造成丢包与重传：线缆、光模块、双工不匹配或电磁干扰。',
      en: '{errors.perMinute} errors a minute, a share of {errors.ratio}, which means packet loss: cable, optics, a duplex mismatch, or interference.',
    },
    severity: 'warning',
    hints: 'error|crc|interface|错包|误码|接口',
    confirm: {
      all: [
        ['errors.perMinute', '>=', 1],
        ['errors.ratio', '>=', 0.0001],
      ],
    },
    refute: ['errors.perMinute', '==', 0],
    advice: {
      'zh-CN': '更换线缆或光模块，核对两端双工与速率；看错包类型（CRC、align、giant）。',
      en: 'Change cable or optics, compare duplex and speed of both ends; see which errors (CRC, alignment, giants).',
    },
    source: 'RFC 2863: ifInErrors; snmp mixin',
  },
  {
    ...common,
    id: 'snmp.interface-discards',
    title: { 'zh-CN': '接口 {discards.interface} 丢包增多', en: 'Packet loss: discards on interface {discards.interface}' },
    explanation: {
      'zh-CN': '每分钟丢弃 {discards.perMinute} 个完好的包：队列满，多为瞬时拥塞。',
      en: '{discards.perMinute} good packets a minute are dropped: a queue is full, mostly by short congestion.',
    },
    severity: 'warning',
    hints: 'discard|drop|congestion|丢包|拥塞',
    confirm: ['discards.perMinute', '>=', 10],
    likely: ['discards.perMinute', '>=', 1],
    refute: ['discards.perMinute', '==', 0],
    advice: {
      'zh-CN': '看该接口的带宽占用与突发流量；考虑 QoS、扩容或链路聚合。',
      en: 'See its utilisation and bursts; think of QoS, a faster link, or aggregation.',
    },
    source: 'RFC 2863: ifOutDiscards',
  },
  {
    ...common,
    id: 'snmp.interface-saturated',
    title: { 'zh-CN': '接口 {busiest.interface} 带宽占满（拥塞）', en: 'Interface {busiest.interface} is saturated (bandwidth full)' },
    explanation: {
      'zh-CN': '方向 {busiest.direction}，每秒 {busiest.bitsPerSecond} 比特，占接口速率的 {busiest.utilisation|percent}：会变慢、丢包。',
      en: '{busiest.bitsPerSecond} bits a second ({busiest.direction}), {busiest.utilisation|percent} of its speed: traffic is slow and packets are lost.',
    },
    severity: 'critical',
    explains: ['snmp.interface-discards'],
    hints: 'bandwidth|utili[sz]ation|saturat|traffic|带宽|流量|占满|拥塞',
    confirm: ['busiest.utilisation', '>=', 0.9],
    likely: ['busiest.utilisation', '>=', 0.75],
    refute: ['busiest.utilisation', '<', 0.5],
    advice: {
      'zh-CN': '用 NetFlow/sFlow 找出大流量来源（备份、同步、攻击），限速或改期。',
      en: 'Find the talkers with NetFlow or sFlow (backup, sync, an attack), and limit or move them.',
    },
    source: 'RFC 2863: ifHCInOctets, ifHighSpeed',
  },
  {
    ...common,
    id: 'snmp.half-duplex',
    title: {
      'zh-CN': '接口 {duplex.interface} 处于半双工（双工不匹配）',
      en: 'Interface {duplex.interface} runs at half duplex (duplex mismatch)',
    },
    explanation: {
      'zh-CN': '{duplex.half} 个在用的接口协商成半双工，速度很慢：多为一端固定速率、另一端自动协商。',
      en: '{duplex.half} interfaces that are up run at half duplex and are slow: mostly one end is fixed and the other negotiates.',
    },
    severity: 'warning',
    explains: ['snmp.interface-errors'],
    hints: 'duplex|slow|双工|慢',
    confirm: ['duplex.half', '>', 0],
    refute: ['duplex.half', '==', 0],
    advice: { 'zh-CN': '两端都设为自动协商，或都固定为相同的速率与双工。', en: 'Let both ends negotiate, or fix both to the same.' },
    source: 'RFC 3635: dot3StatsDuplexStatus; IEEE 802.3, 28',
  },
];
