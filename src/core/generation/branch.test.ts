/**
 * Branches from any token, with a scripted engine and a real database: what is copied, what is asked of the engine, and
 * what stays as it was.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import { modelIdSchema, vocabularyHashSchema } from '#contract/ids.ts';
import type { BranchPlace } from '#contract/place.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { decodeSteps } from '#probability/trace-codec.ts';
import { repairReply } from './repair.ts';
import { type GenerationBench, openBench, summarise } from './testing/generation-bench.ts';
import { endToken, scriptedModelId, scriptedStep } from './testing/scripted-library.ts';

let bench: GenerationBench;
beforeEach(() => {
  bench = openBench();
});
afterEach(async () => await bench.close());

const bytes = (text: string): number[] => [...new TextEncoder().encode(text)];
/** ln p that the scripted engine gives every token. */
const scriptedLogprob = -scriptedStep(0).logZ;

type Ending = 'endToken' | 'stopped' | 'tokenLimit' | 'die';

/** A finished reply, sent in chunks of the given texts. */
async function writeReply(parts: readonly string[], ending: Ending = 'endToken', text = 'Hello') {
  const conversationId = bench.newConversation();
  return { conversationId, ...(await answer(conversationId, null, text, parts, ending)) };
}

async function answer(
  conversationId: ConversationId,
  parentId: MessageId | null,
  text: string,
  parts: readonly string[],
  ending: Ending = 'endToken',
) {
  const sent = await bench.send(conversationId, text, parentId);
  const run = await bench.library.nextRun();
  const reading = bench.readAll(sent.replyId);
  for (const part of parts) await run.write(part);
  if (ending === 'endToken') await run.tokens([endToken]);
  await (ending === 'die' ? run.die() : run.end(ending));
  await reading;
  return { replyId: sent.replyId, userMessageId: sent.userMessageId };
}

const atReply = (messageId: MessageId, position: number): BranchPlace => ({
  kind: 'reply',
  messageId,
  position,
});

function branch(
  conversationId: ConversationId,
  place: BranchPlace,
  tokenIds: readonly number[],
  into: 'here' | 'newConversation' = 'here',
) {
  return bench.generation.branch({ conversationId, place, choice: { kind: 'tokens', tokenIds }, into });
}

/** Lets the engine write the forced tokens and a text, to the end. */
async function finish(replyId: MessageId, text: string) {
  const run = await bench.library.nextRun();
  const reading = bench.readAll(replyId);
  await run.forced();
  await run.write(text);
  await run.end();
  return { run, ...summarise(await reading) };
}

const message = (conversationId: ConversationId, id: MessageId) => {
  const found = bench.conversations.get(conversationId).messages.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error('the message is in the conversation');
  return found;
};

/** Everything that is stored of a reply and its trace. */
const stored = (id: MessageId) => ({
  message: bench.store.messages.find(id),
  header: bench.store.traces.header(id),
  prompt: bench.store.traces.prompt(id),
  chunks: bench.store.traces.chunks(id, 0, 1_000),
});

const steps = (id: MessageId) => stored(id).chunks.flatMap((chunk) => decodeSteps(chunk.steps));

