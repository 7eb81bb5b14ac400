/** Characters as people type them: folded to one script and one form, each to one, so that offsets stay; and how they sound. */

import type { Letters } from "./payload";

export class Folding {
  private readonly usual = new Map<string, string>();
  private readonly sounds = new Map<string, string[]>();

  constructor({ forms, usual, sounds }: Letters) {
    const to = [...usual];
    [...forms].forEach((form, index) => this.usual.set(form, to[index]!));
    for (const [syllable, chars] of Object.entries(sounds)) {
      for (const char of chars) {
        const there = this.sounds.get(char);
        if (there) there.push(syllable);
        else this.sounds.set(char, [syllable]);
      }
    }
  }

  /** A text of the same length in simplified script, small letters and half-width forms. */
  fold(text: string): string {
    let out = "";
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const wide = code > 0xff00 && code < 0xff5f ? String.fromCharCode(code - 0xfee0) : text[at]!;
      out += this.usual.get(wide) ?? (code < 0x80 || wide !== text[at] ? wide.toLowerCase() : wide);
    }
    return out;
  }

  /** What a person typed: besides, other forms that Unicode knows are made usual ones. */
  typed(text: string): string {
    return this.fold(text.normalize("NFKC")).trim();
  }

  /** The syllables that a character of a folded text may be read as; Latin letters and digits are read as themselves. */
  readings(char: string): readonly string[] {
    return this.sounds.get(char) ?? (/[a-z0-9]/.test(char) ? [char] : []);
  }

  /** Where letters that spell syllables end in a folded text when they begin at an offset; null where they do not. All but the last syllable must be whole, and there must be two. */
  spelt(letters: string, text: string, from: number): number | null {
    let ends = new Set([0]);
    for (let at = from; at < text.length && ends.size; at++) {
      const next = new Set<number>();
      for (const syllable of this.readings(text[at]!)) {
        for (const end of ends) {
          if (letters.startsWith(syllable, end)) next.add(end + syllable.length);
          else if (at > from && syllable.startsWith(letters.slice(end))) return at + 1;
        }
      }
      if (at > from && next.has(letters.length)) return at + 1;
      next.delete(letters.length);
      ends = next;
    }
    return null;
  }
}

/** The letters of pinyin that a query spells, without spaces; empty where it is written otherwise. */
export function sound(query: string): string {
  return /^[a-z0-9ü' ]+$/.test(query) ? query.replace(/[' ]/g, "").replace(/ü/g, "v") : "";
}
