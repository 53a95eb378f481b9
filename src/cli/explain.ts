/**
 * A typed error in the words of the terminal, on one line. Runs in the terminal shell. What was typed wrongly is named
 * as it was typed, not as a field of a request; every other error has the catalogue's own words.
 */
import type { PrismeError } from '#contract/errors.ts';
import { describeError } from '#core/shells/describe-error.ts';

/** For example `--top-p: "high" is not a number. "npm start -- --help" lists what can be given.` */
export function explain(error: PrismeError): string {
  if (error.code === 'model.noneChosen')
    return 'No model was found. Name one with --model FILE, or its folder with --models DIR.';
  const { option, file, reason } = error.details;
  if (error.code !== 'app.invalidInput' || reason === undefined) return describeError(error);
  if (file !== undefined) return `${String(file)}: ${String(reason)}.`;
  const subject = option === undefined ? '' : `${String(option)}: `;
  return `${subject}${String(reason)}. "npm start -- --help" lists what can be given.`;
}
