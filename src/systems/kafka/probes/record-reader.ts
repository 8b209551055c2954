/** Reads what coordinators write: numbers and texts, one after the other. Throws RangeError where the record ends too early. */

export type RecordReader = ReturnType<typeof readerOf>;

export function readerOf(bytes: Buffer, from: number) {
  let at = from;
  const int16 = (): number => {
    at += 2;
    return bytes.readInt16BE(at - 2);
  };
  return {
    int16,
    int32: (): number => {
      at += 4;
      return bytes.readInt32BE(at - 4);
    },
    int64: (): bigint => {
      at += 8;
      return bytes.readBigInt64BE(at - 8);
    },
    /** Null where its length is negative. */
    text: (): string | null => {
      const length = int16();
      if (length < 0) return null;
      if (at + length > bytes.length) throw new RangeError('The record ends within a text');
      at += length;
      return bytes.toString('utf8', at - length, at);
    },
    skip: (count: number): void => {
      at += count;
      if (at > bytes.length) throw new RangeError('The record ends too early');
    },
  };
}
