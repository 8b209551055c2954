/** The picture of what a detection saw, for the line that tells of it: as an image where the platform takes files, else as one line of bars. */

import type { ChatAdapter, OutgoingFile, PostOptions } from '../../adapters/contract.ts';
import { drawPng } from '../../charts/draw-png.ts';
import { drawSvg } from '../../charts/draw-svg.ts';
import { evidencePicture } from '../../charts/evidence-picture.ts';
import { numberText, unitText } from '../../charts/number-text.ts';
import { sparkline } from '../../charts/sparkline.ts';
import { paragraph, type Rich } from '../../domain/card.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { Place } from '../../domain/place.ts';
import type { Locale } from '../../domain/text.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { OutboxItem } from '../../store/delivery-contract.ts';
import { cardText } from '../../text/card.ts';
import { timeIn } from '../card/card-input.ts';
import type { OutboxDeps } from './deps.ts';

export interface LinePicture {
  /** Below the words, where no image follows. */
  readonly bars: readonly Rich[];
  /** Null where the platform takes no files, or this machine can't draw. */
  readonly file: OutgoingFile | null;
}

const none: LinePicture = { bars: [], file: null };

/** Only what a detection saw is shown: the looks of an investigation are many, and are on its page. */
export async function linePicture(
  store: TenantStore,
  adapter: Pick<ChatAdapter, 'upload'>,
  line: Pick<OutboxItem, 'slot' | 'evidenceIds'>,
  locale: Locale,
  timeZone: string,
): Promise<LinePicture> {
  const [id] = line.evidenceIds;
  if (!line.slot.startsWith('detection-') || id === undefined) return none;
  const evidence = await store.evidence.get(id);
  const picture = evidence === null ? null : evidencePicture(evidence);
  if (evidence === null || picture === null) return none;
  const png = adapter.upload === undefined ? null : await drawPng(drawSvg(picture, wordsOf(evidence, locale, timeZone)));
  if (png !== null) return { bars: [], file: { name: 'chart.png', title: picture.title, bytes: png.bytes } };
  const unit = evidence.series?.[0]?.unit ?? '';
  const [low, high] = [Math.min(...picture.values), Math.max(...picture.values)];
  return { bars: [paragraph(`${sparkline(picture.values)} ${unitText(low, unit)} – ${unitText(high, unit)}`)], file: null };
}

/** The words stand already: a picture that can't be sent is left out, and the log tells. */
export async function sendPicture(
  deps: Pick<OutboxDeps, 'log'>,
  adapter: ChatAdapter,
  place: Place,
  line: Pick<OutboxItem, 'id' | 'incidentId'>,
  file: OutgoingFile,
  options: PostOptions,
): Promise<void> {
  try {
    await adapter.upload?.(place, file, { ...options, idempotencyKey: `${line.id}-picture` });
  } catch (error) {
    const reason = String(error).slice(0, 300);
    deps.log.warn({ adapter: adapter.name, incident: line.incidentId, reason }, 'A picture could not be sent; its words were');
  }
}

function wordsOf(evidence: Evidence, locale: Locale, timeZone: string) {
  const unit = evidence.series?.[0]?.unit ?? '';
  return {
    numberText: (value: number) => (unit === 'bytes' || unit === 'ratio' ? unitText(value, unit) : numberText(value)),
    timeText: (timeMs: number) => timeIn(timeZone, new Date(timeMs).toISOString()),
    measured: cardText['chart.measured'][locale],
    usual: cardText['chart.usual'][locale],
    ahead: cardText['chart.ahead'][locale],
    limit: cardText['chart.limit'][locale],
    changed: cardText['chart.changed'][locale],
    note: evidence.headline[locale],
  };
}
