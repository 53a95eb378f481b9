/**
 * Votes as a table of wins between models, and which models those wins hold together. Portable, pure. Rates nothing.
 */

/** `bothBad`: neither answer is good enough. */
export type Choice = 'a' | 'b' | 'tie' | 'bothBad';

/** One vote between two models, named by their ids. */
export type Vote = { readonly a: string; readonly b: string; readonly choice: Choice };

/** A vote between models that are named by their places, 0 to n − 1. `score`: 1 (the first won), 0.5 (tie) or 0. */
export type Duel = { readonly first: number; readonly second: number; readonly score: number };

/** wins[i][j]: how often i was preferred to j, a tie being half a win for each; n × n. */
export type WinMatrix = readonly Float64Array[];

/**
 * Without the votes that say "both bad", and those that name a model that is not in `ids`: they compare nothing here.
 * "Both bad" is no tie: a tie says that two answers are as good as each other, and would draw the ratings together.
 */
export function duelsOf(votes: readonly Vote[], ids: readonly string[]): Duel[] {
  const places = new Map(ids.map((id, place) => [id, place] as const));
  return votes.flatMap(({ a, b, choice }) => {
    const first = places.get(a);
    const second = places.get(b);
    if (choice === 'bothBad' || first === undefined || second === undefined) return [];
    return [{ first, second, score: choice === 'tie' ? 0.5 : choice === 'a' ? 1 : 0 }];
  });
}

/** @param draw which duel takes the place of each; for a resample */
export function winMatrix(
  duels: readonly Duel[],
  models: number,
  draw: (place: number) => number = (place) => place,
): WinMatrix {
  const wins = Array.from({ length: models }, () => new Float64Array(models));
  for (let place = 0; place < duels.length; place++) {
    const duel = duels[draw(place)];
    if (duel === undefined) continue;
    const { first, second, score } = duel;
    add(wins, first, second, score);
    add(wins, second, first, 1 - score);
  }
  return wins;
}

function add(wins: readonly Float64Array[], winner: number, loser: number, score: number): void {
  const row = wins[winner];
  if (row) row[loser] = (row[loser] ?? 0) + score;
}

export const winsOver = (wins: WinMatrix, winner: number, loser: number): number =>
  wins[winner]?.[loser] ?? 0;

/** The models that `from` has beaten or tied with, or that such a model has, and so on; itself included. */
export function beatenBy(wins: WinMatrix, from: number): boolean[] {
  return reach(wins.length, from, (at, next) => winsOver(wins, at, next) > 0);
}

/** The models that have beaten or tied with `from`, or with such a model, and so on; itself included. */
export function beatersOf(wins: WinMatrix, from: number): boolean[] {
  return reach(wins.length, from, (at, next) => winsOver(wins, next, at) > 0);
}

function reach(count: number, from: number, leads: (at: number, next: number) => boolean): boolean[] {
  const isReached = new Array<boolean>(count).fill(false);
  isReached[from] = true;
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (let next = 0; next < count; next++)
      if (!isReached[next] && leads(at, next)) {
        isReached[next] = true;
        open.push(next);
      }
  return isReached;
}

/**
 * Groups in which every model leads to every other one over wins and ties (strongly connected components), each with its
 * places ascending. Only inside such a group do finite ratings exist.
 */
export function connectedGroups(wins: WinMatrix): number[][] {
  const groups: number[][] = [];
  const isTaken = new Array<boolean>(wins.length).fill(false);
  for (let place = 0; place < wins.length; place++) {
    if (isTaken[place]) continue;
    const below = beatenBy(wins, place);
    const above = beatersOf(wins, place);
    const group = wins.flatMap((_, each) => (below[each] && above[each] ? [each] : []));
    for (const each of group) isTaken[each] = true;
    groups.push(group);
  }
  return groups;
}
