/**
 * V4: calls of the contract with generated inputs and with every field at its boundaries, over a message port and over a
 * WebSocket. Calls that need a model end at the engine, which is not there.
 */
import { randomUUID } from 'node:crypto';
import { isContractProcedure } from '@orpc/contract';
import { type ClientContext, ORPCError } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { z } from 'zod';
import { contract } from '#contract/contract.ts';
import { errorCatalogue } from '#contract/errors.ts';
import { customJsonSerializers } from '#contract/serializers.ts';
import { brokenMessages } from './broken-messages.ts';
import { type Known, boundaryInputs, schemaOf, soundInput, wrongInput } from './generate-input.ts';
import { type OwnCore, fill, openOwnCore } from './own-core.ts';
import { type OwnWebServer, openSocket, openWebServer } from './own-web-server.ts';
import type { Random } from './random.ts';
import type { Outcome, Suite, Trial } from './suite.ts';

type Call = { readonly path: readonly string[]; readonly schema: z.ZodType };
type Link = { readonly name: string; call(path: readonly string[], input: unknown): Promise<unknown> };
type Answered = { readonly code: string | null; readonly value: unknown };
type Report = {
  readonly own: OwnCore;
  readonly failures: string[];
  readonly codes: Map<string, number>;
  /** Refused calls during which something else changed the data. */
  coincidences: number;
};

const serializers = [...customJsonSerializers];
/** Far above what any of these calls takes: beyond it a call hangs. */
const patienceMs = 60_000;
/** Events that are read of a stream. Some come only when something changes, and a scoring that waits tells nothing more. */
const eventsOf: Readonly<Record<string, number>> = {
  'app.notices': 0,
  'privacy.watch': 1,
  'scoring.attach': 1,
  'choices.attach': 1,
};

function allCalls(): Call[] {
  return Object.entries(contract).flatMap(([noun, verbs]) =>
    Object.entries(verbs).map(([verb, procedure]): Call => {
      if (!isContractProcedure(procedure)) throw new TypeError(`${noun}.${verb} is no procedure`);
      // The contract is made with zod alone.
      return { path: [noun, verb], schema: procedure['~orpc'].inputSchema as z.ZodType };
    }),
  );
}

const calls = allCalls();

/** Reads the beginning of a stream and leaves it. */
async function readStream(stream: AsyncIterator<unknown>, events: number): Promise<void> {
  for (let read = 0; read < events; read++) if ((await stream.next()).done === true) return;
  await stream.return?.();
}

function isStream(value: unknown): value is AsyncIterator<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function answerOf(link: Link, { path }: Call, input: unknown): Promise<Answered> {
  try {
    const value = await link.call(path, input);
    if (isStream(value)) await readStream(value, eventsOf[path.join('.')] ?? 3);
    return { code: null, value };
  } catch (cause) {
    const isNamed = cause instanceof ORPCError;
    return { code: isNamed ? cause.code : `not typed: ${String(cause)}`, value: isNamed ? cause.data : null };
  }
}

/** What is wrong with an answer; null: nothing. */
function faultOf({ schema }: Call, input: unknown, { code, value }: Answered): string | null {
  if (code !== null && !Object.hasOwn(errorCatalogue, code)) return `${code} is not in the catalogue`;
  if (code === 'app.internal') return 'an internal error';
  if (schema.safeParse(input).success) return null;
  if (code !== 'app.invalidInput')
    return `the input is against the schema, the answer was ${code ?? 'a result'}`;
  const hasField = typeof value === 'object' && value !== null && 'field' in value;
  return hasField ? null : 'app.invalidInput without its field';
}

function describe(input: unknown): string {
  const text = JSON.stringify(input, (_key, value: unknown) =>
    typeof value === 'bigint' || Number.isNaN(value) ? String(value) : value,
  );
  return (text ?? 'undefined').slice(0, 300);
}

/** Earlier calls may still be at work: what the refused one changed itself, it changes again. */
async function changesAgain(own: OwnCore, link: Link, call: Call, input: unknown): Promise<boolean> {
  await answerOf(link, call, input);
  if (!own.hasChanged()) return false;
  await answerOf(link, call, input);
  return own.hasChanged();
}

async function tryCall(report: Report, link: Link, call: Call, input: unknown): Promise<unknown> {
  const { own, failures, codes } = report;
  const answered = await answerOf(link, call, input);
  const { code, value } = answered;
  codes.set(code ?? 'a result', (codes.get(code ?? 'a result') ?? 0) + 1);
  const fault = faultOf(call, input, answered);
  const hasChanged = own.hasChanged() && code !== null;
  if (hasChanged) report.coincidences += 1;
  const isCause = hasChanged && (await changesAgain(own, link, call, input));
  const changed = isCause ? `refused with ${code}, but the data changed` : null;
  for (const each of [fault, changed].filter((each) => each !== null))
    failures.push(`${link.name}: ${call.path.join('.')} ${describe(input)}: ${each}`);
  return value;
}

