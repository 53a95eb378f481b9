/**
 * Cuts JSON that comes in pieces into its values, so that a file of any size is read value by value: the elements of an
 * array at the top, a single value, or values one behind the other (JSON Lines). Runs in the core. Pure; knows no format.
 */

export type JsonValue = {
  /** Which element of the array, or which of the values one behind the other. */
  readonly index: number;
  readonly isInArray: boolean;
  readonly value: unknown;
};

/** Why the text is no JSON, and where: the index of the value, and the byte of the file. */
export class JsonFault extends Error {
  readonly index: number;
  readonly atByte: number;

  constructor(reason: string, index: number, atByte: number) {
    super(reason);
    this.name = 'JsonFault';
    this.index = index;
    this.atByte = atByte;
  }
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const byteOrderMark = [0xef, 0xbb, 0xbf];

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** `before`: no value yet; `inValue`; `wantsValue`: behind the bracket or a comma; `behind`: behind a value of the array; `over` */
type Place = 'before' | 'inValue' | 'wantsValue' | 'behind' | 'over';

export class JsonValueReader {
  private place: Place = 'before';
  private isInArray = false;
  private index = 0;
  private depth = 0;
  private isInText = false;
  private isScalar = false;
  /** Pieces of the value that is being read. */
  private pieces: Buffer[] = [];
  private pieceBytes = 0;
  private readBytes = 0;
  private readonly mostBytes: number;

  /** @param mostBytes of one value: more are refused before they are all in memory */
  constructor(mostBytes: number) {
    this.mostBytes = mostBytes;
  }

  /** The values that this piece completes. @throws JsonFault */
  push(piece: Buffer): JsonValue[] {
    const found: JsonValue[] = [];
    let at = this.readBytes === 0 && byteOrderMark.every((byte, index) => piece[index] === byte) ? 3 : 0;
    while (at < piece.length) {
      if (this.place === 'inValue') at = this.readOn(piece, at, found);
      else at = this.between(piece, at);
    }
    this.readBytes += piece.length;
    return found;
  }

  /** The value that only the end of the file ends. @throws JsonFault when something is missing */
  end(): JsonValue[] {
    const found: JsonValue[] = [];
    if (this.place === 'inValue' && this.isScalar && !this.isInText && !this.isInArray) this.complete(found);
    if (this.place === 'inValue' || this.isInArray) throw this.fault('the file ends in the middle', 0);
    if (this.index === 0 && this.place !== 'over') throw this.fault('the file is empty', 0);
    return found;
  }

  private fault(reason: string, at: number): JsonFault {
    return new JsonFault(reason, this.index, this.readBytes + at);
  }

  /** White space, brackets and commas of the top; begins the next value. */
  private between(piece: Buffer, at: number): number {
    const byte = piece[at] ?? 0;
    if (isSpace(byte)) return at + 1;
    if (this.place === 'over') throw this.fault('something stands behind the array', at);
    const isBracket = this.readBracket(byte);
    if (isBracket) return at + 1;
    if (this.place === 'behind') {
      if (byte !== comma) throw this.fault('a comma is missing', at);
      this.place = 'wantsValue';
      return at + 1;
    }
    this.place = 'inValue';
    this.depth = 0;
    this.isInText = false;
    this.isScalar = byte !== openBrace && byte !== openBracket;
    return at;
  }

  /** Whether this is a bracket of the array at the top. */
  private readBracket(byte: number): boolean {
    const opens = byte === openBracket && this.place === 'before' && this.index === 0;
    const closes = byte === closeBracket && this.isInArray && (this.place === 'behind' || this.index === 0);
    if (!opens && !closes) return false;
    this.isInArray = opens;
    this.place = opens ? 'wantsValue' : 'over';
    return true;
  }

  /** Reads until the value or the piece ends; gives the place behind what was read. */
  private readOn(piece: Buffer, start: number, found: JsonValue[]): number {
    for (let at = start; at < piece.length; at += 1) {
      if (this.isInText) {
        at = this.endOfText(piece, at);
        if (at === -1) break;
        this.isInText = false;
        continue;
      }
      const byte = piece[at] ?? 0;
      const end = this.isScalar ? (this.endsScalar(byte) ? at : -1) : this.count(byte) ? at + 1 : -1;
      if (byte === quote) this.isInText = true;
      if (end === -1) continue;
      this.keep(piece, start, end);
      this.complete(found);
      return end;
    }
    this.keep(piece, start, piece.length);
    return piece.length;
  }

  private endsScalar(byte: number): boolean {
    return byte === comma || byte === closeBracket || isSpace(byte);
  }

  /** Whether this byte closes what the value opened. */
  private count(byte: number): boolean {
    if (byte === openBrace || byte === openBracket) this.depth += 1;
    else if (byte === closeBrace || byte === closeBracket) this.depth -= 1;
    else return false;
    return this.depth === 0;
  }

  /** The quote that ends the text, or −1: not in this piece. */
  private endOfText(piece: Buffer, start: number): number {
    for (let at = piece.indexOf(quote, start); at !== -1; at = piece.indexOf(quote, at + 1)) {
      let backslashes = 0;
      while (
        at - backslashes > 0 &&
        at - backslashes - 1 >= start &&
        piece[at - backslashes - 1] === backslash
      )
        backslashes += 1;
      // Backslashes that reach back to where this look began may go on in the piece before.
      if (at - backslashes === start) backslashes += this.backslashesBefore(piece, start);
      if (backslashes % 2 === 0) return at;
    }
    return -1;
  }

  private backslashesBefore(piece: Buffer, start: number): number {
    let count = 0;
    for (let at = start - 1; at >= 0; at -= 1, count += 1) if (piece[at] !== backslash) return count;
    for (let index = this.pieces.length - 1; index >= 0; index -= 1) {
      const before = this.pieces[index];
      if (before === undefined) break;
      for (let at = before.length - 1; at >= 0; at -= 1, count += 1)
        if (before[at] !== backslash) return count;
    }
    return count;
  }

  private keep(piece: Buffer, start: number, end: number): void {
    if (end === start) return;
    this.pieceBytes += end - start;
    if (this.pieceBytes > this.mostBytes) throw this.fault(`larger than ${this.mostBytes} bytes`, end);
    // A copy: whoever reads the file uses the same memory for the next piece.
    this.pieces.push(Buffer.from(piece.subarray(start, end)));
  }

  private complete(found: JsonValue[]): void {
    const bytes = this.pieces.length === 1 ? this.pieces[0] : Buffer.concat(this.pieces);
    this.pieces = [];
    this.pieceBytes = 0;
    found.push({ index: this.index, isInArray: this.isInArray, value: this.parse(bytes ?? Buffer.alloc(0)) });
    this.index += 1;
    this.place = this.isInArray ? 'behind' : 'before';
  }

  private parse(bytes: Buffer): unknown {
    try {
      return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    } catch {
      throw this.fault('not JSON in UTF-8', 0);
    }
  }
}
