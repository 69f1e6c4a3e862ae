import type { CallOptions, SlotlinkError } from './index.js';

/** What the client does beside Calendly's own operations. */
export interface ClientBehaviour {
  /**
   * Sends anything to the API's own address, with the client's token. It is sent once, unless `maxRetries` allows more;
   * then a write too is sent again, and may be executed twice.
   *
   * Rejects with a `SlotlinkError` where the answer is no success or not of the expected type. With `debug` the error has
   * the record, too, as `debug`.
   */
  rawRequest<T extends ResponseType = 'json'>(input: RawRequestInput<T>, options?: CallOptions): Promise<RawResponse<T>>;

  /**
   * Deletes the webhook subscriptions whose address begins with that of an instance, one after the other, and nothing
   * else. Where one cannot be deleted the others are tried all the same. Rejects where they could not be listed; nothing
   * was deleted then. `onDeletion` is told of each as soon as it is known, also of those before an abort.
   */
  deleteInstancedWebhooks(
    input: InstancedWebhooksInput,
    options?: CallOptions & { onDeletion?: (deletion: WebhookDeletion) => void },
  ): Promise<WebhookDeletion[]>;

  /** What somebody may choose from, as labels and values. */
  readonly dataSources: DataSources;

  /**
   * Finds out by reading whether an operation was executed whose answer was lost (`error.reach === 'unknown'`). `input` is
   * what it was called with. Looks three times within four seconds for what does not show at once.
   */
  reconcile(operation: string, input: object, options?: ReconcileOptions): Promise<Reconciled>;

  /**
   * Reads a CSV file (RFC 4180) whose first record names the columns; nothing is sent. Bytes are UTF-8 or, by a byte order
   * mark, UTF-16. An apostrophe before a formula, as `writeCsv` puts one there, is taken off.
   *
   * Rejects with a `SlotlinkError` of the code `invalid_csv` where anything is not right, with each problem in `details`:
   * `{ row, parameter, code, message }`, `parameter` being the column, and `code` one of `too_large` (more than 16 MiB in
   * UTF-8), `empty`, `too_many_columns` (more than 256), `unnamed_column`, `repeated_column`, `field_count`, `unended_quote`,
   * `text_after_quote`, `quote_in_text`, `encoding`, `nul`. Of many they are the first hundred; `total` counts all.
   */
  readCsv(input: FileContent, options?: ReadCsvOptions): Promise<CsvTable>;

  /**
   * Writes a CSV file of rows, which are objects by column, with CRLF at the end of lines. A cell that a spreadsheet may take
   * for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a line end, after blanks or apostrophes too) gets an apostrophe
   * in front, which `readCsv` takes off. To a program that takes another delimiter than the file's it may be one all the same.
   *
   * Rejects with a `SlotlinkError` of the code `invalid_argument` where something cannot be written so that it is read as the
   * same; `details[0].parameter` says where, as `rows[3].email`.
   */
  writeCsv<Row extends Partial<Record<keyof Row, CsvCell>>>(rows: readonly Row[], options?: WriteCsvOptions): Promise<string>;
}

export type CsvDelimiter = ',' | ';' | '\t';

export interface ReadCsvOptions {
  /** Default: the one of which the first record has most outside of quotes. */
  delimiter?: CsvDelimiter;
}

export interface CsvTable {
  /** Their names: without blanks around them, not empty, each once. */
  columns: string[];
  rows: {
    /** The line of the file in which the row begins, as an editor shows it: 1 is the first, the columns' names. */
    row: number;
    /** By column, in their order (but for names that are whole numbers, which JavaScript puts first). */
    values: Record<string, string>;
  }[];
}

/** Nothing is an empty cell, a date is written in UTC (ISO 8601). */
export type CsvCell = string | number | bigint | boolean | Date | null | undefined;

export interface WriteCsvOptions {
  /** Which ones are written, in which order. Default: those of all rows, as they first come. */
  columns?: readonly string[];
  /** Default: a comma. */
  delimiter?: CsvDelimiter;
  /** Begins with a byte order mark, by which Excel knows UTF-8. */
  bom?: boolean;
}

/** How far a call is: it waits for its turn or for the end of a pause, or it was sent, for the first time (1) or again. */
export type Progress = { state: 'waiting'; until: Date } | { state: 'sent'; attempt: number };

/** At most so many requests in any span of so many seconds. */
export interface RateLimit {
  /** 500 and 50 in 60 seconds are what Calendly allows a user of a paid and of the free plan, in all applications. */
  requests: number;
  seconds: number;
}

export type ResponseType = 'json' | 'text' | 'binary';

/** Names and values. A list repeats its name. */
export type Pairs =
  | Record<string, string | number | boolean | null | undefined | (string | number | boolean)[]>
  | { key: string; value: string | number | boolean }[];

export type FileContent = string | Blob | ArrayBuffer | ArrayBufferView;

