/** Lines of the kernel's log, and the events in them that explain outages. */

export interface KernelLine {
  /** Seconds after boot; null when the line carries another kind of time. */
  readonly atSeconds: number | null;
  readonly text: string;
  readonly isComplaint: boolean;
}

const oomPattern = /(?:Out of memory|Memory cgroup out of memory): Kill(?:ed)? process (\d+) \((.+?)\)(?:.*?anon-rss:(\d+)kB)?/;
const patterns = {
  oom: oomPattern,
  // A missing floppy or an empty drive is no broken disk.
  ioError:
    /(?:I\/O error,? dev(?:ice)? |Buffer I\/O error on dev(?:ice)? |lost (?:async )?page write.*? on )(?!fd\d|sr\d)(\w[\w-]*)|Medium Error|critical medium error/,
  fsError:
    /(?:EXT[234]-fs (?:error|critical|panic) \(device |BTRFS (?:error|critical) \(device |F2FS-fs \()([\w-]+)\)|XFS \(([\w-]+)\): .*(?:corrupt|metadata I\/O error|shutting down)/i,
  readOnly: /(?:\((\w[\w-]*)\): )?(?:Remounting filesystem read-only|re-mounted \S+ ro\b|forced readonly)/,
  segfault: /(\S+?)\[\d+\]: segfault at|traps: (\S+?)\[\d+\]/,
  hungTask: /INFO: task (\S+?):\d+ blocked for more than/,
  lockup: /soft lockup|hard LOCKUP|rcu_(?:sched|preempt).*(?:stall|self-detected)/,
  conntrack: /nf_conntrack: (?:nf_conntrack: )?table full/,
  synFlood: /[Pp]ossible SYN flooding on port (?:\[?[\w:.]*\]?:)?(\d+)/,
  neighbour: /neighbou?r.*table overflow/i,
  hardware: /\[Hardware Error\]|mce:.*(?:error|events)|EDAC .*(?:UE|CE) /i,
  thermal: /temperature above threshold|CPU clock throttled/i,
  linkDown: /(?:NIC )?Link is Down|link (?:is not ready|becomes not ready)|carrier lost/i,
  nfs: /nfs: server (\S+) not responding/,
} as const satisfies Readonly<Record<string, RegExp>>;

type EventName = keyof typeof patterns;

/** `[ 12.345678] text`, with or without `<6>` and a host's name before it (journalctl, kern.log). */
export function parseKernelLog(text: string): readonly KernelLine[] {
  return text.split('\n').flatMap((line) => {
    if (line.trim() === '') return [];
    const match = /^(?:<\d+>)?(?:.*? kernel: )?\[\s*(\d+\.\d+)\]\s?(?:\S+ kernel: )?(.*)$/.exec(line);
    const body = match?.[2] ?? line;
    return [
      {
        atSeconds: match === null ? null : Number(match[1]),
        text: body,
        isComplaint: Object.values(patterns).some((pattern) => pattern.test(body)),
      },
    ];
  });
}

const ofVolume = [patterns.ioError, patterns.fsError, patterns.readOnly];
const attached = /^(loop\d+): detected capacity change from 0 /;
const unmounted = /^\w+(?:-fs)? \((loop\d+)\): unmounting filesystem/i;

/** Without what was said of a loop device before it was taken off: it is another volume now, or none. */
function ofPresentVolumes(lines: readonly KernelLine[]): readonly KernelLine[] {
  const ends = new Map<string, number>();
  for (const [index, { text }] of lines.entries()) {
    const device = (attached.exec(text) ?? unmounted.exec(text))?.[1];
    if (device !== undefined) ends.set(device, index);
  }
  return ends.size === 0 ? lines : lines.filter(({ text }, index) => index > (ends.get(volumeOf(text)) ?? -1));
}

function volumeOf(text: string): string {
  const match = ofVolume.map((pattern) => pattern.exec(text)).find((each) => each !== null);
  return match?.slice(1).find((each) => each !== undefined) ?? '';
}

/** Whoever keeps these makes them anew with the next start, or not at all when it failed. */
const kept = /(?:system|user|machine)\.slice|kubepods|docker|libpod|containerd|crio|lxc/;

/** Whether the group in which something was killed was taken away since, by the one who had made it. */
export function isGroupGone(path: string, isThere: boolean): boolean {
  return path !== '' && path !== '/' && !isThere && !kept.test(path);
}

/** `incidentSeconds` is how long ago the incident began: what the kernel did long before it is not its cause. */
export function readKernelEvents(lines: readonly KernelLine[], uptimeSeconds: number, incidentSeconds: number) {
  const found = new Map<EventName, { count: number; last: RegExpExecArray; line: KernelLine }>();
  const present = ofPresentVolumes(lines);
  for (const line of present) {
    for (const [name, pattern] of Object.entries(patterns) as [EventName, RegExp][]) {
      const match = pattern.exec(line.text);
      if (match !== null) found.set(name, { count: (found.get(name)?.count ?? 0) + 1, last: match, line });
    }
  }
  const count = (name: EventName): number => found.get(name)?.count ?? 0;
  const group = (name: EventName): string =>
    found
      .get(name)
      ?.last.slice(1)
      .find((each) => each !== undefined) ?? '';
  const oom = found.get('oom');
  const constraint = [...lines].reverse().find(({ text }) => /oom-kill:constraint=/.test(text))?.text ?? '';
  return {
    'kernel.oomKills': count('oom'),
    'kernel.oom.victim': oom?.last[2] ?? '',
    'kernel.oom.pid': Number(oom?.last[1] ?? 0),
    'kernel.oom.scope': oom === undefined ? '' : /Memory cgroup|MEMCG/.test(`${oom.line.text}${constraint}`) ? 'cgroup' : 'machine',
    'kernel.oom.cgroup': oom === undefined ? '' : (/(?:oom_memcg|task_memcg)=([^,]+)/.exec(constraint)?.[1] ?? ''),
    'kernel.oom.rssBytes': Number(oom?.last[3] ?? 0) * 1_024,
    'kernel.oom.ageSeconds': oom?.line.atSeconds == null ? 0 : Math.max(0, Math.round(uptimeSeconds - oom.line.atSeconds)),
    'kernel.oom.beforeIncidentSeconds': oom?.line.atSeconds == null ? 0 : Math.round(uptimeSeconds - oom.line.atSeconds - incidentSeconds),
    'kernel.ioErrors': count('ioError'),
    'kernel.ioErrorDevice': group('ioError'),
    'kernel.fsErrors': count('fsError'),
    'kernel.fsErrorDevice': group('fsError'),
    'kernel.readOnlyRemounts': count('readOnly'),
    'kernel.readOnlyDevice': group('readOnly') || (/\(([\w-]+)\)/.exec(found.get('readOnly')?.line.text ?? '')?.[1] ?? ''),
    'kernel.segfaults': count('segfault'),
    'kernel.segfaultName': group('segfault'),
    'kernel.hungTasks': count('hungTask'),
    'kernel.hungTask': group('hungTask'),
    'kernel.lockups': count('lockup'),
    'kernel.conntrackFull': count('conntrack'),
    'kernel.synFlood': count('synFlood'),
    'kernel.synFloodPort': Number(group('synFlood') || 0),
    'kernel.neighbourFull': count('neighbour'),
    'kernel.hardwareErrors': count('hardware'),
    'kernel.thermal': count('thermal'),
    'kernel.linkDown': count('linkDown'),
    'kernel.nfsNotResponding': count('nfs'),
    'kernel.lastComplaint':
      [...present]
        .reverse()
        .find(({ isComplaint }) => isComplaint)
        ?.text.slice(0, 300) ?? '',
  };
}
