/** English: all words of i18next by feature. The errors are apart: they are looked up by code. */
import { app } from './app.ts';
import { backups } from './backups.ts';
import { branches } from './branches.ts';
import { chat } from './chat.ts';
import { chatFormat } from './chat-format.ts';
import { choices } from './choices.ts';
import { common } from './common.ts';
import { comparisons } from './comparisons.ts';
import { context } from './context.ts';
import { conversationSettings } from './conversation-settings.ts';
import { conversations } from './conversations.ts';
import { crossReading } from './cross-reading.ts';
import { documents } from './documents.ts';
import { downloads } from './downloads.ts';
import { exporting } from './exporting.ts';
import { firstRun } from './first-run.ts';
import { hub } from './hub.ts';
import { inspector } from './inspector.ts';
import { modelFiles } from './model-files.ts';
import { memory } from './memory.ts';
import { models } from './models.ts';
import { moving } from './moving.ts';
import { network } from './network.ts';
import { organise } from './organise.ts';
import { playground } from './playground.ts';
import { presets } from './presets.ts';
import { privacy } from './privacy.ts';
import { prompts } from './prompts.ts';
import { replyBeginning } from './reply-beginning.ts';
import { scoring } from './scoring.ts';
import { nextToken } from './next-token.ts';
import { tree } from './tree.ts';
import { tokenizer } from './tokenizer.ts';
import { grids } from './grids.ts';
import { hesitations } from './hesitations.ts';
import { search } from './search.ts';
import { settings } from './settings.ts';
import { summary } from './summary.ts';
import { titles } from './titles.ts';
import { votes } from './votes.ts';

export const en = {
  app,
  backups,
  branches,
  chat,
  'chat-format': chatFormat,
  choices,
  common,
  comparisons,
  context,
  'conversation-settings': conversationSettings,
  conversations,
  'cross-reading': crossReading,
  documents,
  downloads,
  exporting,
  'first-run': firstRun,
  hub,
  inspector,
  'model-files': modelFiles,
  memory,
  models,
  moving,
  network,
  organise,
  playground,
  presets,
  privacy,
  prompts,
  'reply-beginning': replyBeginning,
  scoring,
  'next-token': nextToken,
  tree,
  tokenizer,
  grids,
  hesitations,
  search,
  settings,
  summary,
  titles,
  votes,
};
