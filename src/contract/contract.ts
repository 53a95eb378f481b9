/**
 * The one contract between a window and the core, used by both shells. Portable. One file a noun; names are
 * `noun.verb`. Every input is bounded, every error is in errors.ts.
 */
import type { ContractRouterClient } from '@orpc/contract';
import { appContract } from './app.ts';
import { backupsContract } from './backups.ts';
import { choicesContract } from './choices.ts';
import { comparisonsContract } from './comparisons.ts';
import { conversationsContract } from './conversations.ts';
import { crossReadingContract } from './cross-reading.ts';
import { documentsContract } from './documents.ts';
import { downloadsContract } from './downloads.ts';
import type { engineContract } from './engine.ts';
import { foldersContract } from './folders.ts';
import { generationContract } from './generation.ts';
import { gridsContract } from './grids.ts';
import { hesitationsContract } from './hesitations.ts';
import { hubContract } from './hub.ts';
import { inspectionContract } from './inspection.ts';
import { modelsContract } from './models.ts';
import { moveContract } from './move.ts';
import { networkContract } from './network.ts';
import { presetsContract } from './presets.ts';
import { privacyContract } from './privacy.ts';
import { promptsContract } from './prompts.ts';
import { scoringContract } from './scoring.ts';
import { searchContract } from './search.ts';
import { settingsContract } from './settings.ts';
import { summariesContract } from './summaries.ts';
import { titlesContract } from './titles.ts';
import { tokenizerContract } from './tokenizer.ts';
import { tracesContract } from './traces.ts';
import { treeContract } from './tree.ts';
import { votesContract } from './votes.ts';

export const contract = {
  app: appContract,
  backups: backupsContract,
  choices: choicesContract,
  comparisons: comparisonsContract,
  conversations: conversationsContract,
  crossReading: crossReadingContract,
  documents: documentsContract,
  downloads: downloadsContract,
  folders: foldersContract,
  generation: generationContract,
  grids: gridsContract,
  hesitations: hesitationsContract,
  hub: hubContract,
  inspection: inspectionContract,
  models: modelsContract,
  move: moveContract,
  network: networkContract,
  presets: presetsContract,
  privacy: privacyContract,
  prompts: promptsContract,
  scoring: scoringContract,
  search: searchContract,
  settings: settingsContract,
  summaries: summariesContract,
  titles: titlesContract,
  tokenizer: tokenizerContract,
  traces: tracesContract,
  tree: treeContract,
  votes: votesContract,
};

/** What a page calls. */
export type CoreClient = ContractRouterClient<typeof contract>;

/** What the core calls on an engine. */
export type EngineClient = ContractRouterClient<typeof engineContract>;
