/**
 * A process that starts a comparison on real models and tells each time a lane's state changes. Runs in tests only: the
 * test kills it. Arguments: the data folder, then the paths of two model files in one folder; the second model gets no
 * template.
 */
import { dirname } from 'node:path';
import { samplerPresets } from '#contract/sampler.ts';
import { statesOf } from './comparison-bench.ts';
import { openRealComparisons } from './real-comparisons.ts';

const [dataDir = '', first = '', second = ''] = process.argv.slice(2);
const core = await openRealComparisons(dataDir, [dirname(first)], { mostThreads: 1 });
const settings = { ...samplerPresets.balanced, seed: 5, maxTokens: 120 };
const lane = { systemPrompt: '', settings };
const { id: comparisonId } = await core.client.comparisons.create({
  lanes: [
    { ...lane, modelId: await core.findModel(first), template: 'model' },
    { ...lane, modelId: await core.findModel(second), template: 'none' },
  ],
});
const { lanes } = await core.client.comparisons.send({ comparisonId, text: 'Light is' });
const laneId = lanes[0]?.conversationId;
if (laneId === undefined) throw new Error('the comparison has two lanes');
await core.watch(comparisonId, (comparison) => statesOf(comparison).startsWith('writing'));
const { leafId } = await core.client.conversations.get({ conversationId: laneId });
if (leafId === null) throw new Error('the reply is on disk');
for await (const event of await core.client.generation.attach({ replyId: leafId, fromToken: 0 }))
  if (event.kind === 'tokens') process.send?.({ comparisonId, tokens: event.firstToken + event.count });
