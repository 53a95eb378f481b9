/**
 * The same question in the terminal shell, which prints what the window shows. Runs in the test process.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { realModelPath } from '../../fixtures/real-models.ts';
import { projectRoot } from './launch.ts';

const run = promisify(execFile);

/** A line of `ask --json`, as far as the specs read it. */
export type TerminalToken = {
  readonly id: number;
  readonly bytes: string;
  readonly p: number;
  readonly rank: number;
  readonly surprisalBits: number;
  readonly top: readonly { readonly id: number; readonly p: number }[];
};

export type TerminalQuestion = {
  readonly dataDir: string;
  readonly tokens: number;
  readonly temperature: number;
  /** How many alternatives each token lists. */
  readonly top: number;
};

export async function askInTerminal(
  text: string,
  { dataDir, tokens, temperature, top }: TerminalQuestion,
): Promise<readonly TerminalToken[]> {
  const numbers = ['--tokens', tokens, '--temperature', temperature, '--top', top].map(String);
  const { stdout } = await run(
    process.execPath,
    [
      join(projectRoot, 'out/main/cli.js'),
      'ask',
      text,
      '--json',
      '--model',
      realModelPath('smolLm2'),
      '--data',
      dataDir,
      ...numbers,
    ],
    { timeout: 90_000 },
  );
  const lines: unknown[] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return lines.filter(isToken);
}

function isToken(line: unknown): line is TerminalToken {
  return typeof line === 'object' && line !== null && 'surprisalBits' in line && 'top' in line;
}
