/**
 * How far a download is, in figures and words. Runs in the page. Pure.
 */
import type { TFunction } from 'i18next';
import type { Download } from '#contract/downloads.ts';
import type { Format } from '../../i18n/format.ts';

/** In [0, 1]. */
export function fractionOf({ state, receivedBytes, sizeBytes }: Download): number {
  if (state.kind === 'verifying') return state.fraction;
  return sizeBytes === 0 ? 1 : receivedBytes / sizeBytes;
}

type Words = TFunction<'downloads'>;

/** For example "1.2 GB of 4.7 GB · 25 MB/s · about 3 minutes left". */
export function progressLine(download: Download, t: Words, format: Format): string {
  const { state, receivedBytes, sizeBytes } = download;
  const size = format.bytes(sizeBytes);
  if (state.kind === 'complete') return size;
  const parts = [t('received', { received: format.bytes(receivedBytes), size })];
  if (state.kind === 'running' && state.bytesPerSecond !== null)
    parts.push(t('speed', { speed: format.bytes(state.bytesPerSecond) }));
  if (state.kind === 'running' && state.remainingSeconds !== null)
    parts.push(remaining(state.remainingSeconds, t, format));
  return parts.join(' · ');
}

/** An estimate is said as one: in whole units, rounded up. */
function remaining(seconds: number, t: Words, format: Format): string {
  const said = (key: 'secondsLeft' | 'minutesLeft' | 'hoursLeft', value: number): string => {
    const count = Math.ceil(value);
    return t(key, { count, shown: format.integer(count) });
  };
  if (seconds < 60) return said('secondsLeft', Math.ceil(seconds / 5) * 5);
  return seconds < 5_400 ? said('minutesLeft', seconds / 60) : said('hoursLeft', seconds / 3_600);
}
