/** An alert of a scenario as Alertmanager would send it. */

const never = '0001-01-01T00:00:00Z';

/** `given` is one alert (labels, annotations, startsAt), or a notification with `alerts`; what is missing is put in. */
export function notificationOf(given: Readonly<Record<string, unknown>>, group: string, nowMs: number): unknown {
  const alerts = Array.isArray(given.alerts) ? given.alerts.filter(isRecord) : [given];
  const notification = Array.isArray(given.alerts) ? given : {};
  const startsAt = new Date(nowMs).toISOString();
  return {
    version: '4',
    status: 'firing',
    receiver: 'zhiban',
    groupLabels: {},
    ...notification,
    // Each run is an incident of its own.
    groupKey: `lab:${group}:${nowMs}`,
    alerts: alerts.map((alert, index) => ({
      status: 'firing',
      labels: {},
      annotations: {},
      startsAt,
      endsAt: never,
      fingerprint: `lab-${nowMs}-${index}`,
      ...alert,
    })),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
