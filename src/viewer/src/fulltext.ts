/** The reports' texts as strings that can be searched: folded to one script, with the piece and the sentence of every place. Offsets are UTF-16 units, as JavaScript counts. */

import type { Range } from "./payload";

/** Where a sentence ends: behind a full stop and what closes it, or at a new line. */
const END = /[。！？!?；;]+[”’」』）)》]*|\n+/g;

export class FullText {
  private readonly starts: Int32Array;
  readonly raw: string;
  private readonly ends: readonly number[];

  constructor(pieces: readonly string[]) {
    this.raw = pieces.join("");
    this.starts = new Int32Array(pieces.length + 1);
    pieces.forEach((text, index) => (this.starts[index + 1] = this.starts[index]! + text.length));
    this.ends = [...[...this.raw.matchAll(END)].map((match) => match.index + match[0].length), this.raw.length];
  }

  /** The offset at which a piece begins. */
  start(piece: number): number {
    return this.starts[piece]!;
  }

  /** The offsets between which pieces stand. */
  offsets([from, to]: Range): Range {
    return [this.start(from), this.start(to)];
  }

  /** The index of the sentence that an offset stands in. */
  sentence(offset: number): number {
    return Math.min(below(this.ends, offset), this.ends.length - 1);
  }

  /** A sentence's offsets, without the space around it. */
  span(sentence: number): Range {
    const [from, to] = [sentence ? this.ends[sentence - 1]! : 0, this.ends[sentence]!];
    const words = this.raw.slice(from, to);
    return [from + words.length - words.trimStart().length, from + words.trimEnd().length];
  }

  /** The pieces that hold what stands from one offset to another. */
  pieces([from, to]: Range): Range {
    const first = below(this.starts, from) - 1;
    return [first, Math.max(first + 1, below(this.starts, Math.max(from, to - 1)))];
  }
}

/** How many of the sorted `values` are at most `wanted`. */
function below(values: ArrayLike<number>, wanted: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
