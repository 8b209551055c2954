/** Reads a kubeconfig as kubectl does: cluster, user and context by name, files beside it, data in it. Nothing of a login is in an error. */

import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { TlsChoice } from '../http/exchange.ts';
import { SessionFailure } from '../session/failure.ts';

const named = <Inner extends z.ZodType>(key: string, inner: Inner) =>
  z.array(z.looseObject({ name: z.string(), [key]: inner })).default([]);

const execSpec = z.looseObject({
  apiVersion: z.string().default('client.authentication.k8s.io/v1'),
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.looseObject({ name: z.string(), value: z.string() })).nullish(),
});
export type ExecSpec = z.infer<typeof execSpec>;

const clusterSpec = z.looseObject({
  server: z.url({ protocol: /^https?$/ }),
  'certificate-authority': z.string().optional(),
  'certificate-authority-data': z.string().optional(),
  'insecure-skip-tls-verify': z.boolean().default(false),
  'tls-server-name': z.string().optional(),
  'proxy-url': z.string().optional(),
});
const userSpec = z.looseObject({
  token: z.string().optional(),
  tokenFile: z.string().optional(),
  'client-certificate': z.string().optional(),
  'client-certificate-data': z.string().optional(),
  'client-key': z.string().optional(),
  'client-key-data': z.string().optional(),
  exec: execSpec.optional(),
  'auth-provider': z.unknown().optional(),
  username: z.string().optional(),
});
const contextSpec = z.looseObject({ cluster: z.string(), user: z.string().optional(), namespace: z.string().optional() });

const kubeconfigFile = z.looseObject({
  'current-context': z.string().default(''),
  clusters: named('cluster', clusterSpec),
  users: named('user', userSpec),
  contexts: named('context', contextSpec),
});

/** How to say who we are: nothing, a token that is there, a file that is read anew as it is renewed, or a program. */
export type Login =
  | { readonly by: 'certificate' }
  | { readonly by: 'token'; readonly token: string }
  | { readonly by: 'token-file'; readonly path: string }
  | { readonly by: 'exec'; readonly spec: ExecSpec; readonly directory: string };

export interface Place {
  readonly url: URL;
  readonly tls: TlsChoice;
  readonly login: Login;
}

/** Throws SessionFailure for a file that can't be read or names what isn't there. */
export async function readKubeconfig(path: string, wantedContext: string | undefined): Promise<Place> {
  const file = parseFile(path, await readText(path, 'kubeconfig'));
  const contextName = wantedContext ?? file['current-context'];
  const context = contextSpec.parse(find(file.contexts, 'context', contextName, path));
  const cluster = clusterSpec.parse(find(file.clusters, 'cluster', context.cluster, path));
  if (cluster['proxy-url'] !== undefined) throw unusable(`${path} asks for a proxy (proxy-url), which is not supported`);
  const user = context.user === undefined ? userSpec.parse({}) : userSpec.parse(find(file.users, 'user', context.user, path));
  const directory = dirname(resolve(path));
  const [ca, cert, key] = await Promise.all([
    pem(cluster['certificate-authority-data'], cluster['certificate-authority'], directory),
    pem(user['client-certificate-data'], user['client-certificate'], directory),
    pem(user['client-key-data'], user['client-key'], directory),
  ]);
  return {
    url: new URL(cluster.server.endsWith('/') ? cluster.server : `${cluster.server}/`),
    tls: {
      insecure: cluster['insecure-skip-tls-verify'],
      ...(ca === undefined ? {} : { ca }),
      ...(cluster['tls-server-name'] === undefined ? {} : { servername: cluster['tls-server-name'] }),
      ...(cert === undefined || key === undefined ? {} : { cert, key }),
    },
    login: loginOf(user, path, directory),
  };
}

function loginOf(user: z.infer<typeof userSpec>, path: string, directory: string): Login {
  if (user['auth-provider'] !== undefined)
    throw unusable(`${path} logs in by an auth-provider, which Kubernetes has given up: use exec or a token`);
  if (user.username !== undefined) throw unusable(`${path} logs in by username and password, which Kubernetes has given up`);
  if (user.exec !== undefined) return { by: 'exec', spec: user.exec, directory };
  // As in client-go, the file wins: it is the one that is renewed.
  if (user.tokenFile !== undefined) return { by: 'token-file', path: resolve(directory, user.tokenFile) };
  return user.token === undefined || user.token === '' ? { by: 'certificate' } : { by: 'token', token: user.token };
}

function parseFile(path: string, text: string): z.infer<typeof kubeconfigFile> {
  let content: unknown;
  try {
    content = parse(text);
  } catch {
    // The parser's words quote the file.
    throw unusable(`${path} is not YAML`);
  }
  const parsed = kubeconfigFile.safeParse(content);
  if (parsed.success) return parsed.data;
  throw unusable(`${path} is not a kubeconfig: ${parsed.error.issues[0]?.path.join('.') ?? ''} is missing or malformed`);
}

function find(entries: readonly Readonly<Record<string, unknown>>[], key: string, name: string, path: string): unknown {
  const found = entries.find((each) => each.name === name);
  if (found !== undefined) return found[key];
  throw unusable(name === '' ? `${path} has no current-context: name one by 'context'` : `${path} has no ${key} '${name}'`);
}

async function pem(inline: string | undefined, file: string | undefined, directory: string): Promise<string | undefined> {
  if (inline !== undefined && inline !== '') return Buffer.from(inline, 'base64').toString('utf8');
  return file === undefined || file === '' ? undefined : await readText(resolve(directory, file), 'file of the kubeconfig');
}

export async function readText(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new SessionFailure(`Cannot read the ${what} ${path}: ${code}`, { problem: 'other', stage: 'connect', code, cause: error });
  }
}

function unusable(message: string): SessionFailure {
  return new SessionFailure(message, { problem: 'other', stage: 'connect' });
}
