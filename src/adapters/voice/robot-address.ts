/**
 * The address of a group robot from its secret: the whole address as the vendor's console shows it, or the key in it alone.
 * It may only lead to the vendor, or to where the operator says: an address is a secret and comes from elsewhere than the configuration.
 */

import { ZhibanError } from '../../domain/errors.ts';
import { type Vendor, vendorHosts } from './vendor-hosts.ts';

const paths: Readonly<Record<Vendor, (key: string) => string>> = {
  wecom: (key) => `/cgi-bin/webhook/send?key=${encodeURIComponent(key)}`,
  slack: (key) => `/services/${key.replace(/^\/+/, '')}`,
  dingtalk: (key) => `/robot/send?access_token=${encodeURIComponent(key)}`,
  feishu: (key) => `/open-apis/bot/v2/hook/${encodeURIComponent(key)}`,
};

/** Throws ZhibanError `invalid` for an address of somebody else; the message never shows it. */
export function robotAddress(vendor: Vendor, secret: string, apiUrl: string | undefined): string {
  const given = secret.trim();
  const [home] = vendorHosts[vendor];
  const base = apiUrl?.replace(/\/+$/, '');
  if (!/^[a-z]+:/i.test(given)) return `${base ?? home}${paths[vendor](given)}`;
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null) throw new ZhibanError('invalid', `The webhook address of the ${vendor} robot is not an address`);
  if (base !== undefined) return `${base}${url.pathname}${url.search}`;
  const known: readonly string[] = vendorHosts[vendor];
  if (!known.includes(url.origin)) {
    const where = known.join(' or ');
    throw new ZhibanError('invalid', `The webhook address of the ${vendor} robot doesn't begin with ${where}; for a gateway set apiUrl`);
  }
  return `${url.origin}${url.pathname}${url.search}`;
}
