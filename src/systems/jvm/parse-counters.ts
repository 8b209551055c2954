/** Reads `jstat -snap`: what the JVM counts about itself, in its own ticks. */

export type Counters = ReadonlyMap<string, number>;

export interface GarbageCounters {
  readonly elapsedSeconds: number;
  readonly young: Collector;
  readonly old: Collector;
  readonly collectSeconds: number;
  readonly safepointSeconds: number;
  readonly safepointSyncSeconds: number;
  readonly heapUsedBytes: number;
  readonly heapMaxBytes: number;
  readonly oldUsedBytes: number;
  readonly oldMaxBytes: number;
  readonly metaspaceUsedBytes: number;
  readonly threads: number;
  readonly threadsStarted: number;
  readonly classesLoaded: number;
  readonly classesUnloaded: number;
  readonly cause: string;
  readonly policy: string;
}

interface Collector {
  readonly runs: number;
  readonly seconds: number;
}

/** Null where there are no counters: started with -XX:-UsePerfData, or too old. */
export function parseCounters(text: string): GarbageCounters | null {
  const values = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/^([\w.]+)=(.*)$/gm)) values.set(name, value.replaceAll('"', '').trim());
  const number = (name: string): number => Number(values.get(name) ?? 0) || 0;
  const frequency = number('sun.os.hrt.frequency');
  if (frequency === 0) return null;
  const seconds = (name: string): number => number(name) / frequency;
  const collector = (index: number): Collector => ({
    runs: number(`sun.gc.collector.${String(index)}.invocations`),
    seconds: seconds(`sun.gc.collector.${String(index)}.time`),
  });
  const spaces = [...values.keys()].filter((name) => /^sun\.gc\.generation\.\d\.space\.\d\.used$/.test(name));
  const old = 'sun.gc.generation.1';
  return {
    elapsedSeconds: seconds('sun.os.hrt.ticks'),
    young: collector(0),
    old: collector(1),
    collectSeconds: [0, 1, 2].reduce((sum, index) => sum + collector(index).seconds, 0),
    safepointSeconds: seconds('sun.rt.safepointTime'),
    safepointSyncSeconds: seconds('sun.rt.safepointSyncTime'),
    heapUsedBytes: spaces.reduce((sum, name) => sum + number(name), 0),
    heapMaxBytes: heapMaxOf(number),
    oldUsedBytes: number(`${old}.space.0.used`),
    oldMaxBytes: number(`${old}.maxCapacity`),
    metaspaceUsedBytes: number('sun.gc.metaspace.used'),
    threads: number('java.threads.live'),
    threadsStarted: number('java.threads.started'),
    classesLoaded: number('java.cls.loadedClasses') + number('java.cls.sharedLoadedClasses'),
    classesUnloaded: number('java.cls.unloadedClasses') + number('java.cls.sharedUnloadedClasses'),
    // While it collects, the last cause is that of the time before.
    cause: [values.get('sun.gc.cause'), values.get('sun.gc.lastCause')].find((cause) => cause !== undefined && cause !== 'No GC') ?? '',
    policy: values.get('sun.gc.policy.name') ?? '',
  };
}

/** G1 gives each generation the whole heap as its most: the larger one counts, and the sum where they share it. */
function heapMaxOf(number: (name: string) => number): number {
  const [young, old] = [number('sun.gc.generation.0.maxCapacity'), number('sun.gc.generation.1.maxCapacity')];
  return young === old ? old : young + old;
}
