/** What the investigator may ask of a cluster, whether it is alive, a dump or a recording. */

import type { Answer } from './casebook.ts';
import type { Resource } from './objects.ts';

export type KubeCall =
  /** All objects of a kind in the namespace (or in the cluster). */
  | { readonly verb: 'list'; readonly resource: Resource; readonly namespace: string }
  /** One object with its events. */
  | { readonly verb: 'describe'; readonly resource: Resource; readonly namespace: string; readonly name: string }
  /** The manifests of an app as somebody applied them. */
  | { readonly verb: 'manifest'; readonly namespace: string; readonly app: string }
  /** The lines of an app's log that matter, the instance before a restart included. */
  | { readonly verb: 'logs'; readonly namespace: string; readonly app: string }
  /** Can the port of the service be connected to, and from where? */
  | { readonly verb: 'connect'; readonly namespace: string; readonly service: string; readonly port: number }
  /** Whether a service of a node's system runs: kubelet, containerd, kube-proxy, kube-scheduler. */
  | { readonly verb: 'nodeService'; readonly node: string; readonly service: string }
  /** Whom an app calls. */
  | { readonly verb: 'dependencies'; readonly app: string }
  /** What monitoring finds unusual. */
  | { readonly verb: 'anomalies' };

/** Where the answers come from; null for what cannot be looked at. Never throws. */
export interface KubeSource {
  ask(call: KubeCall): Promise<Answer | null>;
}

/** A call as a person would type it. */
export function callText(call: KubeCall): string {
  if (call.verb === 'list') return `kubectl get ${call.resource}${place(call.namespace)}`;
  if (call.verb === 'describe') return `kubectl describe ${call.resource} ${call.name}${place(call.namespace)}`;
  if (call.verb === 'manifest') return `manifest of ${call.app}`;
  if (call.verb === 'logs') return `kubectl logs ${call.app}${place(call.namespace)}`;
  if (call.verb === 'connect') return `nc -z ${call.service} ${call.port}`;
  if (call.verb === 'nodeService') return `systemctl status ${call.service} on ${call.node}`;
  if (call.verb === 'dependencies') return `dependencies of ${call.app}`;
  return 'anomalies of the metrics';
}

function place(namespace: string): string {
  return namespace === '' ? '' : ` -n ${namespace}`;
}
