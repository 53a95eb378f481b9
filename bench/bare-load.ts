/**
 * node-llama-cpp without anything of Prisme: loads the file that it is given, makes a context and a sequence, says so and
 * ends with its parent. A process of its own, started by bench/parts/load.ts.
 */
import { getLlama } from 'node-llama-cpp';

const [path = '', contextSize = '8192', threads = '1'] = process.argv.slice(2);
process.once('disconnect', () => process.exit(0));
const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, progressLogs: false });
const model = await llama.loadModel({ modelPath: path, gpuLayers: 0, useMmap: true });
const context = await model.createContext({
  contextSize: Number(contextSize),
  batchSize: 512,
  flashAttention: false,
  threads: Number(threads),
  sequences: 1,
  swaFullCache: true,
});
context.getSequence();
process.send?.('loaded');
