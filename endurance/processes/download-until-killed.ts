/**
 * A process for the suites: downloads a model, or goes on with it, unless it is killed before. Tells what became of it,
 * and ends. Its arguments: data folder, model folder, address of the hub, revision.
 */
import { downloadToItsEnd } from '../download-to-its-end.ts';

const [dataDir = '', modelDir = '', hubUrl = '', revision = ''] = process.argv.slice(2);
process.on('disconnect', () => process.exit(0));
process.send?.(await downloadToItsEnd({ dataDir, modelDir, hubUrl, revision }));
process.disconnect();
