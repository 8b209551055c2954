/** An alert as Alertmanager models it: labels say what, annotations say it in words, the fingerprint says which. */

export const severities = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

export type Labels = Readonly<Record<string, string>>;

/** One notification from a source, already parsed and bounded; times are ISO 8601 in UTC. */
export interface IncomingAlert {
  readonly source: string;
  /** Identity of the alert within its source: the same labels give the same fingerprint. */
  readonly fingerprint: string;
  /** Identity of the group that the source put it in; one open incident per group. */
  readonly groupKey: string;
  readonly status: 'firing' | 'resolved';
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: string;
  /** When it ended; of one that fires until when it holds unless it is told again, where the source says so. */
  readonly endsAt: string | null;
  readonly generatorUrl: string | null;
}

/** A stored alert: one row per fingerprint and incident, updated by repeats. */
export interface Alert extends IncomingAlert {
  readonly id: string;
  readonly incidentId: string;
  readonly receivedAt: string;
  readonly repeats: number;
}

/** Maps the many spellings of severity in the field onto three. Unknown or missing is `warning`. */
export function severityOf(labels: Labels): Severity {
  const spelled = (labels.severity ?? labels.priority ?? labels.level ?? '').toLowerCase();
  if (/^(critical|crit|fatal|emergency|disaster|page|p0|p1|sev0|sev1|high|error|严重|紧急)$/.test(spelled)) return 'critical';
  if (/^(info|information|informational|notice|none|low|p4|p5|sev4|sev5|提示|通知)$/.test(spelled)) return 'info';
  return 'warning';
}

/** The more severe of two. */
export function worseSeverity(one: Severity, other: Severity): Severity {
  return severities.indexOf(one) <= severities.indexOf(other) ? one : other;
}

/** What a person would call the alert: its summary, else its name. */
export function titleOf(alert: Pick<IncomingAlert, 'labels' | 'annotations'>): string {
  const { labels, annotations } = alert;
  return annotations.summary ?? annotations.title ?? annotations.message ?? labels.alertname ?? annotations.description ?? 'alert';
}

/** The order of every list of alerts: the latest beginning first, then the latest id. */
export function byNewest(one: { readonly startsAt: string; readonly id: string }, other: typeof one): number {
  return later(one.startsAt, other.startsAt) || later(one.id, other.id);
}

function later(one: string, other: string): number {
  return one === other ? 0 : one < other ? 1 : -1;
}

/** The words of a name that was written as one: `NodeFilesystemAlmostFull`, `redis_memory_high`; CPU and HTTP stay whole. */
export function spelledOut(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .trim();
}
