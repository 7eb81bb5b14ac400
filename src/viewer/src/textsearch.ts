/** Search in the reports' texts: sentences that hold what was typed, its words, or what it spells. */

import type { FullText } from "./fulltext";
import type { Folding } from "./letters";
import { sound } from "./letters";
import type { Range } from "./payload";

export interface Found {
  readonly report: number;
  readonly sentence: number;
  /** where the words stand in the report's text */
  readonly spans: readonly Range[];
}

/** Words that stand in every sentence, or only ask. */
const EMPTY = new Set("的 了 在 和 与 及 是 对 等 把 被 将 有 哪些 什么 多少 怎么 如何 吗 呢".split(" "));
/** Letters of pinyin below which everything would be found. */
const LEAST = 4;

export class TextIndex {
  private readonly folded = new Map<number, string>();

  constructor(
    private readonly reports: number,
    private readonly text: (report: number) => FullText,
    private readonly folding: Folding,
  ) {}

  /** The sentences of the reports that pass: first those with the very words, then those with all of them, then those that sound so. */
  find(query: string, pass: (report: number) => boolean): Found[] {
    const wanted = this.folding.typed(query);
    if (!wanted) return [];
    const reports = Array.from({ length: this.reports }, (_, report) => report).filter(pass);
    const exact = reports.flatMap((report) => this.sentences(report, [wanted], (word, text) => places(text, word)));
    const cut = words(wanted);
    const loose = cut.length > 1 ? reports.flatMap((report) => this.sentences(report, cut, (word, text) => places(text, word))) : [];
    const letters = sound(wanted);
    const heard = letters.length < LEAST ? [] : reports.flatMap((report) => this.sentences(report, [letters], (_, text) => this.heard(letters, text)));
    const seen = new Set<string>();
    return [...exact, ...loose, ...heard].filter(({ report, sentence }) => seen.size < seen.add(`${report} ${sentence}`).size);
  }

  private folds(report: number): string {
    const found = this.folded.get(report) ?? this.folding.fold(this.text(report).raw);
    this.folded.set(report, found);
    return found;
  }

  /** The sentences of a report in which each of the words is found. */
  private sentences(report: number, wanted: readonly string[], find: (word: string, text: string) => Range[]): Found[] {
    const text = this.text(report);
    const folded = this.folds(report);
    let bySentence: Map<number, Range[]> | null = null;
    for (const word of wanted) {
      const found = new Map<number, Range[]>();
      for (const span of find(word, folded)) {
        const sentence = text.sentence(span[0]);
        const before: Range[] | undefined = bySentence ? bySentence.get(sentence) : [];
        if (before) found.set(sentence, [...(found.get(sentence) ?? before), span]);
      }
      bySentence = found;
      if (!found.size) return [];
    }
    return [...(bySentence ?? [])].sort(([a], [b]) => a - b).map(([sentence, spans]) => ({ report, sentence, spans }));
  }

  private heard(letters: string, text: string): Range[] {
    const out: Range[] = [];
    for (let at = 0; at < text.length; at++) {
      if (!this.folding.readings(text[at]!).some((syllable) => letters.startsWith(syllable))) continue;
      const end = this.folding.spelt(letters, text, at);
      if (end !== null) out.push([at, end]);
    }
    return out;
  }
}

function places(text: string, word: string): Range[] {
  const out: Range[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) out.push([at, at + word.length]);
  return out;
}

/** The words of a query, cut where spaces stand and where the browser knows that Chinese words end. */
export function words(query: string): string[] {
  const parts = query.split(/[\s，。、；：？！,.;:?!“”"'《》（）()]+/).filter(Boolean);
  const found = parts.flatMap(cut);
  const telling = found.filter((word) => !EMPTY.has(word));
  return [...new Set(telling.length ? telling : found)];
}

/** The words of a part; characters that are left over one by one stay together, since alone they would stand anywhere. */
function cut(part: string): string[] {
  if (!("Segmenter" in Intl)) return [part];
  const out: string[] = [];
  let alone = false;
  for (const { segment } of new Intl.Segmenter("zh", { granularity: "word" }).segment(part)) {
    const single = segment.length === 1 && !EMPTY.has(segment);
    if (single && alone) out[out.length - 1] += segment;
    else out.push(segment);
    alone = single;
  }
  return out;
}
