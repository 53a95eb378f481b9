/**
 * llama.cpp's log lines, kept for a moment and turned into typed errors. Runs in the engine.
 * A failed load rejects with nothing more than "Failed to load model"; the reason is only in the log. It keeps no
 * file: lines go to stderr, which whoever started the engine may store.
 */
import { PrismeError } from '#contract/errors.ts';

/** The last lines that llama.cpp logged, newest last. */
export type EngineLog = {
  readonly add: (level: string, message: string) => void;
  /** Forgets the lines, so that the next failure is not explained by an older one. */
  readonly clear: () => void;
  readonly lines: () => readonly string[];
  /**
   * Resolves when a line has come that says why a load failed, after half a second at the latest: llama.cpp's thread
   * hands its lines over by itself, and the failure can arrive before them.
   */
  readonly explained: () => Promise<void>;
};

const keptLines = 200;
const longestLine = 1_000;
const explanationLimitMs = 500;

/** A log that keeps the last 200 lines and copies warnings and errors to stderr. */
export function createEngineLog(
  write: (line: string) => void = (line) => process.stderr.write(line),
): EngineLog {
  const kept: string[] = [];
  let tell = (): void => undefined;
  return {
    add(level, message) {
      const line = message.trimEnd().slice(0, longestLine);
      if (line === '') return;
      kept.push(line);
      if (kept.length > keptLines) kept.shift();
      if (isExplanation(line)) tell();
      if (level === 'warn' || level === 'error' || level === 'fatal') write(`llama.cpp ${level}: ${line}\n`);
    },
    clear() {
      kept.length = 0;
    },
    lines: () => kept,
    async explained() {
      if (kept.some(isExplanation)) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(() => resolve(), explanationLimitMs);
      tell = resolve;
      await promise;
      clearTimeout(timer);
    },
  };
}

const architectureWords = /unknown model architecture: '([^']{0,100})'/;
const magicWords = /invalid gguf magic/i;
const memoryWords =
  /bad_alloc|out of memory|failed to allocate|unable to allocate|insufficient memory|cannot allocate|not enough (v)?ram/i;
const boundsWords =
  /data is not within the file bounds|file is shorter|tensor .* data .* out of bounds|unexpectedly reached end of file/i;
const corruptWords =
  /corrupted or incomplete|corrupt|failed to parse GGUF|missing tensor|wrong shape|check_tensor|invalid data|has invalid|duplicate|failed to read/i;

function isExplanation(line: string): boolean {
  return [architectureWords, magicWords, memoryWords, boundsWords, corruptWords].some((words) =>
    words.test(line),
  );
}

/**
 * Why a model did not load, from what was thrown and what llama.cpp logged meanwhile.
 * Codes: model.unsupportedArchitecture, model.truncated, model.corrupt, model.notEnoughMemory, model.notGguf, else
 * model.loadFailed.
 *
 * @param path left out of the reason: details never hold a path
 */
export function loadErrorFrom(thrown: unknown, lines: readonly string[], path = ''): PrismeError {
  if (thrown instanceof PrismeError) return thrown;
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  const all = [...lines, message].join('\n');
  const reason = withoutPath(reasonFrom(lines, message), path);
  const architecture = architectureWords.exec(all)?.[1];
  if (architecture !== undefined)
    return new PrismeError('model.unsupportedArchitecture', { architecture }, { cause: thrown });
  if (boundsWords.test(all)) return new PrismeError('model.truncated', { reason }, { cause: thrown });
  if (memoryWords.test(all) || /InsufficientMemory/.test(message)) {
    return new PrismeError('model.notEnoughMemory', { reason }, { cause: thrown });
  }
  if (magicWords.test(all)) return new PrismeError('model.notGguf', {}, { cause: thrown });
  if (corruptWords.test(all)) return new PrismeError('model.corrupt', { reason }, { cause: thrown });
  return new PrismeError('model.loadFailed', { reason }, { cause: thrown });
}

/** The most telling line: the last one that speaks of an error, else what was thrown. */
function reasonFrom(lines: readonly string[], message: string): string {
  const telling = lines.findLast(
    (line) => /error|fail|invalid|unable|corrupt/i.test(line) && !/failed to load model$/i.test(line),
  );
  return (telling ?? message).slice(0, 2_000);
}

function withoutPath(reason: string, path: string): string {
  return path === '' ? reason : reason.replaceAll(path, 'the file');
}
