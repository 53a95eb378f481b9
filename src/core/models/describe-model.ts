/**
 * A known model as pages see it: what its header says, its settings, and in which state it is. Runs in the core. Reads nothing.
 */
import { basename } from 'node:path';
import type { MemoryNeed, Model, ModelState } from '#contract/models.ts';
import { chatFactsOf } from './chat-choice.ts';
import { displayName } from './display-name.ts';
import type { KnownModel } from './known-models.ts';
import { machineKey } from './machine.ts';
import { unsplitName } from './split-model.ts';

export function describeModel(known: KnownModel, state: ModelState, memoryNeed: MemoryNeed): Model {
  const { stored, path, isPresent, isReplaced, copies, name } = known;
  const { summary, loadSettings } = stored;
  const fileName = basename(path).slice(0, 300);
  const named = displayName(unsplitName(fileName), summary.name, summary.quantisation);
  const isCalibrated = stored.calibrationMachine === machineKey(loadSettings.gpu);
  return {
    id: stored.id,
    name: name ?? named,
    fileName,
    sizeBytes: stored.sizeBytes,
    isPresent,
    isReplaced,
    copies,
    state,
    architecture: summary.architecture,
    quantisation: summary.quantisation,
    parameterCount: summary.parameterCount,
    trainedContextTokens: summary.trainedContextTokens,
    vocabularySize: summary.vocabularySize,
    vocabularyHash: stored.vocabularyHash,
    hasChatTemplate: summary.hasChatTemplate,
    ...chatFactsOf(stored, fileName),
    licence: summary.licence,
    estimatedMemoryBytes: memoryNeed.bytes,
    memoryNeed,
    loadSettings,
    calibration: isCalibrated ? stored.calibration : null,
  };
}
