/**
 * The few globals that every host has (Node, Electron, browsers), for code that claims to be portable.
 * Only tsconfig.portable.json includes this file: inside src it would clash with the DOM's own declarations.
 */
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
declare function atob(data: string): string;
declare function btoa(data: string): string;
declare class AbortSignal {
  readonly aborted: boolean;
}
