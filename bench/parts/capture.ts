/**
 * What capturing costs: generation with the normaliser and the trace against the same loop without them.
 */
import { samplerPresets } from '#contract/sampler.ts';
import { generateOnce, startBareEngine } from '../bare-engine.ts';
import { type BenchRow, interleave } from '../ratio.ts';

const prompt = 'A prism shows what white light is made of. When a ray of light enters the glass, it';
const tokensPerBlock = 64;

export async function benchCapture(
  modelPath: string,
  name: string,
  pairs: number,
  atLeast: number,
): Promise<BenchRow> {
  const engine = await startBareEngine(modelPath, 1_024, 1);
  try {
    const { tokenIds } = await engine.client.render({ kind: 'raw', text: prompt });
    const settings = { ...samplerPresets.balanced, maxTokens: tokensPerBlock };
    const speed = async (capture: boolean): Promise<number> => {
      const stats = await generateOnce(engine.client, {
        prompt: tokenIds,
        reply: [],
        forced: [],
        settings,
        seed: 7,
        topN: 64,
        capture,
      });
      return stats.tokensPerSecond ?? Number.NaN;
    };
    const { ratio, left, right } = await interleave(
      pairs,
      () => speed(true),
      () => speed(false),
    );
    return {
      what: `capture on / off, ${name}`,
      ratio,
      sides: `${left.toFixed(1)} / ${right.toFixed(1)} tokens/s`,
      aim: { atLeast },
    };
  } finally {
    await engine.close();
  }
}
