/**
 * Messages on a page's way in that are no requests: not JSON, JSON of another shape, requests for what does not exist.
 * Pure.
 */
import type { Random } from './random.ts';

const shapes: readonly string[] = [
  '',
  ' ',
  '{',
  'null',
  '0',
  '"text"',
  '[]',
  '{}',
  '{"i":1}',
  '{"i":null,"p":null}',
  '{"i":"none","p":{}}',
  '{"i":"none","p":{"u":7}}',
  '{"i":"none","p":{"u":"not an address"}}',
  '{"i":"none","p":{"u":"https://evil.example/app/status","b":{"json":{}}}}',
  '{"i":"none","p":{"u":"/%"}}',
  '{"i":"none","p":{"u":"/constructor"}}',
  '{"i":"none","p":{"u":"/__proto__/toString"}}',
  '{"i":"none","p":{"u":"/app/status/../../models/list"}}',
  '{"i":"none","p":{"u":"//evil.example/app/status"}}',
  '{"i":"none","p":{"u":"/app/status","b":7}}',
  '{"i":"none","p":{"u":"/app/status","m":"GET"}}',
  '{"i":"none","p":{"u":"/app/status?data={","m":"GET"}}',
  '{"i":"none","p":{"u":"/app/status","h":7}}',
  '{"i":"none","p":{"u":"/app/status","h":{"content-type":"multipart/form-data"}}}',
  '{"i":"none","p":{"u":"/app/status","h":{"content-type":"text/event-stream"}}}',
  '{"i":"none","p":{"u":"/app/status","h":{"content-disposition":"attachment; filename=x"}}}',
  '{"i":"none","p":{"u":"/app/status","h":{"last-event-id":{}}}}',
  '{"i":"none","p":{"u":"/app/status","b":{"json":{},"meta":[[20,"x"]]}}}',
  '{"i":"none","p":{"u":"/app/status","b":{"json":{},"meta":7}}}',
  '{"i":"none","p":{"u":"/app/status","b":{"json":{"a":5},"meta":[[20,"a"]]}}}',
  '{"i":"none","p":{"u":"/app/status","b":{"json":{},"meta":[[1,"__proto__","x"]]}}}',
  '{"i":"none","p":{"u":"/app/status","b":{"json":{"a":"1e9"},"meta":[[0,"a"]]}}}',
  '{"i":"none","p":{"u":"/app/status","b":{"json":{"a":"/(a+)+$/"},"meta":[[5,"a"]]}}}',
  '{"i":"none","t":2,"p":{"s":200}}',
  '{"i":"none","t":3}',
  '{"i":"none","t":3,"p":{"e":"message","d":1}}',
  '{"i":"none","t":4}',
  '{"i":"none","t":99,"p":{"u":"/app/status"}}',
  '{"i":{"toString":1},"p":{"u":"/app/status"}}',
  '['.repeat(20_000),
  `{"i":"none","p":{"u":"/${'a/'.repeat(20_000)}"}}`,
];

/** The shapes above, as texts and as bytes, then the same with single characters changed. */
export function brokenMessages(random: Random): (string | Buffer)[] {
  const changed = Array.from({ length: 200 }, () => {
    const shape = random.pick(shapes);
    const at = random.int(0, shape.length);
    const put = random.pick(['', '"', '{', '}', '\0', '\ud800', '9', '\\', '/']);
    return shape.slice(0, at) + put + shape.slice(at + random.int(0, 2));
  });
  const binary = [Buffer.alloc(0), Buffer.from([255]), Buffer.from([123, 125, 255, 1, 2]), random.bytes(100)];
  return [...shapes, ...shapes.map((shape) => Buffer.from(shape)), ...changed, ...binary];
}
