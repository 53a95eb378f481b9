/**
 * What the KV cache saves: the first-token time of a second turn, whose prompt continues the first, against that of
 * a first turn of the same length.
 */
import { samplerPresets } from '#contract/sampler.ts';
import { generateOnce, startBareEngine } from '../bare-engine.ts';
import { type BenchRow, interleave } from '../ratio.ts';

const sentence = 'The light that enters a prism leaves it as a band of colours, each bent by its own angle. ';

export async function benchPrefixReuse(modelPath: string, pairs: number): Promise<BenchRow> {
  const engine = await startBareEngine(modelPath, 2_048, 1);
  try {
    const turn = (text: string) => ({ role: 'user' as const, text, messageId: null });
    const firstTurn = turn(sentence.repeat(12));
    const reply = {
      role: 'assistant' as const,
      text: 'Each colour has a wavelength of its own.',
      messageId: null,
    };
    const second = await engine.client.render({
      kind: 'chat',
      turns: [firstTurn, reply, turn('And why is that?')],
    });
    const first = await engine.client.render({ kind: 'chat', turns: [firstTurn] });
    const settings = { ...samplerPresets.greedy, maxTokens: 1 };
    const firstTokenMs = async (tokenIds: number[]): Promise<number> => {
      const stats = await generateOnce(engine.client, {
        prompt: tokenIds,
        reply: [],
        forced: [],
        settings,
        seed: 1,
        topN: 64,
        capture: true,
      });
      return stats.firstTokenMs ?? Number.NaN;
    };
    // A prompt that shares nothing empties the cache of what the other measurement left there.
    const forget = () => firstTokenMs(second.tokenIds.slice(-3));
    const secondTurn = async (): Promise<number> => {
      await forget();
      await firstTokenMs(first.tokenIds);
      return firstTokenMs(second.tokenIds);
    };
    const sameLengthCold = async (): Promise<number> => {
      await forget();
      return firstTokenMs(second.tokenIds);
    };
    const { ratio, left, right } = await interleave(pairs, secondTurn, sameLengthCold);
    return {
      what: `first token of a second turn / of a first turn of the same length (${second.tokenIds.length} tokens)`,
      ratio,
      sides: `${left.toFixed(0)} / ${right.toFixed(0)} ms`,
      aim: null,
    };
  } finally {
    await engine.close();
  }
}
