/**
 * A hub with one file of random bytes, as large as its argument says, in a process of its own: whoever measures must not
 * share a thread with it. Tells its address and the file's hash.
 */
import { randomBytes } from 'node:crypto';
import { sha256Of, startHostileHub } from '../../fixtures/hostile-hub.ts';

const content = randomBytes(Number(process.argv[2]));
const hub = await startHostileHub({ 'file.gguf': content });
process.send?.({ url: hub.url, revision: hub.revision, sha256: sha256Of(content) });
process.on('disconnect', () => process.exit(0));
