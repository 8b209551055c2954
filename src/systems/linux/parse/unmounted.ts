/** What /etc/fstab says is mounted at the start and isn't. */

import { parseMountinfo } from './filesystems.ts';

export interface Unmounted {
  readonly mount: string;
  readonly device: string;
}

const notOfStorage = /^(swap|proc|sysfs|tmpfs|devpts|devtmpfs|cgroup2?|debugfs|none|auto(fs)?|usbfs|bpf)$/;
const onDemand = /(^|,)(noauto|x-systemd\.automount|user|users)(,|$)/;

export function unmountedOf(fstab: string, mounts: string): readonly Unmounted[] {
  const mounted = new Set(parseMountinfo(mounts).map(({ mount }) => mount));
  if (mounted.size === 0) return [];
  return fstab.split('\n').flatMap((line) => {
    const [device = '#', where = '', fsType = '', options = ''] = line.trim().split(/\s+/);
    if (device.startsWith('#') || !where.startsWith('/') || notOfStorage.test(fsType) || onDemand.test(options)) return [];
    const mount = where.length > 1 ? where.replace(/\/+$/, '') : where;
    return mounted.has(mount) ? [] : [{ mount, device }];
  });
}
