/** English: the search over all messages. */
export const search = {
  label: 'Search conversations',
  placeholder: 'Search',
  help: 'All of these words, in every branch. Also: "a phrase", -without, model:name, folder:name, tag:name, before:2026-03, after:2026.',
  clear: 'Empty the search',
  titles: 'Conversations',
  messages: 'Messages',
  archived: 'In the archive',
  you: 'You',
  searching: 'Searching …',
  none: 'Nothing was found. Case and accents make no difference; every word has to be in the message.',
  count_one: '{{count}} found.',
  count_other: '{{count}} found.',
  countAtLeast_one: '{{count}} found so far.',
  countAtLeast_other: '{{count}} found so far.',
};
