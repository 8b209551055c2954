/**
 * What the pages show of the server: loaded once, shared, and loaded again when a live event names a topic of it.
 * Changes are coalesced: however many events come in 150 ms, there is one request, and never two at a time for the same thing.
 */

export interface Resource<T> {
  readonly value: T | null;
  readonly error: unknown;
  readonly isLoading: boolean;
}

interface Entry {
  resource: Resource<unknown>;
  load: () => Promise<unknown>;
  topics: readonly string[];
  readonly listeners: Set<() => void>;
  isBusy: boolean;
  isStale: boolean;
  timer: ReturnType<typeof setTimeout> | null;
}

const empty: Resource<never> = { value: null, error: null, isLoading: true };
const coalesceMs = 150;
/** Things that nobody looks at any more are kept this many deep, so that going back is instant. */
const entriesMax = 60;

export class ResourceStore {
  private readonly entries = new Map<string, Entry>();

  peek(key: string): Resource<unknown> {
    return this.entries.get(key)?.resource ?? empty;
  }

  /** Starts loading unless it is there and fresh; returns the way to stop watching. */
  watch(key: string, load: () => Promise<unknown>, listener: () => void): () => void {
    const entry = this.entries.get(key) ?? this.create(key, load);
    entry.load = load;
    const wasWatched = entry.listeners.size > 0;
    entry.listeners.add(listener);
    if (!wasWatched) void this.refresh(key);
    return () => {
      entry.listeners.delete(listener);
    };
  }

  setTopics(key: string, topics: readonly string[]): void {
    const entry = this.entries.get(key);
    if (entry) entry.topics = topics;
  }

  /** Loads again, soon, whatever listens to one of the topics; `null` means everything. */
  invalidate(topics: readonly string[] | null): void {
    for (const [key, entry] of this.entries) {
      if (topics !== null && !entry.topics.some((topic) => topics.includes(topic))) continue;
      if (entry.listeners.size === 0) this.entries.delete(key);
      else entry.timer ??= setTimeout(() => void this.refresh(key), coalesceMs);
    }
  }

  /** Forgets everything: another person is at the screen now. */
  clear(): void {
    this.entries.clear();
  }

  private create(key: string, load: () => Promise<unknown>): Entry {
    for (const [name, entry] of this.entries) {
      if (this.entries.size < entriesMax) break;
      if (entry.listeners.size === 0) this.entries.delete(name);
    }
    const entry: Entry = { resource: empty, load, topics: [], listeners: new Set(), isBusy: false, isStale: false, timer: null };
    this.entries.set(key, entry);
    return entry;
  }

  async refresh(key: string): Promise<void> {
    const entry = this.entries.get(key);
    if (!entry) return;
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = null;
    if (entry.isBusy) {
      entry.isStale = true;
      return;
    }
    entry.isBusy = true;
    try {
      const value = await entry.load();
      this.put(entry, { value, error: null, isLoading: false });
    } catch (error) {
      // What was there stays on the screen, with the error beside it.
      this.put(entry, { value: entry.resource.value, error, isLoading: false });
    }
    entry.isBusy = false;
    if (!entry.isStale) return;
    entry.isStale = false;
    if (entry.listeners.size > 0) await this.refresh(key);
  }

  private put(entry: Entry, resource: Resource<unknown>): void {
    entry.resource = resource;
    for (const listener of entry.listeners) listener();
  }
}

/** Which topics a live event touches. */
export function topicsOf(event: {
  readonly kind: string;
  readonly incidentId: string | null;
  readonly mentions: readonly string[];
}): string[] {
  const topics = event.mentions.map((mention) => `ref:${mention}`);
  if (event.incidentId !== null) topics.push(`incident:${event.incidentId}`);
  if (event.kind === 'message') topics.push('messages');
  if (event.kind === 'incident' || event.kind === 'verdict' || event.kind === 'plan') topics.push('incidents', 'audit', 'demos');
  if (event.kind === 'oncall') topics.push('oncall', 'audit');
  if (event.kind === 'people') topics.push('people', 'audit');
  if (event.kind === 'step') topics.push('audit');
  return topics;
}
