/**
 * What `npm start --` understands, as data: the help text and the check of the arguments, before anything is
 * installed. The commands check their own arguments in the same way (src/cli), with the same names.
 */
import { parseArgs } from 'node:util';
import { SetupError } from './run.mjs';

export const help = `Prisme: chat with open language models on your own machine, and see the distribution behind every token.

npm start                       installs what is missing, builds, and opens the window
npm start -- [options]
npm start -- ask "TEXT" [...]   answers in the terminal, without a window
npm start -- score FILE [...]   the same numbers for every token of a text that is given ("-": standard input)
npm start -- compare FILE [...] what several models make of the same text, held against the first of them
npm start -- search "QUERY" [...] which stored messages say something, in every branch
npm start -- export [ID...]     conversations as a file: all, or those with these ids
npm start -- import FILE...     brings conversations in: exports of Prisme, ChatGPT, Claude, Open WebUI, LM Studio, Jan
npm start -- verify             reads everything that is stored and says what is damaged
npm start -- backup             copies the database into the folder backups
npm start -- restore [NAME]     puts a backup in the place of the database; without a name: lists them
npm start -- salvage            saves what can be read of a damaged database into a new one
npm start -- models [--json]    the models that are known, and which are loaded
npm start -- models rm ID       takes a model from the list; with --file its files go to the bin
npm start -- models inspect FILE [--json]
                                what a model file says about itself, without loading it
npm start -- models get OWNER/REPOSITORY[:QUANTISATION or FILE]
                                downloads a model from the hub; Ctrl+C keeps what is there, the same command goes on
npm test                        runs every check and test

npm itself prints two lines first; "npm start --silent -- ..." leaves them out.

Options
  --web             serve the app to your own browser instead of opening a window
  --no-open         with --web: do not open the browser
  --port N          with --web: the port on 127.0.0.1 (default 7317, or the next free one)
  --data DIR        where conversations are kept (default: your user data folder)
  --models DIR      a folder with GGUF files; may be given more than once
  --help            this text

ask "TEXT"
  --model FILE      a GGUF file (default: the first model found)
  --raw             no chat template: go on with the text itself
  --system TEXT     system prompt
  --prompt NAME     instead of TEXT: a prompt of the library, by its name or command
  --var NAME=VALUE  a variable of that prompt; may be given more than once
  --attach FILE     a document that stands before the text: text, CSV, code, PDF, Word; may be given more than once
  --tokens N        most tokens of the answer (default 256)
  --seed N          seed of the draw (default: a new one)
  --temperature T   0 is greedy
  --top-k K  --top-p P  --min-p P
                    samplers (default: the preset "balanced")
  --top N           how many of the most probable tokens to list (default 10)
  --json            one JSON line for each token, then one with totals and speeds
  --data DIR  --models DIR

score FILE
  --model FILE  --top N  --json  --data DIR  --models DIR

compare FILE
  --model FILE      a GGUF file, two to eight times; the first is the reference
  --distributions N how many of the first tokens are compared by whole distributions (default 512)
  --json            one JSON object
  --data DIR  --models DIR

search "QUERY"
                    words, "a phrase", -without, model:NAME, before:2026-03, after:2026. Ends with 1 when nothing was found
  --top N           at most so many messages (default 50)
  --json            one JSON object for each line
  --data DIR        (Prisme may be open on it)

export [ID...]
  ID                the beginning of a conversation's id; none: all that are listed
  --format F        json (default) restores everything; md and html are for people
  --out FILE        where to (default: the standard output)
  --data DIR        (Prisme may be open on it)

import FILE...
  --data DIR        (Prisme must not be open on it.) A file that is not sound is refused whole, and changes nothing

verify, backup, restore, salvage
  --data DIR        (Prisme must not be open on it)
                    verify ends with 1 when it found something. What restore and salvage replace is kept
                    in the folder set-aside.
models
  --json            one JSON array

models rm ID
  ID                the beginning of an id (four letters at least), or the whole name of a model
  --file            its files go to the bin of models (Prisme must not be open on the data folder)
  --data DIR  --models DIR

models inspect FILE
  --json            one JSON object; for a file that is no sound model, with the error and its code (exit status 1)

models get NAME
  --data DIR  --models DIR
                    (Prisme must not be open on the data folder.) Into the first model folder. Hub, mirror, proxy
                    and token are those of the settings. Without a quantisation: Q4_K_M, or the only file there is

Environment
  PRISME_MODEL_CACHE            folder for downloaded models
  ELECTRON_OVERRIDE_DIST_PATH   folder of an Electron that is already on this machine
`;

const modelCommands = ['ask', 'score'];
const otherCommands = [
  'compare',
  'models',
  'search',
  'export',
  'import',
  'verify',
  'backup',
  'restore',
  'salvage',
];
const commands = new Set([...modelCommands, ...otherCommands]);

/**
 * @param {readonly string[]} args what follows `npm start --`.
 * @returns {{ kind: 'help' } | { kind: 'command', args: string[] } | { kind: 'web' | 'window', args: string[] }}
 * @throws {SetupError} for an option or a value that does not exist.
 */
export function readCommandLine(args) {
  const end = args.indexOf('--');
  const options = end === -1 ? args : args.slice(0, end);
  if (options.includes('--help') || options.includes('-h') || args[0] === 'help') return { kind: 'help' };
  if (commands.has(args[0])) return { kind: 'command', args: [...args] };
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        web: { type: 'boolean', default: false },
        'no-open': { type: 'boolean', default: false },
        port: { type: 'string' },
        data: { type: 'string' },
        models: { type: 'string', multiple: true },
      },
    }));
  } catch (error) {
    throw new SetupError(`${error.message.split('. ')[0]}. "npm start -- --help" lists what can be given.`);
  }
  if (values.port !== undefined && !isPort(values.port)) {
    throw new SetupError(`--port ${values.port} is not a port. Give a whole number from 1 to 65535.`);
  }
  const passed = args.filter((arg) => arg !== '--web');
  return values.web ? { kind: 'web', args: passed } : { kind: 'window', args: passed };
}

/** Whether there is anything to do for which a model is needed. */
export const needsModel = ({ kind, args }) => kind !== 'command' || modelCommands.includes(args[0]);

const isPort = (text) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
