/**
 * The frames of the long connection: one protobuf message for events, acks, pings and pongs. Written out here, since the SDK switches
 * 64-bit numbers off in the protobufjs that it shares with the rest of the process.
 */

export interface PeerFrame {
  readonly method: 'control' | 'data';
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
}

const fields = { seqId: 1, logId: 2, service: 3, method: 4, header: 5, payload: 8 } as const;
const headerFields = { key: 1, value: 2 } as const;

/** Above 2^53, as Feishu's are. */
const logId = 7_420_000_000_000_000_123n;

export function encodeFrame(method: PeerFrame['method'], headers: Readonly<Record<string, string>>, payload: Uint8Array): Uint8Array {
  const numbers = [
    [fields.seqId, 1n],
    [fields.logId, logId],
    [fields.service, 33_554_678n],
    [fields.method, method === 'control' ? 0n : 1n],
  ] as const;
  const encodedHeaders = Object.entries(headers).map(([key, value]) => {
    const header = Buffer.concat([bytesField(headerFields.key, Buffer.from(key)), bytesField(headerFields.value, Buffer.from(value))]);
    return bytesField(fields.header, header);
  });
  const head = numbers.map(([field, value]) => Buffer.concat([varint(BigInt(field << 3)), varint(value)]));
  return Buffer.concat([...head, ...encodedHeaders, bytesField(fields.payload, payload)]);
}

export function decodeFrame(bytes: Uint8Array): PeerFrame {
  const headers: Record<string, string> = {};
  let method: PeerFrame['method'] = 'control';
  let payload = '';
  for (const { field, value } of readFields(Buffer.from(bytes))) {
    if (field === fields.method) method = value === 0n ? 'control' : 'data';
    if (field === fields.payload && typeof value !== 'bigint') payload = value.toString('utf8');
    if (field !== fields.header || typeof value === 'bigint') continue;
    const texts = new Map(readFields(value).map((one) => [one.field, String(one.value)]));
    headers[texts.get(headerFields.key) ?? ''] = texts.get(headerFields.value) ?? '';
  }
  return { method, headers, payload };
}

interface Field {
  readonly field: number;
  readonly value: bigint | Buffer;
}

function readFields(bytes: Buffer): Field[] {
  const found: Field[] = [];
  let at = 0;
  const next = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at);
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(next());
    const number = next();
    if ((tag & 7) === 0) {
      found.push({ field: tag >> 3, value: number });
      continue;
    }
    if ((tag & 7) !== 2) throw new Error(`A frame has no field of wire type ${tag & 7}`);
    found.push({ field: tag >> 3, value: bytes.subarray(at, at + Number(number)) });
    at += Number(number);
  }
  return found;
}

function bytesField(field: number, value: Uint8Array): Buffer {
  return Buffer.concat([varint(BigInt((field << 3) | 2)), varint(BigInt(value.length)), value]);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let left = value;
  while (left >= 0x80n) {
    bytes.push(Number(left & 0x7fn) | 0x80);
    left >>= 7n;
  }
  return Buffer.from([...bytes, Number(left)]);
}
