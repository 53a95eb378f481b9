/**
 * A process for tests: a core that writes a reply, token after token, and tells of each one until it is killed. With
 * `branch` as second argument the reply is a branch: 30 tokens of another reply, then one that was put there.
 */
import type { GenerationBench } from './generation-bench.ts';
import { openBench } from './generation-bench.ts';

const bench = openBench(process.argv[2]);
const { replyId, userMessageId } = await (process.argv[3] === 'branch' ? startBranch(bench) : start(bench));
process.send?.({ kind: 'sent', replyId, userMessageId });
const run = await bench.library.nextRun();
process.on('disconnect', () => process.exit(0));

let count = run.request.reply.length;
if (run.request.forced.length > 0) {
  await run.forced();
  count += run.request.forced.length;
}
const writing = setInterval(() => {
  void run.tokens([97 + (count % 26)]);
  count++;
}, 3);
for await (const event of bench.generation.attach(replyId, 0, undefined)) {
  if (event.kind === 'tokens')
    process.send?.({ kind: 'shown', toToken: event.firstToken + event.count, atMs: performance.now() });
}
clearInterval(writing);

function start({ send, newConversation }: GenerationBench) {
  return send(newConversation(), 'Write on.');
}

async function startBranch({ send, newConversation, library, readAll, generation }: GenerationBench) {
  const conversationId = newConversation();
  const { replyId: source, userMessageId: asked } = await send(conversationId, 'Write on.');
  const first = await library.nextRun();
  const reading = readAll(source);
  await first.tokens(Array.from({ length: 50 }, (_, index) => 97 + (index % 26)));
  await first.end('tokenLimit');
  await reading;
  const branched = await generation.branch({
    conversationId,
    place: { kind: 'reply', messageId: source, position: 30 },
    choice: { kind: 'tokens', tokenIds: [97 + (30 % 26)] },
    into: 'here',
  });
  return { replyId: branched.replyId, userMessageId: asked };
}