describe('a branch of a reply', () => {
  it('has the tokens before the place byte for byte, then the forced one, then what the model writes', async () => {
    const { conversationId, replyId } = await writeReply(['Bon', 'jour ', 'toi']);
    const before = stored(replyId);
    bench.conversations.update(conversationId, { settings: { ...samplerPresets.precise, maxTokens: 20 } });
    const branched = await branch(conversationId, atReply(replyId, 5), bytes('X'));
    expect(branched.conversationId).toBe(conversationId);
    const { run, chunks, text, end } = await finish(branched.replyId, 'yz');
    expect(run.request).toMatchObject({
      prompt: bytes('Hello|'),
      reply: bytes('Bonjo'),
      forced: bytes('X'),
      settings: { ...samplerPresets.precise, maxTokens: 26 },
    });
    // A page that reads along from the start gets the shared tokens too, without gap or repetition.
    expect(chunks.map(({ firstToken, count }) => [firstToken, count])[0]).toEqual([0, 5]);
    expect(text).toBe('BonjoXyz');
    expect(end).toMatchObject({ text: 'BonjoXyz', end: { reason: 'endToken', stats: { replyTokens: 8 } } });

    const whole = stored(branched.replyId);
    expect(whole.prompt).toEqual(before.prompt);
    expect(whole.header).toMatchObject({
      settings: { ...samplerPresets.precise, maxTokens: 20 },
      replyTokens: 8,
      seed: run.request.seed,
    });
    const written = steps(branched.replyId);
    expect(written.slice(0, 5)).toEqual(steps(replyId).slice(0, 5));
    expect(written.map(({ origin }) => origin)).toEqual([
      ...Array<string>(5).fill('sampled'),
      'forced',
      'sampled',
      'sampled',
    ]);
    expect(whole.message).toMatchObject({
      parentId: before.message?.parentId,
      text: 'BonjoXyz',
      state: 'complete',
      seed: run.request.seed,
      fork: {
        sourceId: replyId,
        target: 'reply',
        position: 5,
        tokenIds: bytes('X'),
        text: 'X',
        logprob: scriptedLogprob,
      },
    });
    expect(bench.conversations.get(conversationId).leafId).toBe(branched.replyId);
    expect(stored(replyId)).toEqual(before);
  });

  it('keeps runs of steps that end at the place exactly as they are stored', async () => {
    const { conversationId, replyId } = await writeReply(['Bon', 'jour']);
    const whole = stored(replyId).chunks;
    const { replyId: newId } = await branch(conversationId, atReply(replyId, 7), bytes('!'));
    // Live runs are joined when they are stored: the source is one run, cut before its end token.
    const [head] = stored(newId).chunks;
    expect(head).toMatchObject({ firstToken: 0, count: 7, text: 'Bonjour' });
    await finish(newId, '');
    const again = await branch(conversationId, atReply(newId, 7), bytes('?'));
    expect(stored(again.replyId).chunks).toEqual([head]);
    expect(whole[0]?.text).toBe('Bonjour');
    await finish(again.replyId, '');
  });

  it('may begin at the first token, and then shares only the prompt', async () => {
    const { conversationId, replyId } = await writeReply(['abc']);
    const branched = await branch(conversationId, atReply(replyId, 0), bytes('zz'));
    const { run, text } = await finish(branched.replyId, 'y');
    expect(run.request).toMatchObject({ prompt: bytes('Hello|'), reply: [], forced: bytes('zz') });
    expect(text).toBe('zzy');
    expect(message(conversationId, branched.replyId).fork).toMatchObject({
      position: 0,
      logprob: 2 * scriptedLogprob,
    });
  });

  it.each(['stopped', 'tokenLimit', 'die'] as const)(
    'may go on behind the last token of a reply that ended otherwise than by itself: %s',
    async (ending) => {
      const { conversationId, replyId } = await writeReply(['abc'], ending);
      const branched = await branch(conversationId, atReply(replyId, 3), bytes('d'));
      expect((await finish(branched.replyId, 'e')).text).toBe('abcde');
    },
  );

  it('may put another token in the place of the one that ended the reply, and not behind it', async () => {
    const { conversationId, replyId } = await writeReply(['abc']);
    await expect(branch(conversationId, atReply(replyId, 4), bytes('d'))).rejects.toMatchObject({
      code: 'app.invalidInput',
      details: { field: 'place.position' },
    });
    const branched = await branch(conversationId, atReply(replyId, 3), bytes('d'));
    expect((await finish(branched.replyId, '')).text).toBe('abcd');
  });

  it('cuts a text of the person’s into tokens, and a character that began before the place is completed', async () => {
    const { conversationId, replyId } = await writeReply(['aé']);
    const place = atReply(replyId, 2);
    const branched = await bench.generation.branch({
      conversationId,
      place,
      choice: { kind: 'text', text: 'ö' },
      into: 'here',
    });
    // While nothing new is written, the text is that of the shared tokens: half a character is none.
    expect(message(conversationId, branched.replyId)).toMatchObject({ text: 'a', state: 'streaming' });
    const { run } = await finish(branched.replyId, '');
    expect(run.request).toMatchObject({ reply: [97, 0xc3], forced: bytes('ö') });
    expect(message(conversationId, branched.replyId).fork?.text).toBe('ö');
    const half = await branch(conversationId, place, [0xa0]);
    expect((await finish(half.replyId, '!')).text).toBe('aà!');
  });

  it('can be branched from itself, and every fork is remembered', async () => {
    const { conversationId, replyId } = await writeReply(['abcdef']);
    const first = await branch(conversationId, atReply(replyId, 4), bytes('X'));
    await finish(first.replyId, 'Y');
    const second = await branch(conversationId, atReply(first.replyId, 2), bytes('Z'));
    await finish(second.replyId, '');
    const { messages } = bench.conversations.get(conversationId);
    expect(messages.map(({ text }) => text)).toEqual(['Hello', 'abcdef', 'abcdXY', 'abZ']);
    expect(messages.map(({ fork }) => fork?.sourceId ?? null)).toEqual([null, null, replyId, first.replyId]);
    expect(messages.map(({ parentId }) => parentId).slice(1)).toEqual(Array(3).fill(messages[0]?.id));
  });

  it('is one of a prompt: the tokens before the place are read, the reply begins with the forced ones', async () => {
    const { conversationId, replyId } = await writeReply(['abc']);
    const before = stored(replyId);
    const place = { kind: 'prompt', messageId: replyId, position: 4 } as const;
    const branched = await branch(conversationId, place, bytes('p!'));
    const { run, text } = await finish(branched.replyId, 'ok');
    expect(run.request).toMatchObject({ prompt: bytes('Hell'), reply: [], forced: bytes('p!') });
    expect(text).toBe('p!ok');
    const whole = stored(branched.replyId);
    expect(whole.prompt).toEqual({
      tokenIds: bytes('Hell'),
      spans: [{ start: 0, end: 4, part: 'template', messageId: null }],
    });
    expect(whole.message).toMatchObject({
      parentId: before.message?.parentId,
      fork: { target: 'prompt', position: 4, logprob: 2 * scriptedLogprob },
    });
    expect(stored(replyId)).toEqual(before);
  });
});