export interface RawRequestInput<T extends ResponseType = ResponseType> {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  /** `/users/me`, or the whole URI of a resource. Another host is refused. */
  path: string;
  query?: Pairs;
  /** All but `Authorization`, `Cookie` and `Host`, which are the client's own. */
  headers?: Pairs;
  /** The body as it is sent. One of `body`, `json`, `form` and `multipart` with `files` can be given. */
  body?: string;
  /** The body, written as JSON. */
  json?: unknown;
  /** The body, as `application/x-www-form-urlencoded`. */
  form?: Pairs;
  /** The fields of a `multipart/form-data` body. */
  multipart?: Pairs;
  /** The files of a `multipart/form-data` body, by their fields. */
  files?: Record<string, FileContent> | { key: string; value: FileContent }[];
  /** Names of files, by their fields; a file without one is called as its field. */
  fileNames?: Pairs;
  /** What the answer is read as. Default: `json`. */
  responseType?: T;
  /** Milliseconds that one attempt may take. Default: 30 000. */
  timeout?: number;
  /** How often it may be sent again, after 5xx and where there is no answer. Default: 0; at most 100. */
  maxRetries?: number;
  /** Milliseconds before each repetition. Default: 0. */
  retryDelay?: number;
  /** Growing delays in place of `retryDelay`: up to 600 ms, 1.2 s, and so on to 20 s, each shortened by chance. */
  exponentialBackoff?: boolean;
  /** Repeat after any answer that is no success, 4xx too. */
  retryAllErrors?: boolean;
  /** Record what was sent and answered. Tokens, keys and passwords are left out. */
  debug?: boolean;
}

export interface RawResponse<T extends ResponseType = 'json'> {
  status: number;
  /** Those that scripts may read, their names in small letters. */
  headers: Record<string, string>;
  data: T extends 'binary' ? Uint8Array : T extends 'text' ? string : any;
  /** `null` unless it was asked for. */
  debug: RawRecord | null;
}

export interface RawRecord {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
  attempts: { status: number | null; error: string | null; milliseconds: number; headers: Record<string, string> }[];
}

export interface InstancedWebhooksInput {
  /** URI or identifier. */
  organization: string;
  scope: 'organization' | 'user';
  /** URI or identifier; needed in the scope `user`. */
  user?: string;
  /**
   * Where the addresses of the instance begin: `https://flows.example/1` means `/1/a` and `/1?a`, and not `/10`. It must name
   * something behind the host, and not end where a name could be missing.
   */
  callbackUrlPrefix: string;
  /** Only list what would be deleted. */
  dryRun?: boolean;
}

export interface WebhookDeletion {
  uri: string;
  callbackUrl: string;
  /** `listed` in a dry run; `unknown` where the answer was lost and reading did not tell either. */
  outcome: 'listed' | 'deleted' | 'refused' | 'not_sent' | 'unknown';
  /** Unless it was listed or deleted. */
  error: SlotlinkError | null;
}

export interface DataSources {
  /** Events, the latest first. */
  events: DataSource<{
    invitee_email?: string;
    max_start_time?: string | Date;
    min_start_time?: string | Date;
    organization?: string;
    sort?: string;
    status?: 'active' | 'canceled';
    user?: string;
    group?: string;
  }>;
  /** Event types of a user or an organization, by name. */
  eventTypes: DataSource<{
    active?: boolean;
    admin_managed?: boolean;
    organization?: string;
    sort?: string;
    user?: string;
    user_availability_schedule?: string;
  }>;
  organizationMemberships: DataSource<{ email?: string; organization?: string; user?: string; role?: 'owner' | 'admin' | 'user' }>;
  /** Routing forms, the newest first. */
  routingForms: DataSource<{ organization: string; sort?: string }>;
}

/** Filters have Calendly's names. */
export type DataSource<Filters> = (filters: Filters, options?: DataSourceOptions) => Promise<Choices>;

export interface DataSourceOptions extends CallOptions {
  /** Words that must all stand in the label, in small or capital letters. */
  search?: string;
  /** How many choices are wanted, 1 to 100; default 20. There may be more, as pages are read whole. */
  count?: number;
  /** `nextPageToken` of the choices before. */
  pageToken?: string | null;
}

export interface Choices {
  /** `value` is the URI of the resource. */
  choices: { label: string; value: string }[];
  /** `null` at the end. After ten pages without enough matches there is one even where there are no choices. */
  nextPageToken: string | null;
}

export interface ReconcileOptions extends CallOptions {
  /** When it was sent, or earlier; default: ten minutes ago. */
  since?: Date | string | number;
  /** For a booking: the organization whose events may be read. Without it only the user's own events are looked at, and a
   * meeting that is not among them stays unknown. */
  organization?: string;
}

export interface Reconciled {
  outcome: 'happened' | 'not_happened' | 'unknown';
  /**
   * What was made, or as it stands now; `null` where it is gone or not known. Of a webhook subscription Calendly does not tell
   * the signing key again: where that was not your own, the subscription has to be made anew to be verified.
   */
  resource: any;
  /** What comes of sending it again although it may have happened. */
  repeat: 'harmless' | 'may_double';
}
