/**
 * Makes the text of a trace file. Portable, pure. Every number reads back to the very same bits: f64 as JSON writes it,
 * f32 with the fewest digits that give it again.
 */
import type { TraceStep } from '#probability/trace.ts';
import { traceFileFormat, traceFileVersion, type TraceFileHead, type TraceFilePiece } from './trace-file.ts';
import type { VocabularyTable } from './vocabulary-table.ts';

export type TraceToWrite = {
  readonly head: Omit<TraceFileHead, 'format' | 'version' | 'pieces' | 'tokens' | 'promptScore'>;
  readonly steps: readonly TraceStep[];
  readonly promptScore: {
    readonly profile: TraceFileHead['profile'];
    readonly scoredAtMs: number;
    readonly steps: readonly TraceStep[];
  } | null;
  readonly vocabulary: VocabularyTable;
};

/** An f64 as JSON; JSON.stringify would lose the sign of −0 and turn an infinity into null. */
function number64(value: number): string {
  if (value === -Infinity) return '"-Infinity"';
  return Object.is(value, -0) ? '-0' : JSON.stringify(value);
}

/** The shortest decimal that gives this f32 again. Nine digits always do (IEEE 754). */
export function number32(value: number): string {
  if (!Number.isFinite(value) || value === 0) return number64(value);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}

function nullable(value: number | null): string {
  return value === null ? 'null' : number64(value);
}

/** One line. The three numbers of a step are f64 in memory, whatever they were made from. */
function tokenLine(step: TraceStep): string {
  const { rank } = step;
  const fields = [
    `"id":${step.tokenId}`,
    `"origin":"${step.origin}"`,
    `"logit":${number64(step.logit)}`,
    `"maxLogit":${number64(step.maxLogit)}`,
    `"logZ":${number64(step.logZ)}`,
    `"isLogZExact":${step.isLogZExact}`,
    `"draw":${nullable(step.draw)}`,
    `"xtcDraw":${nullable(step.xtcDraw)}`,
    `"endLogprob":${nullable(step.endLogprob)}`,
    `"logZAtTemperature":${nullable(step.logZAtTemperature)}`,
    ...(typeof rank === 'number' ? [`"rank":${rank}`] : []),
    `"topIds":[${step.topIds.join(',')}]`,
    `"topLogits":[${Array.from(step.topLogits, number32).join(',')}]`,
  ];
  return `{${fields.join(',')}}`;
}

function* list(lines: Iterable<string>): Generator<string> {
  let separator = '\n';
  for (const line of lines) {
    yield `${separator}${line}`;
    separator = ',\n';
  }
  yield '\n';
}

function* map<From, To>(values: Iterable<From>, form: (value: From) => To): Generator<To> {
  for (const value of values) yield form(value);
}

/** Every id that occurs anywhere, ascending. */
function occurringIds({ head, steps, promptScore }: TraceToWrite): readonly number[] {
  const ids = new Set<number>(head.prompt.tokenIds);
  for (const id of head.endTokenIds) ids.add(id);
  for (const { tokenId, topIds } of [...steps, ...(promptScore?.steps ?? [])]) {
    ids.add(tokenId);
    for (const id of topIds) ids.add(id);
  }
  return [...ids].sort((left, right) => left - right);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The file, piece by piece: joined they are one JSON document. A trailing line break ends it.
 * `head.endTokenIds` grows by the occurring tokens that the vocabulary itself calls an end.
 */
export function* traceFileParts(trace: TraceToWrite): Generator<string> {
  const { head, steps, promptScore, vocabulary } = trace;
  const ids = occurringIds(trace);
  const endTokenIds = [...new Set([...head.endTokenIds, ...ids.filter((id) => vocabulary.isEnd(id))])].sort(
    (left, right) => left - right,
  );
  const { prompt, ...plain } = { ...head, endTokenIds };
  yield `{\n"format":"${traceFileFormat}",\n"version":${traceFileVersion}`;
  for (const [name, value] of Object.entries(plain)) yield `,\n"${name}":${JSON.stringify(value)}`;
  yield `,\n"prompt":${JSON.stringify(prompt)}`;
  yield ',\n"pieces":[';
  yield* list(
    map(ids, (id) => {
      const { bytes, type } = vocabulary.piece(id);
      return JSON.stringify([id, hex(bytes), type] satisfies TraceFilePiece);
    }),
  );
  yield '],\n"tokens":[';
  yield* list(map(steps, tokenLine));
  if (promptScore === null) yield '],\n"promptScore":null';
  else {
    yield `],\n"promptScore":{"profile":${JSON.stringify(promptScore.profile)},"scoredAtMs":${promptScore.scoredAtMs},"tokens":[`;
    yield* list(map(promptScore.steps, tokenLine));
    yield ']}';
  }
  yield '\n}\n';
}
