// Finds pages by words, without a server: what it looks words up in lies beside it, and is loaded as it is needed.
"use strict";

(() => {
  const SHOWN = 50;
  // So many of the best are looked at for whether what was typed stands there word by word.
  const WEIGHED = 150;
  // What a word counts in an abstract, a text, a label and a title.
  const PLACES = [0.5, 1, 2, 4];
  const loads = new Map();

  function load(name) {
    if (!loads.has(name)) {
      loads.set(name, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = `search/${name}.js`;
        script.onload = done;
        script.onerror = () => failed(new Error(`search/${name}.js cannot be loaded`));
        document.head.append(script);
      }));
    }
    return loads.get(name);
  }

  // The number of the last script that begins before a word, or with it.
  function scriptOf(word) {
    let [low, high] = [0, digestkb.begins.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (digestkb.begins[middle] <= word) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  // What has a word, or one that begins so: how much it counts there, by the number of the page.
  async function having({ token, prefix }) {
    const counts = new Map();
    const [first, last] = [scriptOf(token), scriptOf(prefix ? token + "\uffff" : token)];
    for (let number = first; number <= last && number < digestkb.begins.length; number++) {
      await load(`words-${number}`);
      const words = digestkb.words[number];
      const found = prefix ? Object.keys(words).filter((word) => word.startsWith(token)) : [token];
      for (const word of found) {
        const share = word === token ? 1 : 0.6;
        let before = 0;
        for (const step of Object.hasOwn(words, word) ? words[word] : []) {
          before = (before & ~3) + step;
          const page = before >>> 2;
          counts.set(page, Math.max(counts.get(page) ?? 0, PLACES[before & 3] * share));
        }
      }
    }
    return counts;
  }

  // The words to look up: of Chinese its pairs, of the last word that is typed also what begins so.
  function asked(typed) {
    const tokens = [...digestkb.tokens(typed)];
    const open = !/\s$/.test(typed);
    const wanted = tokens
      .map((one, at) => {
        const alone = one.last && (at === 0 || tokens[at - 1].end <= one.start || tokens[at - 1].last);
        return { ...one, alone, prefix: alone || (open && !one.last && at === tokens.length - 1 && one.token.length > 1) };
      })
      .filter((one) => !one.last || one.alone);
    return [...new Map(wanted.map((one) => [one.token, one])).values()];
  }

  async function find(words) {
    const scores = new Map();
    for (const counts of await Promise.all(words.map(having))) {
      const rare = Math.log(1 + digestkb.pages / (1 + counts.size));
      for (const [page, count] of counts) {
        const score = scores.get(page) ?? { page, words: 0, score: 0 };
        score.words += 1;
        score.score += count * rare;
        scores.set(page, score);
      }
    }
    const all = [...scores.values()];
    const most = Math.max(0, ...all.map((one) => one.words));
    const best = all.filter((one) => one.words === most).sort((a, b) => b.score - a.score || a.page - b.page);
    return { whole: most === words.length, best };
  }

  async function shown(page) {
    const block = Math.floor(page / digestkb.block);
    await load(`pages-${block}`);
    const [title, address, about, said] = digestkb.blocks[block][page % digestkb.block];
    return { title, address, about, said };
  }

  const folded = (text) => ` ${Array.from(digestkb.tokens(text.normalize("NFC")), (one) => one.token).join(" ")} `;

  // Puts first, among the best, what has the words as they were typed, beside one another.
  async function weighed(best, words) {
    const phrase = ` ${words.map((one) => one.token).join(" ")}`;
    const looked = await Promise.all(best.slice(0, WEIGHED).map(async (one) => {
      const found = await shown(one.page);
      const beside = folded(found.title).includes(phrase) ? 2 : folded(found.said).includes(phrase) ? 1.4 : 1;
      return { ...found, page: one.page, score: one.score * beside };
    }));
    return looked.sort((a, b) => b.score - a.score || a.page - b.page);
  }

  // Where in a text something stands that was looked for; what meets is one.
  function places(text, words) {
    const found = [];
    for (const one of digestkb.tokens(text)) {
      if (!words.some(({ token, prefix }) => one.token === token || (prefix && one.token.startsWith(token)))) continue;
      const before = found.at(-1);
      if (before && one.start <= before.end) before.end = Math.max(before.end, one.end);
      else found.push({ start: one.start, end: one.end });
    }
    return found;
  }

  // Text with what was looked for marked; never markup.
  function marked(element, text, words) {
    const composed = text.normalize("NFC");
    let at = 0;
    for (const { start, end } of places(composed, words)) {
      const mark = document.createElement("mark");
      mark.textContent = composed.slice(start, end);
      element.append(composed.slice(at, start), mark);
      at = end;
    }
    element.append(composed.slice(at));
    return element;
  }

  function item(found, words) {
    const [li, heading, link] = ["li", "h3", "a"].map((name) => document.createElement(name));
    link.href = found.address;
    heading.append(marked(link, found.title, words));
    li.append(heading);
    for (const [kind, text] of [["about", found.about], ["said", found.said]]) {
      if (!text) continue;
      const line = document.createElement("p");
      line.className = kind;
      li.append(marked(line, text, words));
    }
    return li;
  }

  function told(words, best, whole) {
    if (!words.length) return "";
    if (!best.length) return "Nothing has these words, in any marks, case or form of Chinese characters.";
    const count = best.length === 1 ? "1 page" : `${best.length} pages`;
    const more = best.length > SHOWN ? `, the best ${SHOWN} of them` : "";
    return whole ? `${count}${more}` : `No page has all of these words. ${count} with some of them${more}:`;
  }

  async function answer(typed) {
    await Promise.all([load("tables"), load("words")]);
    const words = digestkb.pages ? asked(typed.normalize("NFC")) : [];
    const { whole, best } = await find(words);
    const hits = (await weighed(best, words)).slice(0, SHOWN);
    return { told: told(words, best, whole), items: hits.map((one) => item(one, words)) };
  }

  const box = document.querySelector("input[type=search]");
  const [said, list] = ["told", "found"].map((id) => document.getElementById(id));
  let latest = 0;

  async function search() {
    const run = ++latest;
    try {
      const found = await answer(box.value);
      if (run !== latest) return;
      said.textContent = found.told;
      list.replaceChildren(...found.items);
    } catch (error) {
      said.textContent = error.message;
    }
    list.dataset.answers = box.value;
  }

  box.value = new URLSearchParams(location.search).get("q") ?? "";
  box.addEventListener("input", () => {
    search();
    // Browsers do not let a file's address be changed.
    if (location.protocol === "file:") return;
    history.replaceState(null, "", box.value ? `?q=${encodeURIComponent(box.value)}` : location.pathname);
  });
  box.form.addEventListener("submit", (event) => event.preventDefault());
  box.focus();
  search();
})();
