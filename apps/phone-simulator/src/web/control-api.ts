import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PhoneControl } from '../control.ts';
import { MODES } from '../model.ts';
import { readBody, refuse, respondJson } from './respond.ts';

type Input = Readonly<Record<string, unknown>>;
type Action = (control: PhoneControl, input: Input) => void;
type View = (control: PhoneControl, to: string | undefined) => unknown;

const VIEWS: ReadonlyMap<string, View> = new Map<string, View>([
  ['state', (control) => control.state()],
  ['texts', (control, to) => control.texts(to)],
  ['calls', (control, to) => control.calls(to)],
  ['mails', (control, to) => control.mails(to)],
]);

const ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['phones', (control, input) => control.addPhone(textOf(input, 'number'))],
  ['answer', (control, input) => control.answer(textOf(input, 'callSid'))],
  ['voicemail', (control, input) => control.voicemail(textOf(input, 'callSid'))],
  ['decline', (control, input) => control.decline(textOf(input, 'callSid'))],
  ['let-ring', (control, input) => control.letRing(textOf(input, 'callSid'))],
  ['hang-up', (control, input) => control.hangUp(textOf(input, 'callSid'))],
  ['press', (control, input) => control.press(textOf(input, 'callSid'), textOf(input, 'keys'))],
  ['behaviour', setBehaviour],
  ['clear', (control) => control.clear()],
]);

/** `/control/…`: what the page does and what tests do over HTTP. */
export async function handleControl(
  control: PhoneControl,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const name = url.pathname.slice('/control/'.length);
  const view = VIEWS.get(name);
  const action = ACTIONS.get(name);
  if (request.method === 'GET' && view) {
    respondJson(response, 200, view(control, url.searchParams.get('to') ?? undefined));
  } else if (request.method === 'POST' && action) {
    await act({ control, action }, request, response);
  } else {
    refuse(response, view || action ? 405 : 404, 'There is no such control');
  }
}

async function act(
  { control, action }: { readonly control: PhoneControl; readonly action: Action },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A form of another site cannot have this type, and its script may not without our consent.
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    return refuse(response, 415, 'The content type must be application/json');
  }
  const input = parseObject(await readBody(request));
  if (!input) return refuse(response, 400, 'The body must be one JSON object');
  try {
    action(control, input);
    respondJson(response, 200, {});
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    refuse(response, 409, error.message);
  }
}

const isObject = (value: unknown): value is Input =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseObject(text: string | undefined): Input | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function textOf(input: Input, name: string): string {
  const value = input[name];
  if (typeof value !== 'string') throw new RangeError(`"${name}" must be text`);
  return value;
}

function setBehaviour(control: PhoneControl, input: Input): void {
  const mode = MODES.find((known) => known === input['mode']);
  if (!mode) throw new RangeError(`"mode" must be one of ${MODES.join(', ')}`);
  const { delayMs } = input;
  control.setBehaviour({
    mode,
    ...(input['to'] === undefined ? {} : { to: textOf(input, 'to') }),
    ...(typeof delayMs === 'number' && delayMs >= 0 ? { delayMs } : {}),
  });
}
