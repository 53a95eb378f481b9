import { ORPCError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { engineErrorFrom } from './engine-error.ts';

const told = (code: string, data: unknown = {}) => engineErrorFrom(new ORPCError(code, { data })).toRecord();

describe('an error that an engine tells', () => {
  it.each([
    'model.corrupt',
    'model.invalidOutput',
    'generation.contextFull',
    'engine.busy',
    'engine.unavailable',
    'app.invalidInput',
  ])('%s keeps its code and its details', (code) => {
    expect(told(code, { where: 'here' })).toEqual({ code, details: { where: 'here' } });
  });

  it.each([
    'app.alreadyRunning',
    'app.diskFull',
    'database.damaged',
    'message.notFound',
    'model.quarantined',
    'engine.exited',
    'no.such',
    '__proto__',
  ])('%s is not for an engine to say: it is nonsense', (code) => {
    expect(told(code).code).toBe('engine.badMessage');
  });

  it('with details of another form is nonsense', () => {
    expect(told('model.corrupt', { where: { deep: true } }).code).toBe('engine.badMessage');
  });
});
