/**
 * The command lines of a control plane of one's own on free ports: etcd, API server, controller manager, scheduler. Whoever starts them
 * decides how they end. No containers run: the stand-in for a kubelet (`stand-in-kubelet.ts`) says of pods what a kubelet would.
 */

import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubernetesDirectory, kubernetesPrograms } from '../../scripts/kubernetes-programs.ts';

/** Why there is none on this machine; null when there is. */
export const kubernetesMissing: string | null = kubernetesPrograms.every((name) => existsSync(join(kubernetesDirectory(), name)))
  ? null
  : 'THE KUBERNETES CONTROL PLANE IS NOT BUILT: run `node scripts/build-kubernetes.ts` once (Go, ten to thirty minutes)';

export interface Part {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

export interface ControlPlane {
  readonly url: string;
  readonly caFile: string;
  readonly kubeconfig: string;
  readonly adminToken: string;
  readonly etcd: Part;
  readonly apiServer: Part;
  readonly controllerManager: Part;
  readonly scheduler: Part;
}

/** Who may log in, besides service accounts: token, user, groups. */
export interface Account {
  readonly token: string;
  readonly user: string;
  readonly groups: readonly string[];
}

/** Writes keys, tokens and the kubeconfig below the directory; starts nothing. */
export function layOutControlPlane(
  directory: string,
  ports: {
    readonly etcd: number;
    readonly etcdPeer: number;
    readonly api: number;
    readonly controllers: number;
    readonly scheduler: number;
  },
  accounts: readonly Account[] = [],
): ControlPlane {
  const at = (name: string): string => join(directory, name);
  mkdirSync(at('pki'), { recursive: true });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  writeFileSync(at('pki/sa.key'), privateKey.export({ type: 'pkcs1', format: 'pem' }));
  const adminToken = 'admin-of-the-test';
  const all = [{ token: adminToken, user: 'admin', groups: ['system:masters'] }, ...accounts];
  writeFileSync(
    at('tokens.csv'),
    all.map(({ token, user, groups }, index) => `${token},${user},${String(index)},"${groups.join(',')}"\n`).join(''),
  );
  const url = `https://127.0.0.1:${String(ports.api)}`;
  // The API server makes its own certificate there when it starts.
  const caFile = at('pki/apiserver.crt');
  const kubeconfig = at('kubeconfig');
  writeFileSync(kubeconfig, kubeconfigText(url, caFile, adminToken));
  const etcdUrl = `http://127.0.0.1:${String(ports.etcd)}`;
  const peerUrl = `http://127.0.0.1:${String(ports.etcdPeer)}`;
  const built = (name: (typeof kubernetesPrograms)[number]): string => join(kubernetesDirectory(), name);
  const asAdmin = ['--kubeconfig', kubeconfig, '--authentication-kubeconfig', kubeconfig, '--authorization-kubeconfig', kubeconfig];
  const electing = ['--leader-elect=true', '--leader-elect-lease-duration=15s', '--leader-elect-renew-deadline=10s'];
  return {
    ...{ url, caFile, kubeconfig, adminToken },
    etcd: {
      name: 'etcd',
      program: 'etcd',
      args: [
        ...['--name', 'k', '--data-dir', at('etcd'), '--logger', 'zap', '--log-level', 'error', '--unsafe-no-fsync'],
        ...['--listen-client-urls', etcdUrl, '--advertise-client-urls', etcdUrl, '--listen-peer-urls', peerUrl],
        ...['--initial-advertise-peer-urls', peerUrl, '--initial-cluster', `k=${peerUrl}`],
      ],
    },
    apiServer: {
      name: 'kube-apiserver',
      program: built('kube-apiserver'),
      args: [
        ...['--etcd-servers', etcdUrl, '--secure-port', String(ports.api), '--bind-address=127.0.0.1', '--advertise-address=127.0.0.1'],
        ...['--cert-dir', at('pki'), '--token-auth-file', at('tokens.csv'), '--authorization-mode=RBAC', '--allow-privileged=true'],
        ...['--service-account-issuer=https://kubernetes.default.svc', '--service-account-key-file', at('pki/sa.key')],
        ...['--service-account-signing-key-file', at('pki/sa.key'), '--service-cluster-ip-range=10.254.0.0/24'],
        ...['--endpoint-reconciler-type=none', '--kubelet-preferred-address-types=InternalIP', '--watch-cache=true'],
        // A node that no kubelet keeps is not to be tainted by anybody but a test.
        '--disable-admission-plugins=TaintNodesByCondition',
      ],
    },
    controllerManager: {
      name: 'kube-controller-manager',
      program: built('kube-controller-manager'),
      args: [
        ...[...asAdmin, ...electing, '--bind-address=127.0.0.1', '--secure-port', String(ports.controllers)],
        ...['--cert-dir', at('pki/controllers'), '--service-account-private-key-file', at('pki/sa.key'), '--root-ca-file', caFile],
        '--controllers=*,-node-lifecycle-controller,-node-ipam-controller,-taint-eviction-controller,-device-taint-eviction-controller',
      ],
    },
    scheduler: {
      name: 'kube-scheduler',
      program: built('kube-scheduler'),
      args: [
        ...asAdmin,
        ...electing,
        '--bind-address=127.0.0.1',
        '--secure-port',
        String(ports.scheduler),
        '--cert-dir',
        at('pki/scheduler'),
      ],
    },
  };
}

export function kubeconfigText(url: string, caFile: string, token: string): string {
  return `apiVersion: v1
kind: Config
clusters: [{ name: test, cluster: { server: "${url}", certificate-authority: ${caFile} } }]
users: [{ name: me, user: { token: ${token} } }]
contexts: [{ name: test, context: { cluster: test, user: me } }]
current-context: test
`;
}
