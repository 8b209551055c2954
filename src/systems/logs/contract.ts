/** Where logs come from, be it a log system or files on a host: the same bounded lines from all. */

/** A file by its absolute path, or what another system that keeps logs finds by a query or by the name of a service. */
export type LogSource = string | StoredLogs;

export type StoredLogs = { readonly system: string; readonly query: string } | { readonly system: string; readonly service: string };

/** Where the logs of a system that declares none are asked for, by the names that it may have there, the first that is known. */
export interface AssumedLogs {
  readonly system: string;
  readonly services: readonly string[];
}

export interface LogLine {
  /** Epoch milliseconds, as the log system has it. */
  readonly atMs: number;
  readonly text: string;
  /** As the log system tells it apart from the text; '' when it does not. */
  readonly level: string;
  /** Lines of one stream belong together: a stack trace is never folded into another stream's line. */
  readonly stream: string;
}

export interface LogRequest {
  /** In the log system's own language. */
  readonly query: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** The newest so many. */
  readonly linesMax: number;
}

export interface ServiceRequest {
  /** Exactly as the store has it; never empty. */
  readonly service: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface LogAnswer {
  /** Oldest first. */
  readonly lines: readonly LogLine[];
  /** True when there were more than `linesMax`, or more bytes than are read. */
  readonly isCut: boolean;
}

export interface LogLimit {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface LogStore<Client> {
  /** Throws SystemError, without a secret, when it cannot be read. */
  read(client: Client, request: LogRequest, limit: LogLimit): Promise<LogAnswer>;
  /**
   * The query, for `read`, that finds the lines of the service of that name; null where there are none in that time. Small: it is asked of
   * services that the store may have never heard of. Absent: the store is only asked by queries. Throws SystemError as `read` does.
   */
  findService?(client: Client, request: ServiceRequest, limit: LogLimit): Promise<string | null>;
}

export interface LogTail {
  readonly path: string;
  /** Null when the file is missing or may not be read. */
  readonly text: string | null;
  readonly reason: string;
}

export interface LogFiles<Client> {
  /** The ends of files. Throws SystemError when the host cannot be asked. */
  tail(
    client: Client,
    paths: readonly string[],
    bytesMax: number,
    limit: LogLimit,
  ): Promise<{ tails: readonly LogTail[]; zoneMinutes: number }>;
}
