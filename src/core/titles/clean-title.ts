/**
 * Makes a title of what a model wrote when it was asked for one, or says that it is none. Runs in the core. Pure.
 */

/** Letters and all else; a little more is cut between two words, much more is no title. */
const mostCharacters = 60;
const mostToCut = 90;

const mark = /\p{L}|\p{N}/gu;
const quotes = '"\'`“”„‟‘’‚«»‹›「」『』';
const label =
  /^(?:[\p{L}'’]+\s)?(?:title|titre|titel|título|titolo|tytuł|标题|標題|タイトル)\s*[:：\-–—]\s*/iu;
/** What cannot be seen, and what turns the direction of writing. */
const hidden = /[\p{Cc}\p{Cf}]/gu;

/**
 * @param request what the model was asked with: small models repeat it
 * @returns null: empty, one letter, a repetition, or far too long
 */
export function cleanTitle(written: string, request = ''): string | null {
  const answer = written.replace(/<think>[\s\S]*?(?:<\/think>|$)/gu, '');
  for (const line of answer.split(/[\n\r]+/u)) {
    const title = cleanLine(line);
    // "Here is a title:" stands before one.
    if (title === '' || /[:：]$/u.test(line.trim())) continue;
    return isTitle(title) && !holds(request, title) ? shorten(title) : null;
  }
  return null;
}

function cleanLine(line: string): string {
  let text = line.replace(hidden, ' ').replace(/\s+/gu, ' ').trim();
  for (let before = ''; before !== text;) {
    before = text;
    text = withoutQuotes(withoutMarkdown(text).replace(label, '')).trim();
  }
  return text.replace(/[.,;。、，；]+$/u, '').trim();
}

function withoutMarkdown(text: string): string {
  return text
    .replace(/^(?:#{1,6}|>|[-*+•]|\d{1,2}[.)])\s+/u, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replace(/\*\*|__|~~|`/gu, '')
    .replace(/^([*_])(.+)\1$/u, '$2');
}

const quote = `[${quotes}]`;
const inQuotes = new RegExp(`^${quote}(.*)${quote}$`, 'u');
const halfQuoted = new RegExp(`^${quote}([^${quotes}]+)$|^([^${quotes}]+)["“”„«»‹›]$`, 'u');

/** Around the whole, or only on one side of it: a quotation inside it stays. */
function withoutQuotes(text: string): string {
  return text.replace(inQuotes, '$1').replace(halfQuoted, '$1$2');
}

function isTitle(text: string): boolean {
  const letters = text.match(mark)?.length ?? 0;
  // Signs, ids and numbers alone say nothing.
  if (letters < 2 || !/\p{L}/u.test(text)) return false;
  if (/(.{1,12}?)\1{3,}/u.test(text)) return false;
  const words = text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  if (words.some((word, index) => word === words[index + 1] && word === words[index + 2])) return false;
  return words.length < 4 || new Set(words).size > words.length / 2;
}

function holds(request: string, title: string): boolean {
  return title !== '' && request.toLowerCase().includes(title.toLowerCase());
}

function shorten(title: string): string | null {
  if (title.length <= mostCharacters) return title;
  if (title.length > mostToCut) return null;
  const end = title.lastIndexOf(' ', mostCharacters - 1);
  return end < mostCharacters / 2 ? null : `${title.slice(0, end).replace(/[\s\p{P}]+$/u, '')}…`;
}
