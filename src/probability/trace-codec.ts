/**
 * The binary form of a run of captured steps: what the engine sends, the core stores and the page reads. Portable.
 * It knows nothing of files or messages, and treats every input as hostile.
 *
 * Format, version 1, little-endian, no padding:
 *
 *     header   4 bytes   magic "PTRC"
 *              u8        version (1)
 *              3 bytes   zero
 *              u32       number of steps n
 *              u32 × n   offset of each step from the start of the file, ascending
 *     step     u32       token id
 *              u8        origin: 0 prompt, 1 forced, 2 sampled
 *              u8        flags: 1 logZ exact, 2 draw, 4 xtcDraw, 8 endLogprob, 16 logZAtTemperature,
 *                        32 rank present
 *              u16       zero
 *              u32       number of captured tokens k
 *              f64 × 3   logit, maxLogit, logZ
 *              f64 each  draw, xtcDraw, endLogprob, logZAtTemperature, rank: only those whose flag is set
 *              u32 × k   ids
 *              f32 × k   logits
 *
 * Flag 32 came later: a run of steps from before it has none set and decodes with a rank of null.
 *
 * Steps follow each other without a gap and end where the file ends. A step with 64 alternatives takes 552 to 588 bytes.
 */
import type { TokenOrigin, TraceStep } from './trace.ts';

/** The bytes are not a run of steps. The message says where, never what they hold. */
export class TraceFormatError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TraceFormatError';
  }
}

const magic = [0x50, 0x54, 0x52, 0x43] as const;
const version = 1;
const fileHeaderBytes = 12;
const stepHeaderBytes = 12 + 3 * 8;
const origins: readonly TokenOrigin[] = ['prompt', 'forced', 'sampled'];

const flagLogZExact = 1;
/** The optional numbers of a step, in the order in which they are stored. */
const optionalFields = [
  { key: 'draw', flag: 2 },
  { key: 'xtcDraw', flag: 4 },
  { key: 'endLogprob', flag: 8 },
  { key: 'logZAtTemperature', flag: 16 },
  { key: 'rank', flag: 32 },
] as const;
const knownFlags = 63;

function stepFlags(step: TraceStep): number {
  let flags = step.isLogZExact ? flagLogZExact : 0;
  for (const { key, flag } of optionalFields) if (step[key] !== null) flags |= flag;
  return flags;
}

function optionalCount(flags: number): number {
  let count = 0;
  for (const { flag } of optionalFields) if ((flags & flag) !== 0) count++;
  return count;
}

function stepBytes(flags: number, captured: number): number {
  return stepHeaderBytes + optionalCount(flags) * 8 + captured * 8;
}

function writeStep(view: DataView, start: number, step: TraceStep, flags: number): void {
  view.setUint32(start, step.tokenId, true);
  view.setUint8(start + 4, origins.indexOf(step.origin));
  view.setUint8(start + 5, flags);
  view.setUint32(start + 8, step.topIds.length, true);
  view.setFloat64(start + 12, step.logit, true);
  view.setFloat64(start + 20, step.maxLogit, true);
  view.setFloat64(start + 28, step.logZ, true);
  let offset = start + stepHeaderBytes;
  for (const { key } of optionalFields) {
    const value = step[key];
    if (value === null) continue;
    view.setFloat64(offset, value, true);
    offset += 8;
  }
  for (const id of step.topIds) {
    view.setUint32(offset, id, true);
    offset += 4;
  }
  for (const logit of step.topLogits) {
    view.setFloat32(offset, logit, true);
    offset += 4;
  }
}

/**
 * The steps as bytes of their own.
 *
 * @throws TraceFormatError when a step has not as many logits as ids
 */
