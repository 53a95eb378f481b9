/**
 * Whether a model's texts begin with its start token. Runs in the core.
 */
import type { RunningEngine } from '../engines/running-engine.ts';

/** As the file says, which the engine follows when it renders a text without a template. @throws engine.* */
export async function wantsStartToken(engine: RunningEngine): Promise<boolean> {
  const { spans } = await engine.render({ kind: 'raw', text: '' });
  return spans.some(({ part }) => part === 'bos');
}
