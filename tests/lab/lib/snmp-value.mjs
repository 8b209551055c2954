/** `node snmp-value.mjs PORT OID`: one value of the agent on this machine; fails when there is none. */

import snmp from 'net-snmp';

const [port = '0', oid = ''] = process.argv.slice(2);
const session = snmp.createSession('127.0.0.1', 'lab-reads', { port: Number(port), timeout: 1_000, retries: 1, version: snmp.Version2c });
session.get([oid], (error, found) => {
  session.close();
  if (error !== null || snmp.isVarbindError(found[0])) process.exit(1);
  console.log(String(found[0].value));
});