export function encodeSteps(steps: readonly TraceStep[]): Uint8Array<ArrayBuffer> {
  const flags = steps.map(stepFlags);
  let total = fileHeaderBytes + 4 * steps.length;
  for (const [index, step] of steps.entries()) {
    if (step.topIds.length !== step.topLogits.length)
      throw new TraceFormatError('ids and logits differ in number');
    total += stepBytes(flags[index] ?? 0, step.topIds.length);
  }
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  bytes.set(magic, 0);
  view.setUint8(4, version);
  view.setUint32(8, steps.length, true);
  let offset = fileHeaderBytes + 4 * steps.length;
  for (const [index, step] of steps.entries()) {
    view.setUint32(fileHeaderBytes + 4 * index, offset, true);
    writeStep(view, offset, step, flags[index] ?? 0);
    offset += stepBytes(flags[index] ?? 0, step.topIds.length);
  }
  return bytes;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * How many steps the bytes hold; reads the header only.
 *
 * @throws TraceFormatError when the bytes do not begin like a run of steps or are too short for their steps
 */
export function countSteps(bytes: Uint8Array): number {
  if (bytes.byteLength < fileHeaderBytes) throw new TraceFormatError('shorter than its header');
  if (magic.some((byte, index) => bytes[index] !== byte)) throw new TraceFormatError('not a trace');
  if (bytes[4] !== version) throw new TraceFormatError('unknown version');
  const count = viewOf(bytes).getUint32(8, true);
  // The smallest step bounds the count by the length, so a wrong count allocates nothing.
  if (count * (4 + stepHeaderBytes) > bytes.byteLength - fileHeaderBytes) {
    throw new TraceFormatError('shorter than its number of steps');
  }
  return count;
}

type Optional = Pick<TraceStep, (typeof optionalFields)[number]['key']>;

function readOptional(view: DataView, start: number, flags: number): Optional {
  const optional: { -readonly [Key in keyof Optional]: Optional[Key] } = {
    draw: null,
    xtcDraw: null,
    endLogprob: null,
    logZAtTemperature: null,
    rank: null,
  };
  let offset = start;
  for (const { key, flag } of optionalFields) {
    if ((flags & flag) === 0) continue;
    optional[key] = view.getFloat64(offset, true);
    offset += 8;
  }
  const { rank } = optional;
  if (rank !== null && !(Number.isInteger(rank) && rank >= 1))
    throw new TraceFormatError(`the rank at byte ${start} is none`);
  return optional;
}

function readStepAt(view: DataView, start: number, limit: number): { step: TraceStep; end: number } {
  if (start + stepHeaderBytes > limit) throw new TraceFormatError(`step at byte ${start} is cut off`);
  const origin = origins[view.getUint8(start + 4)];
  if (origin === undefined) throw new TraceFormatError(`step at byte ${start} has an unknown origin`);
  const flags = view.getUint8(start + 5);
  if ((flags & ~knownFlags) !== 0) throw new TraceFormatError(`step at byte ${start} has unknown flags`);
  const captured = view.getUint32(start + 8, true);
  const end = start + stepBytes(flags, captured);
  if (end > limit) throw new TraceFormatError(`step at byte ${start} is cut off`);
  const optional = readOptional(view, start + stepHeaderBytes, flags);
  // One copy, aligned for both: every platform that Prisme runs on stores numbers in the order of the format.
  const top = view.buffer.slice(view.byteOffset + end - captured * 8, view.byteOffset + end);
  const step: TraceStep = {
    tokenId: view.getUint32(start, true),
    origin,
    logit: view.getFloat64(start + 12, true),
    maxLogit: view.getFloat64(start + 20, true),
    logZ: view.getFloat64(start + 28, true),
    isLogZExact: (flags & flagLogZExact) !== 0,
    ...optional,
    topIds: new Uint32Array(top, 0, captured),
    topLogits: new Float32Array(top, captured * 4, captured),
  };
  return { step, end };
}

/**
 * One step, without reading the others.
 *
 * @throws TraceFormatError when the bytes are not a run of steps
 * @throws RangeError when there is no step `index`
 */
export function readStep(bytes: Uint8Array, index: number): TraceStep {
  const count = countSteps(bytes);
  if (!Number.isInteger(index) || index < 0 || index >= count)
    throw new RangeError(`no step ${index} of ${count}`);
  const view = viewOf(bytes);
  const start = view.getUint32(fileHeaderBytes + 4 * index, true);
  if (start < fileHeaderBytes + 4 * count) throw new TraceFormatError(`offset of step ${index} is wrong`);
  return readStepAt(view, start, bytes.byteLength).step;
}

/**
 * All steps. Memory stays in proportion to the length of the bytes, whatever they claim.
 *
 * @throws TraceFormatError when the bytes are not exactly a run of steps
 */
export function decodeSteps(bytes: Uint8Array): TraceStep[] {
  const count = countSteps(bytes);
  const view = viewOf(bytes);
  const steps: TraceStep[] = [];
  let offset = fileHeaderBytes + 4 * count;
  for (let index = 0; index < count; index++) {
    if (view.getUint32(fileHeaderBytes + 4 * index, true) !== offset) {
      throw new TraceFormatError(`offset of step ${index} is wrong`);
    }
    const { step, end } = readStepAt(view, offset, bytes.byteLength);
    steps.push(step);
    offset = end;
  }
  if (offset !== bytes.byteLength) throw new TraceFormatError('bytes after the last step');
  return steps;
}
