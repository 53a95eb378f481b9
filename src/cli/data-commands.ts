/**
 * `verify`, `backup`, `restore` and `salvage`: the data folder without the app. Runs in the terminal shell.
 */
import { randomUUID } from 'node:crypto';
import {
  backUpDataFolder,
  listDataBackups,
  restoreDataFolder,
  salvageDataFolder,
  verifyDataFolder,
} from '#core/backups/data-tools.ts';
import { resolveFolders } from '#core/shells/folders.ts';
import type { DataCommand } from './cli-arguments.ts';
import type { Terminal } from './terminal.ts';

/** @returns the exit code: 1 when `verify` found something or `salvage` could not keep everything */
export function runDataCommand(command: DataCommand, terminal: Pick<Terminal, 'line' | 'note'>): number {
  const { dataDir } = resolveFolders({ data: command.dataDir ?? undefined });
  const tools = { dataDir, now: Date.now, newId: randomUUID };
  if (command.kind === 'restore') return restore(tools, command.name, terminal);
  if (command.kind === 'verify') return verify(tools, terminal);
  if (command.kind === 'salvage') return salvage(tools, terminal);
  terminal.line(backUpDataFolder(tools));
  return 0;
}

type Tools = Parameters<typeof verifyDataFolder>[0];
type Lines = Pick<Terminal, 'line' | 'note'>;

function verify(tools: Tools, terminal: Lines): number {
  const findings = verifyDataFolder(tools);
  for (const { check, place } of findings) terminal.line(`${check}: ${place}`);
  terminal.note(
    findings.length === 0
      ? 'Everything that is stored can be read and is as Prisme wrote it.'
      : `${findings.length} findings. "restore" lists the backups; "salvage" saves what can be read.`,
  );
  return findings.length === 0 ? 0 : 1;
}

function restore(tools: Tools, name: string | null, terminal: Lines): number {
  if (name !== null) {
    tellSetAside(restoreDataFolder(tools, name), terminal);
    return 0;
  }
  const backups = listDataBackups(tools);
  for (const { name: each, madeAtMs, sizeBytes } of backups)
    terminal.line(`${each}  ${new Date(madeAtMs).toISOString()}  ${(sizeBytes / 1e6).toFixed(1)} MB`);
  terminal.note(backups.length === 0 ? 'There are no backups.' : '"restore NAME" puts one back.');
  return 0;
}

function salvage(tools: Tools, terminal: Lines): number {
  const { report, setAside } = salvageDataFolder(tools);
  const { conversations, messages, traces, isComplete } = report;
  terminal.line(`${conversations} conversations, ${messages} messages and ${traces} traces were saved.`);
  if (!isComplete) terminal.note('Some of what was stored could not be read.');
  tellSetAside(setAside, terminal);
  return isComplete ? 0 : 1;
}

function tellSetAside(folder: string | null, terminal: Lines): void {
  terminal.note(`The database from before is kept in ${folder ?? 'the data folder'}.`);
}
