/** What is posted: alerts as Prometheus posts them to an Alertmanager, each known by its `instance`. */

export const groupsCount = 500;

/** Bodies that are written before the measurement; each alert stands in one of them only. */
export function bodiesOf(count: number, alertsEach: number, prefix: string): readonly string[] {
  const startsAt = new Date().toISOString();
  const endsAt = new Date(Date.now() + 3_600_000).toISOString();
  return Array.from({ length: count }, (_body, body) =>
    JSON.stringify(
      Array.from({ length: alertsEach }, (_alert, place) => {
        const number = body * alertsEach + place;
        return {
          labels: {
            alertname: `Load${number % groupsCount}`,
            instance: `${prefix}-${number}`,
            job: 'node',
            severity: number % 20 === 0 ? 'critical' : 'warning',
            cluster: 'shop-prod',
          },
          annotations: {
            summary: `CPU of ${prefix}-${number} has been above 90 % for 10 minutes`,
            runbook_url: 'https://wiki.example/cpu',
          },
          startsAt,
          endsAt,
          generatorURL: 'http://prometheus.example:9090/graph?g0.expr=cpu',
        };
      }),
    ),
  );
}
