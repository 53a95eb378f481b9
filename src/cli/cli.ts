/**
 * The terminal shell: `ask`, `score`, `compare`, `models` and `search` on the same core as the window, without one, `export` and `import`,
 * and the commands about the data folder. Its own process; knows no conversations. Exit code 0: answered; 1: a typed error, in one line,
 * or something was found; 2: the arguments make no sense; 130: Ctrl+C.
 */
import '#egress/guard-this-process.ts';
import { vocabularyTable } from '#contract/vocabulary-table.ts';
import { PrismeError } from '#contract/errors.ts';
import { ask } from './ask.ts';
import { promptText } from './ask-prompt.ts';
import { readAttached } from './read-attached.ts';
import {
  type Command,
  type CompareCommand,
  type GetCommand,
  type ModelCommand,
  readArguments,
} from './cli-arguments.ts';
import { compare } from './compare.ts';
import { runDataCommand } from './data-commands.ts';
import { explain } from './explain.ts';
import { getModel } from './get-model.ts';
import { inspectModel } from './inspect-model.ts';
import { listModels, removeModel } from './models-commands.ts';
import { exportConversations, importConversations } from './move-commands.ts';
import { chooseModel, type OpenLibrary, openLibrary, openOwnLibrary } from './open-library.ts';
import { score } from './score.ts';
import { searchMessages } from './search.ts';
import { createTerminal, type Terminal } from './terminal.ts';

process.exitCode = await main(createTerminal());

async function main(terminal: Terminal): Promise<number> {
  try {
    const command = withPromptText(readArguments(process.argv.slice(2)));
    if (command.kind === 'inspect') return await inspectModel(command, terminal);
    if (command.kind === 'search') return await searchMessages(command, terminal);
    if (command.kind === 'export') return await exportConversations(command, terminal);
    if (command.kind === 'import') return importConversations(command, terminal);
    if (command.kind === 'listModels' || command.kind === 'removeModel') {
      await (command.kind === 'listModels' ? listModels(command, terminal) : removeModel(command, terminal));
      return 0;
    }
    return 'places' in command ? await run(command, terminal) : runDataCommand(command, terminal);
  } catch (error) {
    if (!(error instanceof PrismeError)) throw error;
    terminal.note(`prisme: ${explain(error)}`);
    return error.code === 'app.invalidInput' ? 2 : 1;
  }
}

/** What is asked in place of the prompt that is named; before a core has the data folder. */
function withPromptText(command: Command): Command {
  if (command.kind !== 'ask' || command.prompt === null) return command;
  const text = promptText(command.prompt, { dataDir: command.places.dataDir, now: Date.now });
  return { ...command, text };
}

async function run(command: ModelCommand | CompareCommand | GetCommand, terminal: Terminal): Promise<number> {
  // What is to be there afterwards must not go with a private folder.
  const open = command.kind === 'get' ? openOwnLibrary : openLibrary;
  const opened = await open(command.places);
  let wasInterrupted = false;
  // Closing ends the engine, which ends the command with a typed error: nothing is left behind.
  const interrupt = (): void => {
    wasInterrupted = true;
    void opened.close();
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    if (command.kind === 'get') return await getModel(opened, command, terminal, () => wasInterrupted);
    if (command.kind === 'compare') return await compare(opened, command, terminal);
    await answerWithModel(opened, command, terminal);
    return 0;
  } catch (error) {
    if (wasInterrupted) return 130;
    throw error;
  } finally {
    await opened.close();
  }
}

async function answerWithModel(
  { library }: OpenLibrary,
  command: ModelCommand,
  terminal: Terminal,
): Promise<void> {
  // Before the model is loaded: a file that cannot be read is said at once.
  const documents = command.kind === 'ask' ? await readAttached(command.attached) : [];
  const model = await chooseModel(library, command.places.modelFile);
  const engine = await library.load(model.id);
  const table = vocabularyTable(library.vocabulary(model.vocabularyHash), engine.model.endTokenIds);
  if (command.kind === 'ask') await ask(engine, table, command, terminal, documents);
  else await score(engine, table, command, terminal);
}