describe('a branch into a new conversation', () => {
  it('copies the path with traces, scores and forks under new names, and leaves the old conversation alone', async () => {
    const first = await writeReply(['abcdef']);
    const { conversationId } = first;
    bench.conversations.update(conversationId, { title: 'Letters', systemPrompt: 'Be brief.', draft: 'dr' });
    const fork = await branch(conversationId, atReply(first.replyId, 3), bytes('X'));
    await finish(fork.replyId, '');
    await bench.traces.scorePrompt(fork.replyId);
    const second = await answer(conversationId, fork.replyId, 'Again', ['ghi']);
    await answer(conversationId, second.replyId, 'Later', ['jkl']);
    const before = bench.conversations.get(conversationId);

    const branched = await branch(conversationId, atReply(second.replyId, 1), bytes('Z'), 'newConversation');
    const { run, text } = await finish(branched.replyId, 'z');
    expect(text).toBe('gZz');
    expect(bench.conversations.get(conversationId)).toEqual(before);

    const copy = bench.conversations.get(branched.conversationId);
    expect(copy).toMatchObject({
      title: 'Letters',
      systemPrompt: 'Be brief.',
      draft: '',
      modelId: before.modelId,
      settings: before.settings,
      leafId: branched.replyId,
    });
    expect(copy.messages.map((copied) => copied.text)).toEqual(['Hello', 'abcX', 'Again', 'gZz']);
    const [hello, reply, again, last] = copy.messages;
    expect([hello?.parentId, reply?.parentId, again?.parentId, last?.parentId]).toEqual([
      null,
      hello?.id,
      reply?.id,
      again?.id,
    ]);
    const oldIds = new Set(before.messages.map(({ id }) => id));
    expect(copy.messages.filter(({ id }) => oldIds.has(id))).toEqual([]);
    expect(reply?.fork).toEqual(message(conversationId, fork.replyId).fork);
    expect(last?.fork).toMatchObject({ sourceId: second.replyId, position: 1 });
    expect(run.request.prompt).toEqual(stored(second.replyId).prompt?.tokenIds);
    if (reply === undefined) throw new Error('the reply was copied');
    expect(stored(reply.id).chunks).toEqual(stored(fork.replyId).chunks);
    expect(bench.traces.promptScore(reply.id)).toEqual(bench.traces.promptScore(fork.replyId));
    const check = bench.folder.database
      .prepare('SELECT count(*) AS count FROM messages a JOIN messages b ON a.hash = b.hash AND a.id <> b.id')
      .get();
    expect(check).toEqual({ count: 0 });
  });
});

