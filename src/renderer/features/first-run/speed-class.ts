/**
 * What a speed means to somebody who reads along. Portable, pure. Silent reading runs at about 240 words a minute
 * (Brysbaert 2019, 238 in English), with about 1.3 tokens a word: 5 tokens a second.
 */
export type SpeedClass = 'fast' | 'reading' | 'slow';

const readingTokensPerSecond = 5;

export function speedClass(tokensPerSecond: number): SpeedClass {
  if (tokensPerSecond > readingTokensPerSecond * 2) return 'fast';
  return tokensPerSecond >= readingTokensPerSecond * 0.8 ? 'reading' : 'slow';
}
