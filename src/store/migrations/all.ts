/** Every migration in order; the last number is the version that this code speaks. */

import type { Migration } from '../migrate.ts';
import { incidentTables } from './0001-incident-tables.ts';
import { deliveryTables } from './0002-delivery-tables.ts';
import { walls } from './0003-walls.ts';
import { rooms } from './0004-rooms.ts';
import { identityLinks } from './0005-identity-links.ts';
import { voiceTables } from './0006-voice-tables.ts';
import { calls } from './0007-calls.ts';
import { inbox } from './0008-inbox.ts';
import { storms } from './0009-storms.ts';
import { noise } from './0010-noise.ts';
import { oncall } from './0011-oncall.ts';
import { detections } from './0012-detections.ts';
import { unread } from './0013-unread.ts';
import { changes } from './0015-changes.ts';
import { ruleBooks } from './0025-rule-books.ts';
import { alertsByGroup } from './0026-alerts-by-group.ts';
import { ladders } from './0027-ladders.ts';
import { openingsByTime } from './0030-openings-by-time.ts';
import { alertsSearched } from './0031-alerts-searched.ts';
import { moves } from './0033-moves.ts';
import { silencesUntilResolved } from './0034-silences-until-resolved.ts';
import { detectionTroubles } from './0038-detection-troubles.ts';
import { lapses } from './0042-lapses.ts';
import { holds } from './0043-holds.ts';
import { suppressionsSearched } from './0044-suppressions-searched.ts';
import { stepStates } from './0045-step-states.ts';
import { alertsInOrder } from './0046-alerts-in-order.ts';

export const migrations: readonly Migration[] = [
  incidentTables,
  deliveryTables,
  walls,
  rooms,
  identityLinks,
  voiceTables,
  calls,
  inbox,
  storms,
  noise,
  oncall,
  detections,
  unread,
  changes,
  ruleBooks,
  alertsByGroup,
  ladders,
  openingsByTime,
  alertsSearched,
  moves,
  silencesUntilResolved,
  detectionTroubles,
  lapses,
  holds,
  suppressionsSearched,
  stepStates,
  alertsInOrder,
];