describe('what cannot be branched', () => {
  it('says why and stores nothing', async () => {
    const { conversationId, replyId } = await writeReply(['abc']);
    const before = bench.conversations.get(conversationId);
    const model = bench.library.get(scriptedModelId);
    const refused = async (place: BranchPlace, ids: readonly number[], error: object) => {
      for (const into of ['here', 'newConversation'] as const)
        await expect(branch(conversationId, place, ids, into)).rejects.toMatchObject(error);
    };
    await refused(atReply(replyId, 5), [1], { code: 'trace.notFound' });
    await refused({ kind: 'prompt', messageId: replyId, position: 7 }, [1], { code: 'trace.notFound' });
    const badChoice = { code: 'app.invalidInput', details: { field: 'choice' } };
    await refused(atReply(replyId, 1), [1_000], badChoice);
    await refused(atReply(replyId, 1), [endToken, 97], badChoice);
    bench.library.setContextTokens(12);
    await refused(atReply(replyId, 3), bytes('xyz'), {
      code: 'generation.contextFull',
      details: { contextTokens: 12, needTokens: 15 },
    });
    bench.library.setContextTokens(1_000);
    const reason = (name: string) => ({ code: 'message.notContinuable', details: { reason: name } });
    const known = bench.library.get.bind(bench.library);
    bench.library.get = () => ({ ...model, vocabularyHash: vocabularyHashSchema.parse('c'.repeat(64)) });
    await refused(atReply(replyId, 1), [1], reason('vocabulary'));
    bench.library.get = () => ({ ...model, id: modelIdSchema.parse('d'.repeat(64)) });
    await refused(atReply(replyId, 1), [1], reason('model'));
    bench.library.get = known;
    bench.folder.database.prepare('DELETE FROM traces WHERE message_id = ?').run(replyId);
    await refused(atReply(replyId, 1), [1], reason('trace'));
    const { messages } = bench.conversations.get(conversationId);
    expect(messages.map(({ id }) => id)).toEqual(before.messages.map(({ id }) => id));
    expect(bench.conversations.list()).toHaveLength(1);
  });

  it('is refused while a reply of the conversation is written, and of a reply of another conversation', async () => {
    const { conversationId, replyId } = await writeReply(['abc']);
    await expect(branch(bench.newConversation(), atReply(replyId, 1), [97])).rejects.toMatchObject({
      code: 'message.notFound',
    });
    const results = await Promise.allSettled([
      branch(conversationId, atReply(replyId, 1), [97]),
      branch(conversationId, atReply(replyId, 2), [97], 'newConversation'),
    ]);
    expect(results[0]?.status).toBe('fulfilled');
    expect(results[1]).toMatchObject({ reason: { code: 'message.stillStreaming' } });
  });

  it('is a text without tokens', async () => {
    const { conversationId, replyId } = await writeReply(['abc']);
    const engine = await bench.library.load(scriptedModelId);
    engine.tokenize = () => Promise.resolve([]);
    const choice = { kind: 'text', text: ' ' } as const;
    await expect(
      bench.generation.branch({ conversationId, place: atReply(replyId, 1), choice, into: 'here' }),
    ).rejects.toMatchObject({ code: 'app.invalidInput', details: { field: 'choice' } });
  });
});

describe('a branch that ends before its time', () => {
  it('has its shared tokens on disk at once, is repaired with their text, and goes on with the forced tokens', async () => {
    const { conversationId, replyId } = await writeReply(['abcdef']);
    await bench.library.unload(scriptedModelId);
    bench.library.holdLoading();
    const branched = await branch(conversationId, atReply(replyId, 4), bytes('XY'));
    bench.generation.stop(branched.replyId);
    await bench.readAll(branched.replyId);
    bench.library.finishLoading();
    // What a start after a kill does: the row is completed from what is stored.
    bench.store.messages.reopen(branched.replyId);
    repairReply(bench.store, branched.replyId);
    expect(message(conversationId, branched.replyId)).toMatchObject({
      text: 'abcd',
      state: 'complete',
      end: { reason: 'interrupted' },
      fork: { tokenIds: bytes('XY'), logprob: null },
    });
    await bench.generation.continue({ conversationId, replyId: branched.replyId });
    const { run, text } = await finish(branched.replyId, 'z');
    expect(run.request).toMatchObject({ reply: bytes('abcd'), forced: bytes('XY') });
    expect(text).toBe('abcdXYz');
    expect(message(conversationId, branched.replyId).fork?.logprob).toBe(2 * scriptedLogprob);
  });

  it('knows the probability of its forced tokens when all of them were captured, also after a death', async () => {
    const { conversationId, replyId } = await writeReply(['abcdef']);
    const branched = await branch(conversationId, atReply(replyId, 2), bytes('XY'));
    const run = await bench.library.nextRun();
    const reading = bench.readAll(branched.replyId);
    await run.tokens(bytes('X'), 'forced');
    await run.die();
    await reading;
    expect(message(conversationId, branched.replyId)).toMatchObject({
      text: 'abX',
      end: { reason: 'interrupted' },
      fork: { logprob: null },
    });
    await bench.generation.continue({ conversationId, replyId: branched.replyId });
    const rest = await bench.library.nextRun();
    expect(rest.request).toMatchObject({ reply: bytes('abX'), forced: bytes('Y') });
    const readingRest = bench.readAll(branched.replyId);
    await rest.forced();
    await rest.die();
    await readingRest;
    expect(message(conversationId, branched.replyId).fork?.logprob).toBe(2 * scriptedLogprob);
  });

  it('keeps its fork when the reply that it left is gone', async () => {
    const { conversationId, replyId } = await writeReply(['abcdef']);
    const branched = await branch(conversationId, atReply(replyId, 2), bytes('X'));
    await finish(branched.replyId, '');
    bench.folder.database.prepare('DELETE FROM messages WHERE id = ?').run(replyId);
    expect(message(conversationId, branched.replyId).fork).toMatchObject({ sourceId: null, position: 2 });
  });
});
