/** Every look at an SNMP device. */

import type { Probe } from '../contract.ts';
import type { SnmpClient } from './client.ts';
import { deviceProbe } from './probes/device.ts';
import { interfacesProbe } from './probes/interfaces.ts';
import { peersProbe } from './probes/peers.ts';
import { resourcesProbe } from './probes/resources.ts';
import { sensorsProbe } from './probes/sensors.ts';
import { upsProbe } from './probes/ups.ts';

export const snmpProbes: readonly Probe<SnmpClient>[] = [deviceProbe, interfacesProbe, resourcesProbe, sensorsProbe, peersProbe, upsProbe];
