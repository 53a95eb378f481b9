/**
 * `npm run bench`: what Prisme costs, each figure a ratio of two things measured in this run, in interleaved blocks.
 * Its own process. Asserts nothing: it prints a table, with the aim beside each figure that has one.
 *
 *   npm run bench                      everything
 *   npm run bench -- capture prefix    only these parts: capture, scoring, lanes, app, prefix, start, long-reply, seeded-reply
 */
import { parseArgs } from 'node:util';
import { realModelPath } from '../fixtures/real-models.ts';
import { benchApp } from './parts/app.ts';
import { benchCapture } from './parts/capture.ts';
import { benchLanes, benchSwitches } from './parts/lanes.ts';
import { benchLongReply, benchSeededReplies } from './parts/long-reply.ts';
import { benchPrefixReuse } from './parts/prefix-reuse.ts';
import { benchScoring } from './parts/scoring.ts';
import { benchStart } from './parts/start.ts';
import type { BenchRow } from './ratio.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const wants = (part: string): boolean => positionals.length === 0 || positionals.includes(part);

async function* rows(): AsyncGenerator<BenchRow> {
  const model = realModelPath('smolLm2');
  if (wants('capture')) {
    yield await benchCapture(model, 'SmolLM2-135M (49,152 tokens)', 24, 0.95);
    yield await benchCapture(realModelPath('gemma3'), 'Gemma-3-270M (262,144 tokens)', 24, 0.9);
  }
  if (wants('scoring')) {
    yield* benchScoring(model, 'SmolLM2-135M', 8, { plain: 1.4, outputs: null });
    yield* benchScoring(realModelPath('gemma3'), 'Gemma-3-270M', 5, { plain: null, outputs: 1.9 });
  }
  if (wants('lanes')) {
    yield await benchLanes([model, realModelPath('gemma3')], 5);
    yield await benchSwitches();
  }
  if (wants('prefix')) yield await benchPrefixReuse(model, 10);
  if (wants('app')) yield await benchApp(model, 8);
  if (wants('start')) yield* benchStart(model, 5);
  if (wants('long-reply')) yield* benchLongReply(model);
  if (wants('seeded-reply')) yield* benchSeededReplies(model);
}

for await (const { what, ratio, sides, aim } of rows()) {
  const spread = `${ratio.low.toFixed(3)}–${ratio.high.toFixed(3)}, ${ratio.pairs} pairs`;
  const wanted = aim === null ? '' : 'atLeast' in aim ? `  aim ≥ ${aim.atLeast}` : `  aim ≤ ${aim.atMost}`;
  process.stdout.write(`${ratio.median.toFixed(3)}  (${spread})${wanted}  ${what}: ${sides}\n`);
}
