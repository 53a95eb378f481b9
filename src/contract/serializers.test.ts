import { describe, expect, it } from 'vitest';
import { customJsonSerializers } from './serializers.ts';

describe('bytes on the wire', () => {
  const [bytes] = customJsonSerializers;
  if (bytes === undefined) throw new Error('bytes have a serializer');

  it('come back as they were sent', () => {
    const sent = Uint8Array.from({ length: 300 }, (_, index) => index % 256);
    expect(bytes.deserialize(bytes.serialize(sent))).toEqual(sent);
  });

  it.each([[{ length: 8 }], [[1, 2, 3]], [8], [null], [{}], [{ type: 'Buffer', data: [1] }]])(
    'are made of a text only: %j says how much memory to take, and is refused',
    (hostile) => {
      expect(() => bytes.deserialize(hostile)).toThrow(TypeError);
    },
  );
});
