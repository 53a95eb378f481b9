/**
 * The text, the scoring that the page follows, and what is chosen in it: kept while the person is elsewhere. Page,
 * memory only.
 */
import { create } from 'zustand';
import type { EvaluationProfile } from '#contract/profile.ts';
import type { ScoringPlan, ScoringText } from '#contract/scoring.ts';
import type { PageError } from '../../core-error.ts';
import type { TextProblem } from '../../state/text-file.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import type { ScoreTotals } from './score-totals.ts';
import type { CellRange, Unit } from './units.ts';

/** A scoring that the page follows. `trace` and `totals` grow; `tokens` says how far. */
export type FollowedScoring = {
  readonly jobId: string;
  readonly request: ScoringText;
  readonly modelName: string;
  readonly state: 'waiting' | 'running' | 'paused' | 'complete' | 'cancelled' | 'failed';
  readonly error: PageError | null;
  readonly plan: ScoringPlan | null;
  readonly profile: EvaluationProfile | null;
  readonly trace: TokenTrace | null;
  readonly totals: ScoreTotals | null;
  readonly tokens: number;
};

export type ScoreMeasure = 'surprisal' | 'rank';

type ScoringWork = {
  readonly text: string;
  readonly contextBefore: string;
  readonly startsWithBos: boolean;
  readonly unit: Unit;
  /** What the colours stand for. */
  readonly measure: ScoreMeasure;
  readonly findBits: number;
  readonly chosen: CellRange | null;
  readonly problem: TextProblem | null;
  readonly job: FollowedScoring | null;
};

export const useScoring = create<ScoringWork>(() => ({
  text: '',
  contextBefore: '',
  startsWithBos: true,
  unit: 'token',
  measure: 'surprisal',
  findBits: 8,
  chosen: null,
  problem: null,
  job: null,
}));

/** Changes the followed scoring, if it is still this one. */
export function updateJob(jobId: string, change: Partial<FollowedScoring>): void {
  const { job } = useScoring.getState();
  if (job?.jobId === jobId) useScoring.setState({ job: { ...job, ...change } });
}
