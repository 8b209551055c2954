/** The closed list of answers of Cloud-OpsBench, and which of them a cause of ours comes to. */

import type { CauseId } from '../../../src/analysis/kubernetes/causes.ts';

const taxonomies: Readonly<Record<string, readonly string[]>> = {
  Admission_Fault: [
    'missing_service_account',
    'namespace_cpu_quota_exceeded',
    'namespace_memory_quota_exceeded',
    'namespace_pod_quota_exceeded',
    'namespace_service_quota_exceeded',
    'namespace_storage_quota_exceeded',
  ],
  Scheduling_Fault: [
    'cpu_capacity_mismatch',
    'memory_capacity_mismatch',
    'node_affinity_mismatch',
    'node_cordon_mismatch',
    'node_selector_mismatch',
    'pod_anti_affinity_conflict',
    'taint_toleration_mismatch',
    'pv_binding_occupied',
    'pvc_access_mode_mismatch',
    'pvc_capacity_mismatch',
    'pvc_selector_mismatch',
    'pvc_storage_class_mismatch',
  ],
  Startup_Fault: [
    'image_registry_dns_failure',
    'incorrect_image_reference',
    'missing_image_pull_secret',
    'missing_secret_binding',
    'volume_mount_permission_denied',
  ],
  Runtime_Fault: [
    'db_connection_exhaustion',
    'db_read_only',
    'deployment_zero_replicas',
    'gateway_misroute',
    'liveness_probe_incorrect_port',
    'liveness_probe_incorrect_protocol',
    'liveness_probe_incorrect_timing',
    'mysql_invalid_credentials',
    'mysql_invalid_port',
    'oom_killed',
    'readiness_probe_incorrect_port',
    'readiness_probe_incorrect_protocol',
    'service_sidecar_port_conflict',
  ],
  Service_Routing_Fault: [
    'service_dns_resolution_failure',
    'service_env_var_address_mismatch',
    'service_port_mapping_mismatch',
    'service_protocol_mismatch',
    'service_selector_mismatch',
  ],
  Performance_Fault: ['pod_cpu_overload', 'pod_network_delay'],
  Infrastructure_Fault: [
    'containerd_unavailable',
    'kube_proxy_unavailable',
    'kube_scheduler_unavailable',
    'kubelet_unavailable',
    'node_network_delay',
    'node_network_packet_loss',
  ],
};

const taxonomyOf = new Map(Object.entries(taxonomies).flatMap(([taxonomy, causes]) => causes.map((cause) => [cause, taxonomy] as const)));

/** Causes that the list knows only under a wider name. */
const wider: Partial<Record<CauseId, string>> = {
  'service-missing': 'service_dns_resolution_failure',
  'cluster-dns-unavailable': 'service_dns_resolution_failure',
  'node-not-ready': 'kubelet_unavailable',
  'port-already-used': 'service_sidecar_port_conflict',
  'image-registry-unreachable': 'image_registry_dns_failure',
  'image-never-pulled': 'incorrect_image_reference',
  'image-pull-failed': 'incorrect_image_reference',
  'heap-exhausted': 'oom_killed',
  'missing-config-map': 'missing_secret_binding',
  'missing-config-key': 'missing_secret_binding',
  'database-missing': 'mysql_invalid_credentials',
  'claim-unbound': 'pvc_selector_mismatch',
  'read-only-filesystem': 'volume_mount_permission_denied',
};

export interface RootCause {
  readonly taxonomy: string;
  readonly rootCause: string;
}

/** Null for a cause that is not on the list. */
export function toRootCause(cause: CauseId): RootCause | null {
  const rootCause = wider[cause] ?? cause.replaceAll('-', '_');
  const taxonomy = taxonomyOf.get(rootCause);
  return taxonomy === undefined ? null : { taxonomy, rootCause };
}
