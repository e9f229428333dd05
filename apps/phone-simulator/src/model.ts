export const MODES = [
  'deliver',
  'refuse',
  'delay',
  'never-deliver',
  'deliver-twice',
  'hang',
  'error-500',
] as const;

/** What the network does to everything sent to one number or address. */
export type Mode = (typeof MODES)[number];
export type Behaviour = { readonly mode: Mode; readonly delayMs: number };

/** Everything that happened is numbered in one order, so that a test can wait for what is newer. */
type Numbered = { readonly sequence: number; readonly at: string };

export type Text = Numbered & {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  readonly body: string;
};

export type CallStatus =
  | 'queued'
  | 'initiated'
  | 'ringing'
  | 'in-progress'
  | 'completed'
  | 'busy'
  | 'failed'
  | 'no-answer';

/** `voice` is what the call says, `keys` what was pressed, `line` what the network has to tell. */
export type TranscriptLine = {
  readonly speaker: 'voice' | 'keys' | 'line';
  readonly text: string;
};

export type Call = Numbered & {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  readonly status: CallStatus;
  /** A question has been asked and a key is awaited. */
  readonly listening: boolean;
  readonly transcript: readonly TranscriptLine[];
};

export type Mail = Numbered & {
  readonly to: readonly string[];
  readonly from: string;
  readonly subject: string;
  readonly text: string;
};

/** What the network did that nobody on a phone could see. */
export type Note = Numbered & { readonly number: string; readonly text: string };

export type Phone = { readonly number: string; readonly behaviour: Behaviour };

export type State = {
  readonly phones: readonly Phone[];
  readonly texts: readonly Text[];
  readonly calls: readonly Call[];
  readonly mails: readonly Mail[];
  readonly notes: readonly Note[];
};

export const isOver = ({ status }: Pick<Call, 'status'>): boolean =>
  ['completed', 'busy', 'failed', 'no-answer'].includes(status);

/** ITU-T E.164, as strict as the carrier. */
export const isPhoneNumber = (text: string): boolean => /^\+[1-9]\d{6,14}$/.test(text);
