/**
 * A chosen token in plain sentences. Page, pure: it chooses the sentence and its numbers, the words are in i18n.
 */
import type { InspectedStep } from '#probability/inspect-step.ts';
import type { TokenFormat } from '../../components/heat-map/token-format.ts';

/** What the sentences speak of; what a sentence does not name is empty. */
const nothing = {
  text: '',
  probability: '',
  favourite: '',
  favouriteProbability: '',
  ordinal: '',
  total: '',
  bits: '',
  odds: '',
  choices: '',
};

/** A sentence of `inspector.sentence` and what goes into it. */
export type Sentence = {
  readonly key:
    | 'favourite'
    | 'choice'
    | 'beyond'
    | 'surprisal'
    | 'surprisalCertain'
    | 'hesitation'
    | 'noHesitation'
    | 'bound';
  readonly values: Readonly<typeof nothing>;
};

function sentence(key: Sentence['key'], values: Partial<Sentence['values']> = {}): Sentence {
  return { key, values: { ...nothing, ...values } };
}

/** Below this, "1 in 1.0" would say nothing. */
const certainBits = 0.1;

function placeSentence(
  result: InspectedStep,
  textOf: (tokenId: number) => string,
  format: TokenFormat,
): Sentence {
  const text = textOf(result.token.id);
  const probability = format.probability(result.token.probability);
  const favourite = result.captured[0];
  if (result.rank === 1 || !favourite) return sentence('favourite', { text, probability });
  const values = {
    text,
    probability,
    favourite: textOf(favourite.id),
    favouriteProbability: format.probability(favourite.probability),
  };
  if (result.rank === null)
    return sentence('beyond', { ...values, total: format.integer(result.captured.length) });
  return sentence('choice', { ...values, ordinal: format.ordinal(result.rank) });
}

function hesitationSentence(result: InspectedStep, format: TokenFormat): Sentence {
  const { low, high } = result.effectiveChoices;
  if (high < 1.1) return sentence('noHesitation');
  const [from, to] = [format.choices(low), format.choices(high)];
  return sentence('hesitation', { choices: from === to ? from : `${from}–${to}` });
}

/** What was chosen, how surprising that was, how wide the choice was. */
export function describeToken(
  result: InspectedStep,
  textOf: (tokenId: number) => string,
  format: TokenFormat,
): readonly Sentence[] {
  const { surprisalBits } = result.token;
  const bits = format.bits(surprisalBits);
  const surprise: Sentence =
    surprisalBits < certainBits
      ? sentence('surprisalCertain', { bits })
      : sentence('surprisal', { bits, odds: format.choices(2 ** surprisalBits) });
  const bound: readonly Sentence[] = result.isProbabilityExact ? [] : [sentence('bound')];
  return [placeSentence(result, textOf, format), surprise, hesitationSentence(result, format), ...bound];
}
