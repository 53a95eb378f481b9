/** The cells of a grid and their numbers. */
import { describe, expect, it } from 'vitest';
import { cellNumber, cellPlace, cellsOfModel, gridCells, gridColumns } from './grid-layout.ts';

const size = { prompts: 3, models: 2, temperatures: [0, 0.8], seeds: 2 };

describe('the columns of a grid', () => {
  it('stand together by model, each with every setting and seed, and share what no seed changes', () => {
    const ofModel = [
      { setting: 0, seed: null },
      { setting: 1, seed: 0 },
      { setting: 1, seed: 1 },
    ];
    expect(gridColumns(size)).toEqual([
      ...ofModel.map((column) => ({ model: 0, ...column })),
      ...ofModel.map((column) => ({ model: 1, ...column })),
    ]);
  });

  it('are one for each model where nothing is drawn', () => {
    expect(gridColumns({ ...size, temperatures: [], seeds: 0 })).toEqual([
      { model: 0, setting: null, seed: null },
      { model: 1, setting: null, seed: null },
    ]);
  });
});

describe('the cells of a grid', () => {
  it('have numbers that lead back to their places, column by column', () => {
    expect(gridCells(size)).toBe(18);
    const places = Array.from({ length: 18 }, (_, cell) => cellPlace(cell, 3));
    expect(places.slice(0, 4)).toEqual([
      { prompt: 0, column: 0 },
      { prompt: 1, column: 0 },
      { prompt: 2, column: 0 },
      { prompt: 0, column: 1 },
    ]);
    expect(places.map((place) => cellNumber(place, 3))).toEqual([...places.keys()]);
  });

  it('of a model are one run, and those of all models are all of them', () => {
    expect([0, 1].map((model) => cellsOfModel(size, model))).toEqual([
      { start: 0, end: 9 },
      { start: 9, end: 18 },
    ]);
    const columns = gridColumns(size);
    for (let cell = 0; cell < 18; cell++) {
      const model = columns[cellPlace(cell, 3).column]?.model ?? -1;
      const { start, end } = cellsOfModel(size, model);
      expect(cell >= start && cell < end).toBe(true);
    }
  });
});
