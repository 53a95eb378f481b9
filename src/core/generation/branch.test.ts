/**
 * Branches from any token, with a scripted engine and a real database: what is copied, what is asked of the engine, and
 * what stays as it was.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { modelIdSchema } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { type BranchTools, atReply, branchTools, bytes, scriptedLogprob } from './testing/branch-tools.ts';
import { type GenerationBench, openBench } from './testing/generation-bench.ts';
import { scriptedModelId } from './testing/scripted-library.ts';

let bench: GenerationBench;
let tools: BranchTools;
beforeEach(() => {
  bench = openBench();
  tools = branchTools(bench);
});
afterEach(async () => await bench.close());

describe('a branch of a reply', () => {
  it('has the tokens before the place byte for byte, then the forced one, then what the model writes', async () => {
    const { conversationId, replyId } = await tools.writeReply(['Bon', 'jour ', 'toi']);
    const before = tools.stored(replyId);
    bench.conversations.update(conversationId, { settings: { ...samplerPresets.precise, maxTokens: 20 } });
    const branched = await tools.branch(conversationId, atReply(replyId, 5), bytes('X'));
    expect(branched.conversationId).toBe(conversationId);
    const { run, chunks, text, end } = await tools.finish(branched.replyId, 'yz');
    expect(run.request).toMatchObject({
      prompt: bytes('Hello|'),
      reply: bytes('Bonjo'),
      forced: bytes('X'),
      settings: { ...samplerPresets.greedy, maxTokens: 26 },
    });
    // A page that reads along from the start gets the shared tokens too, without gap or repetition.
    expect(chunks.map(({ firstToken, count }) => [firstToken, count])[0]).toEqual([0, 5]);
    expect(text).toBe('BonjoXyz');
    expect(end).toMatchObject({ text: 'BonjoXyz', end: { reason: 'endToken', stats: { replyTokens: 8 } } });

    const whole = tools.stored(branched.replyId);
    expect(whole.prompt).toEqual(before.prompt);
    expect(whole.header).toMatchObject({
      settings: { ...samplerPresets.greedy, maxTokens: 20 },
      replyTokens: 8,
      seed: run.request.seed,
    });
    const written = tools.steps(branched.replyId);
    expect(written.slice(0, 5)).toEqual(tools.steps(replyId).slice(0, 5));
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
    expect(tools.stored(replyId)).toEqual(before);
  });

  it('has its prompt read in the batches in which that of its source was read, and remembers them', async () => {
    const conversationId = bench.newConversation();
    const { replyId } = await bench.send(conversationId, 'Hello');
    const written = await bench.library.nextRun();
    const reading = bench.readAll(replyId);
    await written.send({ kind: 'prompt', evaluated: 0, total: 6, reused: 0, promptAlone: [[1, 3]] });
    await written.write('abc');
    await written.end('tokenLimit');
    await reading;
    expect(bench.traces.header(replyId).profile.promptAlone).toEqual([[1, 3]]);
    const branched = await tools.branch(conversationId, atReply(replyId, 2), bytes('X'));
    const { run } = await tools.finish(branched.replyId, '');
    expect(run.request.promptAlone).toEqual([[1, 3]]);
    expect(tools.stored(branched.replyId).header?.profile.promptAlone).toEqual([[1, 3]]);
    // Nothing of a reply was captured before a place of its prompt.
    const place = { kind: 'prompt', messageId: replyId, position: 4 } as const;
    const ofPrompt = await tools.branch(conversationId, place, bytes('X'));
    expect((await tools.finish(ofPrompt.replyId, '')).run.request.promptAlone).toBeUndefined();
  });

  it('is written by the model of its reply, whichever the conversation uses now', async () => {
    const { conversationId, replyId } = await tools.writeReply(['abc']);
    const modelId = modelIdSchema.parse('e'.repeat(64));
    bench.conversations.update(conversationId, { modelId });
    const branched = await tools.branch(conversationId, atReply(replyId, 1), bytes('X'));
    await tools.finish(branched.replyId, 'y');
    expect(tools.message(conversationId, branched.replyId)).toMatchObject({ model: { id: scriptedModelId } });
    expect(bench.conversations.get(conversationId).modelId).toBe(scriptedModelId);
  });

  it('keeps the sampler that drew the tokens it shares, and takes the present one when it shares none', async () => {
    const { conversationId, replyId } = await tools.writeReply(['abc']);
    bench.conversations.update(conversationId, { settings: samplerPresets.precise });
    const shared = await tools.branch(conversationId, atReply(replyId, 1), bytes('X'));
    await tools.finish(shared.replyId, 'y');
    expect(tools.stored(shared.replyId).header?.settings).toEqual(samplerPresets.greedy);
    const fresh = await tools.branch(conversationId, atReply(replyId, 0), bytes('X'));
    await tools.finish(fresh.replyId, 'y');
    expect(tools.stored(fresh.replyId).header?.settings).toEqual(samplerPresets.precise);
  });

  it('keeps runs of steps that end at the place exactly as they are stored', async () => {
    const { conversationId, replyId } = await tools.writeReply(['Bon', 'jour']);
    const whole = tools.stored(replyId).chunks;
    const { replyId: newId } = await tools.branch(conversationId, atReply(replyId, 7), bytes('!'));
    // Live runs are joined when they are stored: the source is one run, cut before its end token.
    const [head] = tools.stored(newId).chunks;
    expect(head).toMatchObject({ firstToken: 0, count: 7, text: 'Bonjour' });
    await tools.finish(newId, '');
    const again = await tools.branch(conversationId, atReply(newId, 7), bytes('?'));
    expect(tools.stored(again.replyId).chunks).toEqual([head]);
    expect(whole[0]?.text).toBe('Bonjour');
    await tools.finish(again.replyId, '');
  });

  it('may begin at the first token, and then shares only the prompt', async () => {
    const { conversationId, replyId } = await tools.writeReply(['abc']);
    const branched = await tools.branch(conversationId, atReply(replyId, 0), bytes('zz'));
    const { run, text } = await tools.finish(branched.replyId, 'y');
    expect(run.request).toMatchObject({ prompt: bytes('Hello|'), reply: [], forced: bytes('zz') });
    expect(text).toBe('zzy');
    expect(tools.message(conversationId, branched.replyId).fork).toMatchObject({
      position: 0,
      logprob: 2 * scriptedLogprob,
    });
  });

  it.each(['stopped', 'tokenLimit', 'die'] as const)(
    'may go on behind the last token of a reply that ended otherwise than by itself: %s',
    async (ending) => {
      const { conversationId, replyId } = await tools.writeReply(['abc'], ending);
      const branched = await tools.branch(conversationId, atReply(replyId, 3), bytes('d'));
      expect((await tools.finish(branched.replyId, 'e')).text).toBe('abcde');
    },
  );

  it('may put another token in the place of the one that ended the reply, and not behind it', async () => {
    const { conversationId, replyId } = await tools.writeReply(['abc']);
    await expect(tools.branch(conversationId, atReply(replyId, 4), bytes('d'))).rejects.toMatchObject({
      code: 'app.invalidInput',
      details: { field: 'place.position' },
    });
    const branched = await tools.branch(conversationId, atReply(replyId, 3), bytes('d'));
    expect((await tools.finish(branched.replyId, '')).text).toBe('abcd');
  });

  it('cuts a text of the person’s into tokens, and a character that began before the place is completed', async () => {
    const { conversationId, replyId } = await tools.writeReply(['aé']);
    const place = atReply(replyId, 2);
    const branched = await bench.generation.branch({
      conversationId,
      place,
      choice: { kind: 'text', text: 'ö' },
      into: 'here',
    });
    // While nothing new is written, the text is that of the shared tokens: half a character is none.
    expect(tools.message(conversationId, branched.replyId)).toMatchObject({ text: 'a', state: 'streaming' });
    const { run } = await tools.finish(branched.replyId, '');
    expect(run.request).toMatchObject({ reply: [97, 0xc3], forced: bytes('ö') });
    expect(tools.message(conversationId, branched.replyId).fork?.text).toBe('ö');
    const half = await tools.branch(conversationId, place, [0xa0]);
    expect((await tools.finish(half.replyId, '!')).text).toBe('aà!');
  });

  it('can be branched from itself, and every fork is remembered', async () => {
    const { conversationId, replyId } = await tools.writeReply(['abcdef']);
    const first = await tools.branch(conversationId, atReply(replyId, 4), bytes('X'));
    await tools.finish(first.replyId, 'Y');
    const second = await tools.branch(conversationId, atReply(first.replyId, 2), bytes('Z'));
    await tools.finish(second.replyId, '');
    const { messages } = bench.conversations.get(conversationId);
    expect(messages.map(({ text }) => text)).toEqual(['Hello', 'abcdef', 'abcdXY', 'abZ']);
    expect(messages.map(({ fork }) => fork?.sourceId ?? null)).toEqual([null, null, replyId, first.replyId]);
    expect(messages.map(({ parentId }) => parentId).slice(1)).toEqual(Array(3).fill(messages[0]?.id));
  });

  it('is one of a prompt: the tokens before the place are read, the reply begins with the forced ones', async () => {
    const { conversationId, replyId } = await tools.writeReply(['abc']);
    const before = tools.stored(replyId);
    const place = { kind: 'prompt', messageId: replyId, position: 4 } as const;
    const branched = await tools.branch(conversationId, place, bytes('p!'));
    const { run, text } = await tools.finish(branched.replyId, 'ok');
    expect(run.request).toMatchObject({ prompt: bytes('Hell'), reply: [], forced: bytes('p!') });
    expect(text).toBe('p!ok');
    const whole = tools.stored(branched.replyId);
    expect(whole.prompt).toEqual({
      tokenIds: bytes('Hell'),
      spans: [{ start: 0, end: 4, part: 'template', messageId: null }],
    });
    expect(whole.message).toMatchObject({
      parentId: before.message?.parentId,
      fork: { target: 'prompt', position: 4, logprob: 2 * scriptedLogprob },
    });
    expect(tools.stored(replyId)).toEqual(before);
  });
});

describe('a branch into a new conversation', () => {
  it('copies the path with traces, scores and forks under new names, and leaves the old conversation alone', async () => {
    const first = await tools.writeReply(['abcdef']);
    const { conversationId } = first;
    bench.conversations.update(conversationId, { title: 'Letters', systemPrompt: 'Be brief.', draft: 'dr' });
    const fork = await tools.branch(conversationId, atReply(first.replyId, 3), bytes('X'));
    await tools.finish(fork.replyId, '');
    await bench.traces.scorePrompt(fork.replyId);
    const second = await tools.answer(conversationId, fork.replyId, 'Again', ['ghi']);
    await tools.answer(conversationId, second.replyId, 'Later', ['jkl']);
    const before = bench.conversations.get(conversationId);

    const branched = await tools.branch(
      conversationId,
      atReply(second.replyId, 1),
      bytes('Z'),
      'newConversation',
    );
    const { run, text } = await tools.finish(branched.replyId, 'z');
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
    expect(reply?.fork).toEqual(tools.message(conversationId, fork.replyId).fork);
    expect(last?.fork).toMatchObject({ sourceId: second.replyId, position: 1 });
    expect(run.request.prompt).toEqual(tools.stored(second.replyId).prompt?.tokenIds);
    if (reply === undefined) throw new Error('the reply was copied');
    expect(tools.stored(reply.id).chunks).toEqual(tools.stored(fork.replyId).chunks);
    expect(bench.traces.promptScore(reply.id)).toEqual(bench.traces.promptScore(fork.replyId));
    const check = bench.folder.database
      .prepare('SELECT count(*) AS count FROM messages a JOIN messages b ON a.hash = b.hash AND a.id <> b.id')
      .get();
    expect(check).toEqual({ count: 0 });
  });
});