/** Identifiers: those of what is there, and some of nothing. */
async function knownIn(own: OwnCore): Promise<Known> {
  const contents = await fill(own);
  const { conversationIds, messageIds, modelIds, vocabularyHashes } = contents;
  return {
    uuids: [...conversationIds, ...messageIds, randomUUID()],
    hashes: [...modelIds, ...vocabularyHashes, 'e'.repeat(64)],
  };
}

type Doors = {
  readonly links: readonly [Link, Link];
  readonly sendBroken: (message: string | Buffer) => void;
};

function linkOf(name: string, link: PortLink<ClientContext> | SocketLink<ClientContext>): Link {
  return {
    name,
    call: (path, input) => link.call(path, input, { context: {}, signal: AbortSignal.timeout(patienceMs) }),
  };
}

async function openDoors(own: OwnCore, web: OwnWebServer): Promise<Doors> {
  const port = own.openPort();
  const socket = await openSocket(web);
  // The client uses addEventListener, send and readyState, which `ws` has as browsers do.
  const websocket = socket as unknown as WebSocket;
  return {
    links: [
      linkOf('port', new PortLink({ port, customJsonSerializers: serializers })),
      linkOf('socket', new SocketLink({ websocket, customJsonSerializers: serializers })),
    ],
    sendBroken: (message) => {
      port.postMessage(message);
      socket.send(message);
    },
  };
}

/** Every field at its boundaries, over the two ways in by turns. */
async function tryBoundaries(report: Report, doors: Doors, known: Known, random: Random): Promise<number> {
  let tried = 0;
  for (const call of calls)
    for (const input of boundaryInputs(schemaOf(call.schema), random, known)) {
      await tryCall(report, doors.links[tried % 2] ?? doors.links[0], call, input);
      tried += 1;
    }
  return tried;
}

/** Half of the inputs are sound; whatever they make is used by later ones. */
async function tryGenerated(
  report: Report,
  doors: Doors,
  known: Known,
  { times, random }: Trial,
): Promise<void> {
  const jobs: string[] = [];
  for (let index = 0; index < times; index++) {
    const own = random.fork(index);
    const call = own.pick(calls);
    const sound = soundInput(schemaOf(call.schema), own, { ...known, uuids: [...known.uuids, ...jobs] });
    const input = own.int(0, 1) === 0 ? sound : wrongInput(sound, own);
    const value = await tryCall(report, own.pick(doors.links), call, input);
    if (typeof value === 'object' && value !== null && 'jobId' in value) jobs[0] = String(value.jobId);
  }
}

/** Messages that are no requests at all change nothing, and the next request on the same way in is answered. */
async function tryBroken({ own, failures }: Report, doors: Doors, random: Random): Promise<number> {
  const messages = brokenMessages(random);
  for (const message of messages) doors.sendBroken(message);
  for (const link of doors.links) {
    const code = await link.call(['app', 'status'], {}).then(
      () => null,
      (cause: unknown) => String(cause),
    );
    if (code !== null) failures.push(`${link.name}: after broken messages the core answers ${code}`);
  }
  if (own.hasChanged()) failures.push('broken messages changed the data');
  return messages.length;
}

async function run({ times, random }: Trial): Promise<Outcome> {
  const own = await openOwnCore();
  const web = await openWebServer(own);
  const failures: string[] = [];
  const codes = new Map<string, number>();
  const report: Report = { own, failures, codes, coincidences: 0 };
  const uncaught = (cause: unknown): void =>
    void failures.push(`a rejection nobody handled: ${String(cause)}`);
  process.on('unhandledRejection', uncaught);
  const known = await knownIn(own);
  const doors = await openDoors(own, web);
  own.hasChanged();
  const broken = await tryBroken(report, doors, random);
  const boundaries = await tryBoundaries(report, doors, known, random);
  await tryGenerated(report, doors, known, { times, random });
  for (const { message, fields } of own.logged)
    if (message === 'a request failed unexpectedly')
      failures.push(`logged: ${JSON.stringify(fields).slice(0, 400)}`);
  process.off('unhandledRejection', uncaught);
  await web.close();
  await own.close();
  return {
    tried: broken + boundaries + times,
    failures,
    figures: {
      requests: `${calls.length} kinds`,
      generated: `${times} calls`,
      'at boundaries': `${boundaries} calls`,
      'broken messages': `${broken} on each way in`,
      results: `${codes.get('a result') ?? 0}`,
      'kinds of refusal': `${codes.size - 1}`,
      'refused while earlier work went on': `${report.coincidences}`,
    },
  };
}

export const contractCalls: Suite = {
  id: 'V4',
  promise:
    'every call with any input is answered with a result or an error of the catalogue, a refused one changes nothing',
  needs: 'nothing',
  times: { short: 1_000, long: 20_000 },
  run,
};
