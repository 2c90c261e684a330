// Folds what is typed as digestkb/text/fold.py folds what is indexed; a test compares the two.
"use strict";
const digestkb = { tables: {}, begins: [], words: {}, blocks: {} };

(() => {
  const RUN = /[\p{L}\p{N}_][\p{L}\p{N}_\u0300-\u036f\u3099\u309a]*/gu;
  const IDEOGRAPHS = /^[\u4e00-\u9fff]*$/u;
  const CJK = /[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\u{20000}-\u{3134f}]/u;
  // Some marks of Asian scripts do not combine, as Unicode has it: they part words.
  const COMBINING = /(?![\u0bd7\u0e4d\u0ecd\u0fb5\u0fb7\u102e\u1b35])\p{M}/gu;
  const VARIABLE = /(?<![\u0370-\u03ff])[\u03b1-\u03c9](?![\u0370-\u03ff])/gu;

  // Both ways, since some letters are one in capitals only.
  const caseless = (text) => Array.from(text, (char) => char.toLowerCase().toUpperCase().toLowerCase()).join("");

  // The parts of a run that are of one sort: letters, or characters that are searched by pairs.
  function* words(run, start) {
    let word = "";
    let sort = false;
    for (const char of run) {
      if (word && CJK.test(char) !== sort) {
        yield [word, sort, start];
        start += word.length;
        word = "";
      }
      sort = CJK.test(char);
      word += char;
    }
    yield [word, sort, start];
  }

  function folded(word) {
    const { letters, greek } = digestkb.tables;
    let bare = caseless(word.normalize("NFKD")).replace(/[\u0300-\u036f]+/g, "");
    bare = Array.from(bare, (char) => letters[char] ?? char).join("");
    bare = bare.replace(VARIABLE, (letter) => greek[letter]);
    return bare.replace(COMBINING, "").match(/[\p{L}\p{N}]+/gu) ?? [];
  }

  function oneForm(word) {
    const run = IDEOGRAPHS.test(word) ? word : word.normalize("NFKC").replace(/^[\u3099\u309a]+/, "");
    return Array.from(run, (char) => digestkb.tables.han[char] ?? char);
  }

  // Pairs of characters, and the last one alone; of a run that cannot be cut, each stands for all of it.
  function* pairs(word, start) {
    const run = oneForm(word);
    const whole = run.join("").length !== word.length;
    let from = start;
    for (const [at, char] of run.entries()) {
      const token = char + (run[at + 1] ?? "");
      const [first, end] = whole ? [start, start + word.length] : [from, from + token.length];
      yield { token, start: first, end, last: at + 1 === run.length };
      from += char.length;
    }
  }

  // The tokens of a text in NFC with where they stand; the last of a run is the beginning of a pair in a longer one.
  digestkb.tokens = function* (text) {
    for (const match of text.replaceAll("_", " ").matchAll(RUN)) {
      const narrow = match[0].replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
      for (const [word, isCjk, start] of words(narrow, match.index)) {
        if (isCjk) yield* pairs(word, start);
        else for (const token of folded(word)) yield { token, start, end: start + word.length, last: false };
      }
    }
  };
})();
