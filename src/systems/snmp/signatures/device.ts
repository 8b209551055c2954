/** Faults of the device itself. */

import type { Signature } from '../../../domain/signature.ts';
import { asksWhyRestarted } from '../../asks-why.ts';

const common = { kind: 'snmp', role: 'cause', remedies: [] } as const;

export const deviceSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'snmp.restarted',
    title: { 'zh-CN': '设备刚刚重启', en: 'The device has just restarted (rebooted)' },
    explanation: {
      'zh-CN': '{device.name} 只运行了 {device.uptimeSeconds} 秒：刚才的中断多由重启造成。',
      en: '{device.name} has been up for {device.uptimeSeconds} s only: the restart interrupted what it carries.',
    },
    severity: 'warning',
    hints: 'reboot|restart|uptime|coldStart|重启|断电',
    restates: asksWhyRestarted,
    probes: ['device'],
    confirm: ['device.uptimeSeconds', '<', 900],
    refute: ['device.uptimeSeconds', '>=', 3_600],
    advice: {
      'zh-CN': '确认是否计划内；否则查供电、崩溃记录与最近的升级。',
      en: 'See whether it was planned; if not, look at power, its crash log and the latest upgrade.',
    },
    source: 'RFC 3418: sysUpTime; RFC 2790: hrSystemUptime',
  },
  {
    ...common,
    id: 'snmp.cpu-busy',
    title: { 'zh-CN': '设备 CPU 占满（负载过高）', en: 'The device’s CPU is saturated (high CPU)' },
    explanation: {
      'zh-CN': '{cpu.count} 个处理器平均占用 {cpu.busyRatio|percent}（最近一分钟），设备响应变慢。',
      en: 'CPU usage of its {cpu.count} processors is {cpu.busyRatio|percent} (over a minute): the device responds slowly.',
    },
    severity: 'warning',
    hints: 'cpu|load|负载',
    probes: ['resources'],
    confirm: ['cpu.busyRatio', '>=', 0.9],
    likely: ['cpu.busyRatio', '>=', 0.8],
    refute: ['cpu.busyRatio', '<', 0.5],
    advice: {
      'zh-CN': '网络设备上看控制面进程（路由震荡、广播风暴、SNMP 轮询过密）；主机上找占用进程。',
      en: 'On network devices look at the control plane (flapping routes, broadcast storms, too much polling); on hosts find the process.',
    },
    source: 'RFC 2790: hrProcessorLoad',
  },
  {
    ...common,
    id: 'snmp.memory-short',
    title: { 'zh-CN': '设备内存不足', en: 'The device is low on memory' },
    explanation: {
      'zh-CN': '内存占用 {memory.usedRatio|percent}（不计缓冲与缓存），再少就会分配失败。',
      en: '{memory.usedRatio|percent} of its memory is used, buffers and cache not counted; soon allocations fail.',
    },
    severity: 'warning',
    hints: 'memory|\\boom|内存',
    probes: ['resources'],
    confirm: ['memory.usedRatio', '>=', 0.95],
    likely: ['memory.usedRatio', '>=', 0.9],
    refute: ['memory.usedRatio', '<', 0.8],
    advice: {
      'zh-CN': '看内存是否持续增长（泄漏），以及路由表、会话表规模。',
      en: 'See whether it keeps growing (a leak), and the size of routing and session tables.',
    },
    source: 'UCD-SNMP-MIB: memAvailReal; RFC 2790: hrStorageRam',
  },
  {
    ...common,
    id: 'snmp.disk-full',
    title: { 'zh-CN': '设备磁盘 {disks.fullest} 将满', en: 'The device’s disk {disks.fullest} is nearly full' },
    explanation: {
      'zh-CN': '{disks.fullest} 已用 {disks.usedRatio|percent}，剩余 {disks.freeBytes|bytes}；写满后日志与配置无法保存。',
      en: '{disks.fullest} is {disks.usedRatio|percent} full, {disks.freeBytes|bytes} are left; once full, logs and configuration can’t be saved.',
    },
    severity: 'critical',
    hints: 'disk|storage|space|磁盘|存储|空间',
    probes: ['resources'],
    confirm: ['disks.usedRatio', '>=', 0.97],
    likely: ['disks.usedRatio', '>=', 0.9],
    refute: ['disks.usedRatio', '<', 0.85],
    advice: { 'zh-CN': '清理日志、旧镜像或快照；看增长速度。', en: 'Clear logs, old images or snapshots; see how fast it grows.' },
    source: 'RFC 2790: hrStorageTable',
  },
  {
    ...common,
    id: 'snmp.sensor-failed',
    title: { 'zh-CN': '传感器 {sensors.failedName} 报告故障', en: 'Sensor {sensors.failedName} has failed' },
    explanation: {
      'zh-CN': '{sensors.failed} 个传感器处于 nonoperational：对应部件（风扇、电源、模块）可能已坏或被拔出。',
      en: '{sensors.failed} sensors are nonoperational: the part (fan, power supply, module) may be broken or pulled out.',
    },
    severity: 'critical',
    hints: 'fan|power|psu|sensor|风扇|电源|传感器',
    probes: ['sensors'],
    confirm: ['sensors.failed', '>', 0],
    refute: ['sensors.failed', '==', 0],
    advice: {
      'zh-CN': '到现场或带外查看指示灯，备件更换；双电源只剩一路时先核对供电。',
      en: 'Look at its lights on site or out of band and replace the part; with one of two power supplies left, check the feed first.',
    },
    source: 'RFC 3433: entPhySensorOperStatus',
  },
  {
    ...common,
    id: 'snmp.fan-stopped',
    title: { 'zh-CN': '风扇 {sensors.stoppedFan} 停转', en: 'Fan {sensors.stoppedFan} has stopped' },
    explanation: {
      'zh-CN': '{sensors.stoppedFans} 个风扇转速为 0，设备可能过热；最高温度 {sensors.celsius} ℃（{sensors.hottest}）。',
      en: '{sensors.stoppedFans} fans read 0 rpm, so that it may overheat; the hottest sensor has {sensors.celsius} °C ({sensors.hottest}).',
    },
    severity: 'critical',
    hints: 'fan|temperature|风扇|温度|过热',
    probes: ['sensors'],
    confirm: ['sensors.stoppedFans', '>', 0],
    refute: ['sensors.stoppedFans', '==', 0],
    advice: {
      'zh-CN': '尽快更换风扇；部分设备在低温时会停转，请对照型号手册。',
      en: 'Replace it soon; some models stop fans when cool, see the manual.',
    },
    source: 'RFC 3433: entPhySensorType rpm',
  },
  {
    ...common,
    id: 'snmp.hot',
    title: { 'zh-CN': '设备过热，温度偏高（{sensors.hottest}）', en: 'The device is hot: high temperature ({sensors.hottest})' },
    explanation: {
      'zh-CN': '{sensors.hottest} 为 {sensors.celsius} ℃。告警线因型号而异，请对照手册。',
      en: '{sensors.hottest} has {sensors.celsius} °C. The limit depends on the model: see its manual.',
    },
    severity: 'warning',
    hints: 'temperature|hot|overheat|温度|过热|高温',
    probes: ['sensors'],
    confirm: ['sensors.celsius', '>=', 95],
    likelyWhenHinted: ['sensors.celsius', '>=', 70],
    refute: ['sensors.celsius', '<', 50],
    advice: { 'zh-CN': '查风扇、进风口与机房空调。', en: 'Look at fans, air intake and the room’s cooling.' },
    source: 'RFC 3433: entPhySensorValue',
  },
];
