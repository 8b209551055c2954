/** Reads the answers to VM.version, VM.uptime, VM.flags, Compiler.codecache and GC.finalizer_info, which come one after the other. */

const unknown = null;

export function parseDetails(text: string) {
  const flag = (name: string): string => new RegExp(`-XX:${name}=(\\S+)`).exec(text)?.[1] ?? '';
  const isOn = (name: string): boolean => text.includes(`-XX:+${name}`);
  const amount = (name: string): number | null => (flag(name) === '' ? unknown : Number(flag(name)));
  const cache = cacheOf(text);
  const waiting = finalizersOf(text);
  const metaspace = amount('MaxMetaspaceSize');
  return {
    'vm.version': /^JDK (\S+)/m.exec(text)?.[1] ?? /VM version (\S+)/.exec(text)?.[1] ?? '',
    'vm.uptimeSeconds': Math.round(Number(/^([\d.]+) s$/m.exec(text)?.[1] ?? 0)),
    'vm.maxHeapBytes': amount('MaxHeapSize'),
    // Without the flag it may grow until the machine is full.
    'vm.maxMetaspaceBytes': metaspace === null || metaspace > 2 ** 60 ? 0 : metaspace,
    'vm.collector': ['Serial', 'Parallel', 'G1', 'Z', 'Shenandoah', 'ConcMarkSweep'].find((name) => isOn(`Use${name}GC`)) ?? '',
    'vm.dumpsOnOutOfMemory': isOn('HeapDumpOnOutOfMemoryError'),
    'vm.dumpPath': flag('HeapDumpPath'),
    'codeCache.usedRatio': cache.size > 0 ? cache.used / cache.size : 0,
    'codeCache.sizeBytes': cache.size,
    'codeCache.isCompiling': !/compilation: disabled/.test(text),
    'codeCache.fullCount': Number(/full_count=(\d+)/.exec(text)?.[1] ?? 0),
    'finalizer.waiting': waiting.count,
    'finalizer.topClass': waiting.topClass,
  };
}

/** In segments, the one that is fullest counts: each has its own limit. */
function cacheOf(text: string): { readonly size: number; readonly used: number } {
  const segments = [...text.matchAll(/^CodeCache:|^CodeHeap '[^']*':/gm)].map(({ index }) => {
    const line = text.slice(index, text.indexOf('\n', index));
    const kilobytes = (name: string): number => Number(new RegExp(`\\b${name}=(\\d+)Kb`).exec(line)?.[1] ?? 0) * 1_024;
    return { size: kilobytes('size'), used: kilobytes('used') };
  });
  const sized = segments.filter(({ size }) => size > 0);
  sized.sort((one, other) => other.used / other.size - one.used / one.size);
  return sized[0] ?? { size: 0, used: 0 };
}

/** A table of counts and classes below `Unreachable instances waiting for finalization`. */
function finalizersOf(text: string): { readonly count: number; readonly topClass: string } {
  const table = text.slice(Math.max(0, text.indexOf('instances waiting for finalization')));
  const rows = [...table.matchAll(/^\s*(\d+)\s+([\w.$[;]+)\s*$/gm)].map(([, count, name = '']) => ({ count: Number(count), name }));
  rows.sort((one, other) => other.count - one.count);
  return { count: rows.reduce((sum, row) => sum + row.count, 0), topClass: rows[0]?.name ?? '' };
}
