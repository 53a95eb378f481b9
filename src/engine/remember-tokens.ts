/**
 * Remembers what texts were cut into. Runs in the engine. A conversation is rendered again at every pause in typing and
 * before every reply, and all of its runs but the last are what they were: only that one is tokenised anew. The ids are the
 * tokeniser's own, so nothing is estimated. It knows no templates.
 */

/** What may be remembered of one generation, in characters (UTF-16 units): some hundred thousand tokens. */
const maxCharacters = 4_000_000;

type Tokenize = (text: string) => number[];

/**
 * The same function, with a memory. Texts that were not asked for while as many others came are forgotten.
 * Callers must not change the arrays.
 */
export function rememberTokens(tokenize: Tokenize, limit = maxCharacters): Tokenize {
  let recent = new Map<string, number[]>();
  let older = new Map<string, number[]>();
  let characters = 0;
  return (text) => {
    const known = recent.get(text);
    if (known !== undefined) return known;
    const ids = older.get(text) ?? tokenize(text);
    if (text.length > limit) return ids;
    if (characters + text.length > limit) {
      older = recent;
      recent = new Map();
      characters = 0;
    }
    recent.set(text, ids);
    characters += text.length;
    return ids;
  };
}
