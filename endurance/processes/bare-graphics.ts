/**
 * node-llama-cpp without anything of Prisme, on whatever it takes by itself: what it says of the card and its memory, and
 * what it expects a model to take there. Prints JSON and ends. A process of its own.
 */
import { getLlama, getLlamaGpuTypes } from 'node-llama-cpp';

const [path = '', contextSize = '2048'] = process.argv.slice(2);
const llama = await getLlama({ gpu: 'auto', build: 'never', skipDownload: true, progressLogs: false });
const held = async () => (await llama.getVramState()).used;
const before = await llama.getVramState();
const found = await getLlamaGpuTypes('supported');
const names = await llama.getGpuDeviceNames().catch(() => []);
const model = await llama.loadModel({ modelPath: path });
const withModel = await held();
const context = await model.createContext({ contextSize: Number(contextSize), batchSize: 512, sequences: 1 });
const withContext = await held();
await context.getSequence().evaluateWithoutGeneratingNewTokens(model.tokenize('a prism splits light'));
const afterWork = await held();
const layers = model.gpuLayers;
const expectedOfModel = model.fileInsights.estimateModelResourceRequirements({ gpuLayers: layers });
const expectedOfContext = model.fileInsights.estimateContextResourceRequirements({
  contextSize: Number(contextSize),
  modelGpuLayers: layers,
  batchSize: 512,
});
await context.dispose();
await model.dispose();
const afterDispose = await held();
const rssBytes = process.memoryUsage.rss();
const said = { gpu: llama.gpu, found, names, before, layers, rssBytes };
const used = { withModel, withContext, afterWork, afterDispose };
process.stdout.write(`${JSON.stringify({ ...said, used, expectedOfModel, expectedOfContext })}\n`);
process.exit(0);
