/**
 * A process for tests: a core that writes a reply, token after token, and tells of each one until it is killed.
 */
import { openBench } from './generation-bench.ts';

const bench = openBench(process.argv[2]);
const { replyId, userMessageId } = await bench.send(bench.newConversation(), 'Write on.');
process.send?.({ kind: 'sent', replyId, userMessageId });
const run = await bench.library.nextRun();
process.on('disconnect', () => process.exit(0));

let count = 0;
const writing = setInterval(() => {
  void run.tokens([97 + (count % 26)]);
  count++;
}, 3);
for await (const event of bench.generation.attach(replyId, 0, undefined)) {
  if (event.kind === 'tokens')
    process.send?.({ kind: 'shown', toToken: event.firstToken + event.count, atMs: performance.now() });
}
clearInterval(writing);
