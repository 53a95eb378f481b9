/**
 * Presets to a file and from one. Page. A bad file is refused whole, before anything is asked of the core.
 */
import { PrismeError } from '#contract/errors.ts';
import { longestPresetFile, presetFile, readPresetFile } from '#contract/preset-file.ts';
import type { Preset } from '#contract/presets.ts';
import { core } from '../../client.ts';
import { fileNameOf, saveFile } from '../../components/exporting/save-file.ts';
import { queryClient, queryKeys } from '../../state/queries.ts';
import { openTextFile } from '../../state/text-file.ts';

/** @returns the name of the file */
export function exportPresets(presets: readonly Preset[], version: string): string {
  const name = fileNameOf('prisme presets', 'json');
  const text = presetFile(presets, `Prisme ${version}`, Date.now());
  saveFile(name, new Blob([text], { type: 'application/json' }));
  return name;
}

/**
 * @returns how many came
 * @throws move.invalidFile {file, place, reason}, preset.tooMany
 */
export async function importPresets(file: File): Promise<number> {
  let text = '';
  await openTextFile(file, longestPresetFile, {
    take: (read) => (text = read),
    refuse: (problem) => {
      const reason = problem === 'tooLong' ? 'too long' : 'not UTF-8';
      throw new PrismeError('move.invalidFile', { file: file.name.slice(0, 300), place: '', reason });
    },
  });
  const presets = readPresetFile(file.name, text);
  await core.presets.createAll({ presets });
  await queryClient.invalidateQueries({ queryKey: queryKeys.presets });
  return presets.length;
}
