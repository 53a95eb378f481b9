/**
 * `npm run bench`: what Prisme costs, each figure a ratio of two things measured in this run, in interleaved blocks.
 * Its own process. Asserts nothing: it prints a table, with the aim beside each figure that has one.
 *
 *   npm run bench                      everything
 *   npm run bench -- capture prefix    only these parts: capture, scoring, lanes, load, download, app, prefix, library, start, search, scale, long-reply, seeded-reply,
 *                                      reference (llama.cpp's own tools, in the folder that PRISME_LLAMA_TOOLS names)
 */
import { parseArgs } from 'node:util';
import { realModelPath } from '../fixtures/real-models.ts';
import { benchApp } from './parts/app.ts';
import { benchCapture } from './parts/capture.ts';
import { benchDownload } from './parts/download.ts';
import { benchLaneMemory, benchLanes, benchSwitches } from './parts/lanes.ts';
import { benchLibrary } from './parts/library.ts';
import { benchLoad } from './parts/load.ts';
import { benchLongReply, benchSeededReplies } from './parts/long-reply.ts';
import { benchPrefixReuse } from './parts/prefix-reuse.ts';
import { benchReference } from './parts/reference.ts';
import { benchScale } from './parts/scale.ts';
import { benchScaleInCore } from './parts/scale-core.ts';
import { benchScaleStreaming } from './parts/scale-streaming.ts';
import { benchScoring } from './parts/scoring.ts';
import { benchSearch } from './parts/search.ts';
import { benchStart } from './parts/start.ts';
import type { BenchRow } from './ratio.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const model = realModelPath('smolLm2');
const gemma = realModelPath('gemma3');

const parts: Readonly<Record<string, () => AsyncGenerator<BenchRow>>> = {
  capture: async function* () {
    yield await benchCapture(model, 'SmolLM2-135M (49,152 tokens)', 24, 0.95);
    yield await benchCapture(gemma, 'Gemma-3-270M (262,144 tokens)', 24, 0.9);
  },
  scoring: async function* () {
    yield* benchScoring(model, 'SmolLM2-135M', 8, { plain: 1.4, outputs: null });
    yield* benchScoring(gemma, 'Gemma-3-270M', 5, { plain: null, outputs: 1.9 });
  },
  lanes: async function* () {
    yield await benchLanes([model, gemma], 5);
    yield await benchLaneMemory([model, gemma]);
    yield await benchSwitches();
  },
  load: async function* () {
    yield await benchLoad(model, 'SmolLM2-135M', 10);
  },
  prefix: async function* () {
    yield await benchPrefixReuse(model, 10);
  },
  download: () => benchDownload(5),
  app: async function* () {
    yield await benchApp(model, 8);
  },
  library: () => benchLibrary(1_000, 20),
  start: () => benchStart(model, 5),
  'long-reply': () => benchLongReply(model),
  'seeded-reply': () => benchSeededReplies(model),
  scale: async function* () {
    yield* benchScale(model);
    yield* await benchScaleStreaming(model);
    yield* benchScaleInCore();
  },
  'scale-streaming': async function* () {
    yield* await benchScaleStreaming(model);
  },
  'scale-core': () => benchScaleInCore(),
  search: () => benchSearch(10_000),
  reference: () => benchReference(model, process.env['PRISME_LLAMA_TOOLS']),
};

async function* rows(): AsyncGenerator<BenchRow> {
  for (const [name, part] of Object.entries(parts))
    if (positionals.length === 0 || positionals.includes(name)) yield* part();
}

for await (const { what, ratio, sides, aim } of rows()) {
  const spread = `${ratio.low.toFixed(3)}–${ratio.high.toFixed(3)}, ${ratio.pairs} pairs`;
  const wanted = aim === null ? '' : 'atLeast' in aim ? `  aim ≥ ${aim.atLeast}` : `  aim ≤ ${aim.atMost}`;
  process.stdout.write(`${ratio.median.toFixed(3)}  (${spread})${wanted}  ${what}: ${sides}\n`);
}
