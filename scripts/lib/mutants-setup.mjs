/**
 * What mutation testing changes about the tests: properties try the same cases every time, so that a score can be
 * compared with the last one, and stop at the first failure instead of looking for the smallest.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: 20_261_126, endOnFailure: true });
