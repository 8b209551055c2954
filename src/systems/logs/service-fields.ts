/** By which fields collectors tell the logs of one service from those of another: the same list for every log store. */

export interface ServiceField {
  /** In the form with dots; a store that knows none in names has its own for them. */
  readonly field: string;
  readonly value: string;
}

/** The most telling first: where a store can only be asked by one of them, it is the first that is there. */
const serviceFields: readonly string[] = [
  // OpenTelemetry and ECS, and what Loki 3 adds by itself.
  'service.name',
  'service',
  'service_name',
  'resource.attributes.service.name',
  'resource_attributes.service.name',
  'resource.service.name',
  // What applications and their collectors set.
  'app',
  'application',
  'app_name',
  'app.name',
  'application_name',
  'application.name',
  'labels.app',
  'labels.service',
  // Kubernetes, by Fluent Bit, Vector, Filebeat, Promtail and OpenTelemetry.
  'app.kubernetes.io/name',
  'kubernetes.labels.app',
  'kubernetes.labels.app.kubernetes.io/name',
  'kubernetes.labels.app_kubernetes_io/name',
  'kubernetes.pod_labels.app',
  'kubernetes.pod_labels.app.kubernetes.io/name',
  'kubernetes.deployment.name',
  'k8s.deployment.name',
  // Containers.
  'compose_service',
  'container.labels.com_docker_compose_service',
  'container',
  'container_name',
  'container.name',
  'docker.container.name',
  'kubernetes.container_name',
  'kubernetes.container.name',
  'k8s.container.name',
  // Scrape jobs, parts of a program, and programs by their syslog name.
  'job',
  'component',
  'program',
  'syslog_identifier',
  'SYSLOG_IDENTIFIER',
];

/** Where systemd's journal is collected, a service is named with what it is. */
const unitFields: readonly string[] = ['_SYSTEMD_UNIT', 'systemd.unit', 'systemd_unit', 'unit'];

/** Pure. Each field with the value that it has for a service of that very name. */
export function fieldsNaming(service: string): readonly ServiceField[] {
  const unit = `${service}.service`;
  return [...serviceFields.map((field) => ({ field, value: service })), ...unitFields.map((field) => ({ field, value: unit }))];
}

/** As LogQL and LogsQL, both written in Go, read text between double quotes. */
export function quoted(text: string): string {
  return JSON.stringify(text.toWellFormed());
}
