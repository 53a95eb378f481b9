import { expect, it } from 'vitest';
import { isPageMessage } from './page-message.ts';

it('a request and its end are messages of a page', () => {
  for (const message of [
    '{"i":"1","p":{"u":"/app/status","b":{"json":{}}}}',
    '{"i":"1","t":1,"p":{"u":"/app/status?data=%7B%7D","m":"GET"}}',
    '{"i":"1","p":{"u":"/app/notices","h":{"last-event-id":"7"}}}',
    '{"i":"1","t":4}',
  ])
    expect(isPageMessage(message), message).toBe(true);
});

it.each([
  '', '{', 'null', '7', '[]', '{}', '{"i":"1"}', '{"i":7,"p":{"u":"/a"}}', '{"i":"1","p":{}}', '{"i":"1","p":{"u":7}}', '{"i":"1","p":{"u":"a"}}',
  '{"i":"1","p":{"u":"https://evil.example/"}}', '{"i":"1","p":{"u":"//evil.example/a"}}', '{"i":"1","p":{"u":"/a","h":7}}', '{"i":"1","p":{"u":"/a","m":"PUT"}}',
  '{"i":"1","p":{"u":"/a","h":{"content-type":"multipart/form-data"}}}', '{"i":"1","p":{"u":"/a","h":{"a":{}}}}', '{"i":"1","t":2,"p":{"u":"/a"}}',
  '{"i":"1","t":3}', '{"i":"1","t":9,"p":{"u":"/a"}}', '['.repeat(100_000), Buffer.from('{"i":"1","t":4}'), { i: '1', t: 4 }, null, undefined, 7,
])('%j is none', (message) => {
  expect(isPageMessage(message)).toBe(false);
}); // prettier-ignore
