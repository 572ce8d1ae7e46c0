// Search: reads the files of search/, see docs/search.md. Nothing that a reader typed leaves the device, and no data
// becomes mark-up.
"use strict";
(() => {
  const WIDE = "\\u3005-\\u3007\\u3041-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const RUN = new RegExp(`[${WIDE}]+|[^ ${WIDE}]+`, "gu");
  const IS_WIDE = new RegExp(`^[${WIDE}]`, "u");
  const EACH_WIDE = new RegExp(`[${WIDE}]`, "gu");
  const WORD_MOST = 24;
  const SCORES = [1, 2, 3, 8];
  const AT_ONCE = 10;
  const OTHERS = 8; // queries in other words that are tried, and suggestions
  const SITE = new URL("../", document.currentScript.src);

  // Files

  const arrived = new Map();
  const asked = new Map();
  let root = null;
  window.nuanwenSearch = (name, value) => arrived.set(name, value);

  const load = name => {
    if (!asked.has(name)) {
      asked.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        const lost = () => { asked.delete(name); reject(new Error(name)); };
        script.src = new URL(`search/${name}.js${root ? `?${root.version}` : ""}`, SITE);
        script.onload = () => arrived.has(name) ? resolve(arrived.get(name)) : lost();
        script.onerror = lost;
        document.head.append(script);
      }));
    }
    return asked.get(name);
  };

  const shard = async number => {
    const there = parseInt(root.present[number >> 2], 16) >> (number & 3) & 1;
    return there ? `|${await load(number.toString(16))}|` : "";
  };

  // Letters, as search/letters.py folds them

  const simplified = new Map();
  const folded = new Map();

  const foldOne = character => {
    let plain = folded.get(character);
    if (plain === undefined) {
      plain = "";
      if (!/[\p{Cf}\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u.test(character)) {
        const bare = character.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f\u3099\u309a]/g, "").normalize("NFC");
        for (const c of bare) plain += /[\p{L}\p{M}\p{N}]/u.test(c) ? simplified.get(c) ?? c : " ";
      }
      folded.set(character, plain);
    }
    return plain;
  };

  const fold = text => Array.from(text, foldOne).join("");
  const runsOf = text => fold(text.normalize("NFC")).match(RUN) ?? [];

  const begin = async () => {
    root ??= await load("root");
  };

  /** Learn the traditional characters; whether there is anything to learn. */
  const learn = async () => {
    if (!root.fold || simplified.size) return false;
    const table = [...await load("fold")];
    for (let i = 0; i < table.length; i += 2) simplified.set(table[i], table[i + 1]);
    folded.clear();
    return true;
  };

  // Terms and their postings

  const termsOf = runs => runs.flatMap(run => {
    const characters = [...run];
    if (!IS_WIDE.test(run)) return { begins: characters.slice(0, WORD_MOST).join(""), longer: .5 };
    if (characters.length === 1) return { begins: run, longer: 1 };
    return characters.slice(1).map((c, i) => ({ is: characters[i] + c }));
  });

  const shardsOf = term => {
    const [first, second] = [...term.is ?? term.begins].map(c => c.codePointAt(0));
    const low = Math.max(0, root.bits - 7);
    const high = (first & (1 << root.bits - low) - 1) << low;
    if (second !== undefined) return [high | second & (1 << low) - 1];
    return Array.from({ length: 1 << low }, (_, i) => high | i);
  };

  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  /** Read `.month postings.month postings`; into: story -> score. */
  const decode = (entry, factor, into) => {
    for (const part of entry.split(".").slice(1)) {
      let at = 0;
      const next = () => {
        for (let value = 0; ; ) {
          const digit = DIGITS.indexOf(part[at++]);
          value = value * 32 + (digit & 31);
          if (digit < 32) return value;
        }
      };
      let story = next() * 2 ** 24;
      while (at < part.length) {
        const step = next();
        story += step >> 2;
        into.set(story, Math.max(into.get(story) ?? 0, SCORES[step & 3] * factor));
      }
    }
  };

  const postings = async term => {
    const found = new Map();
    const start = `|${term.is === undefined ? term.begins : `${term.is}.`}`;
    for (const entries of await Promise.all(shardsOf(term).map(shard))) {
      for (let at = entries.indexOf(start); at >= 0; at = entries.indexOf(start, at + 1)) {
        const dot = entries.indexOf(".", at);
        const whole = term.is !== undefined || dot - at === start.length;
        decode(entries.slice(dot, entries.indexOf("|", dot)), whole ? 1 : term.longer, found);
        if (term.is !== undefined) break;
      }
    }
    return found;
  };

  /** Stories that are in every list -> the sum of their scores. */
  const inAll = lists => {
    const [fewest, ...others] = [...lists].sort((a, b) => a.size - b.size);
    const found = new Map();
    for (const [story, score] of fewest) {
      if (others.every(list => list.has(story))) found.set(story, others.reduce((sum, list) => sum + list.get(story), score));
    }
    return found;
  };

  /** Stories that are in some of the lists -> how rare is what they hold. */
  const inSome = lists => {
    const all = new Set(lists.flatMap(list => [...list.keys()])).size;
    const held = new Map();
    const found = new Map();
    for (const list of lists) {
      for (const story of list.keys()) {
        held.set(story, (held.get(story) ?? 0) + 1);
        found.set(story, (found.get(story) ?? 0) + Math.log(1 + all / list.size));
      }
    }
    const best = Math.max(...found.values());
    for (const [story, score] of found) {
      if (score < best / 2 || held.get(story) < Math.min(2, lists.length / 3)) found.delete(story);
    }
    return found;
  };

  /** Places and the newest headlines: { text, plain: folded, read: `luo洛yang阳` }. */
  const titles = async () => {
    const texts = await load("titles");
    return texts.flatMap((text, i) => {
      if (i % 2) return [];
      const plain = fold(text);
      const syllables = texts[i + 1].split(" ");
      return { text, plain, read: plain.replace(/[a-z]/g, " ").replace(EACH_WIDE, c => (syllables.shift() ?? "") + c) };
    });
  };

  const LETTERS = /^[a-z]{2,}$/;
  const spells = query => root.pinyin && /[a-z]/i.test(query);
  const asRead = word => `[^a-z]${[...word].map(letter => /[uv]/.test(letter) ? "[uv]" : letter).join(`[${WIDE}]?`)}`;

  /** The characters of headlines and places whose pinyin a word is, or begins with. */
  const spelled = async word => {
    if (!LETTERS.test(word)) return [];
    const text = (await titles()).map(({ read }) => ` ${read}`).join("");
    for (const rest of ["", "[a-z]*"]) {
      const found = new Map();
      for (const [, syllables, last] of text.matchAll(new RegExp(`(${asRead(word)})${rest}(?=([${WIDE}]))`, "gu"))) {
        const characters = syllables.slice(1).replace(/[a-z]/g, "") + last;
        found.set(characters, (found.get(characters) ?? 0) + 1);
      }
      const most = Math.max(...Array.from(found.keys(), characters => [...characters].length));
      const longest = [...found.keys()].filter(characters => [...characters].length === most);
      if (most > 0) return longest.sort((a, b) => found.get(b) - found.get(a)).slice(0, OTHERS);
    }
    return [];
  };

  /** A query with the characters of headlines and places that sound like its own. */
  const heard = async query => {
    const [known, read] = await load("sounds");
    const syllables = read.split(" ");
    const runs = runsOf(query).map(async run => {
      const others = await spelled(run.replace(EACH_WIDE, c => syllables[known.indexOf(c) / 2] ?? c));
      return run[1] && others.find(other => other.length === run.length) || run;
    });
    return (await Promise.all(runs)).join(" ");
  };

  /** A folded query in other words, and in characters for their pinyin. */
  const otherwise = async query => {
    const words = await load("words");
    const longest = Object.keys(words).sort((a, b) => b.length - a.length);
    if (query[1]) query = longest.filter(word => word.includes(query)).pop() ?? query; // 厕所 of 上厕所
    let queries = [query];
    for (const word of longest) {
      const from = IS_WIDE.test(word) ? word : ` ${word} `;
      if (` ${query} `.includes(from)) {
        query = ` ${query} `.replaceAll(from, " ");
        queries = queries.flatMap(one => words[word].map(other => ` ${one} `.replaceAll(from, ` ${other} `)));
      }
    }
    // A character left alone beside an exchanged word is a particle (扫大街的).
    if (queries[0] !== query) {
      const left = runsOf(query).filter(run => /^.$/u.test(run));
      queries = queries.map(one => runsOf(one).filter(run => !left.includes(run)).join(" "));
    }
    if (spells(query)) {
      const whole = await spelled(query.replace(/ /g, ""));
      if (whole.length) return whole;
      for (const word of query.split(" ")) {
        const others = await spelled(word);
        if (others.length) queries = queries.flatMap(one => others.map(other => one.replace(word, other)));
      }
    }
    return queries.slice(0, OTHERS);
  };

  /** What a query finds: { scores: story -> score, runs: to be marked, how: what is told, hits: the queries that found them }. */
  const search = async words => {
    const known = new Map();
    const listOf = term => {
      const key = JSON.stringify(term);
      if (!known.has(key)) known.set(key, postings(term));
      return known.get(key);
    };
    const together = async (queries, scored) => {
      const scores = new Map();
      const hits = [];
      for (const query of queries) {
        const found = scored(await Promise.all(termsOf(runsOf(query)).map(listOf)));
        if (found.size) hits.push(query);
        for (const [story, score] of found) scores.set(story, Math.max(score, scores.get(story) ?? 0));
      }
      return { scores, hits, runs: [...new Set(hits.flatMap(runsOf))] };
    };
    let found = await together([words], inAll);
    // No traditional character is in the index: a query that holds one finds nothing before they are learned.
    if (!found.scores.size) {
      const [learned] = await Promise.all([learn(), load("words"), spells(words) && load("titles")]);
      if (learned) found = await together([words], inAll);
    }
    if (found.scores.size) return { ...found, how: "many" };
    const others = await otherwise(runsOf(words.replace(/['’]/g, "")).join(" "));
    found = await together(others, inAll);
    if (!found.scores.size && root.pinyin) found = await together([await heard(words)], inAll);
    if (found.scores.size) return { ...found, how: "instead" };
    found = await together(others, inSome);
    const held = new Map();
    for (const term of found.hits.flatMap(query => termsOf(runsOf(query)))) {
      const { size } = await listOf(term);
      if (size) held.set(term.is ?? term.begins, size);
    }
    return { ...found, runs: [...held.keys()].sort((a, b) => held.get(a) - held.get(b)), how: "near" };
  };

  const FILTERS = ["section", "region", "year"];

  /** What tells whether a story passes a filter. */
  const passing = async (name, value) => {
    if (!value) return () => true;
    if (name === "year") return story => Math.floor(story / 2 ** 24 / 12) === Number(value);
    const list = await postings({ is: (name === "region" ? "=/" : "==") + value });
    return story => list.has(story);
  };

  /** Those of the stories found that pass every filter, the best first, then the newest. */
  const ranked = async (scores, asked) => {
    const passes = await Promise.all(FILTERS.map(name => passing(name, asked[name])));
    return [...scores.keys()]
      .filter(story => passes.every(pass => pass(story)))
      .sort((a, b) => scores.get(b) - scores.get(a) || b - a);
  };

  // Records and excerpts

  const record = async story => {
    const month = Math.floor(story / 2 ** 24);
    const own = story % 2 ** 24;
    const [, width, chunk] = root.months.find(([one]) => one === month);
    const year = Math.floor(month / 12);
    const name = `${year}-${String(month % 12 + 1).padStart(2, "0")}-${(own >> chunk).toString(16)}`;
    const [, slug, title, section, region, teaser, out] = (await load(name)).find(([number]) => number === own);
    const day = new Date(Date.UTC(year, month % 12, (own >> width) + 1));
    return { url: new URL(out || `story/${year}/${slug}.html`, SITE), title, section, region, teaser, day, out };
  };

  /** Where the words of a query stand in a text: [start, end], in order. */
  const placesOf = (text, runs) => {
    let plain = "";
    const from = [];
    let at = 0;
    for (const character of text) {
      const own = foldOne(character);
      for (let i = 0; i < own.length; i++) from.push(at);
      plain += own;
      at += character.length;
    }
    from.push(text.length);
    const places = [];
    for (const run of new Set(runs)) {
      for (let i = plain.indexOf(run); i >= 0; i = plain.indexOf(run, i + run.length)) {
        places.push([from[i], from[i + run.length]]);
      }
    }
    return places.sort(([a], [b]) => a - b);
  };

  const marked = (text, runs) => {
    const fragment = document.createDocumentFragment();
    let done = 0;
    for (const [start, end] of placesOf(text, runs)) {
      if (end <= done) continue;
      const from = Math.max(done, start);
      fragment.append(text.slice(done, from), element("mark", text.slice(from, end)));
      done = end;
    }
    fragment.append(text.slice(done));
    return fragment;
  };

  /** The part of a story's text where the first of the longest words stands. */
  const excerpt = async (url, runs) => {
    if (!url.protocol.startsWith("http")) return "";
    try {
      const page = new DOMParser().parseFromString(await (await fetch(url)).text(), "text/html");
      const text = page.querySelector(".body")?.textContent.trim().replace(/\s+/g, " ") ?? "";
      if (!placesOf(text, runs).length) await learn();
      for (const run of [...runs].sort((a, b) => b.length - a.length)) {
        const [place] = placesOf(text, [run]);
        if (!place) continue;
        const start = Math.max(0, place[0] - 20);
        const end = Math.min(text.length, place[1] + 60);
        return (start ? "…" : "") + text.slice(start, end) + (end < text.length ? "…" : "");
      }
    } catch { /* without the network the teaser stays */ }
    return "";
  };

  // The page

  const form = document.querySelector("form.query");
  const said = document.querySelector(".found");
  const list = document.querySelector(".results");
  const further = document.querySelector(".further");
  const filters = document.querySelector(".filters");
  const TITLE = document.title;
  const dates = new Intl.DateTimeFormat(document.documentElement.lang.replace(/^en$/, "en-GB"), { dateStyle: "long", timeZone: "UTC" });
  let turn = 0;

  const element = (name, ...inside) => {
    const [tag, kind = ""] = name.split(".");
    const made = document.createElement(tag);
    made.className = kind;
    made.append(...inside);
    return made;
  };

  const item = ({ url, title, section, region, teaser, day, out }, { runs, how }) => {
    const link = element("a", marked(title, runs));
    link.href = url;
    if (out) link.rel = "external noopener noreferrer";
    const summary = element("p.summary", marked(teaser, runs));
    const time = element("time", dates.format(day));
    time.dateTime = day.toISOString().slice(0, 10);
    const meta = element("p.meta", time, ...[section, region, ...out ? [`${url.host} ↗`] : []].map(words => element("span", words)));
    const holds = run => placesOf(`${title} ${teaser}`, [run]).length;
    if (!out && (how === "near" ? !runs.some(holds) : !runs.every(holds))) {
      excerpt(url, runs).then(text => text && summary.replaceChildren(marked(text, runs)));
    }
    return element("li", element("article.card", element("h2", link), summary, meta));
  };

  let patience;
  const say = (what, words, count) => {
    clearTimeout(patience); // the counts of the filters may come later than the answer
    said.textContent = said.dataset[what].replace("{count}", count).replace("{words}", () => words);
  };

  const show = async (stories, found, own, tell) => {
    const records = await Promise.all(stories.slice(0, AT_ONCE).map(record));
    if (own !== turn) return;
    const first = list.children.length;
    list.append(...records.map(one => item(one, found)));
    tell();
    const rest = stories.slice(AT_ONCE);
    further.hidden = !rest.length;
    further.onclick = async () => {
      const again = further.onclick;
      further.onclick = null; // a second click while they come would bring them twice
      try {
        await show(rest, found, own, tell);
        list.children[first + AT_ONCE]?.querySelector("a").focus();
      } catch {
        if (own !== turn) return;
        further.onclick = again;
        say("lost");
      }
    };
  };

  const addressOf = asked => `?${new URLSearchParams(Object.entries(asked).filter(([, value]) => value))}`;

  /** Show the filters that divide what was found, each with the number of stories that it would leave. */
  const offer = async (scores, asked, own) => {
    const shelves = [...filters.querySelectorAll("[data-name]")];
    for (const shelf of shelves) {
      const { name } = shelf.dataset;
      const others = await ranked(scores, { ...asked, [name]: "" });
      let ways = 0;
      for (const link of shelf.querySelectorAll("a")) {
        const { value } = link.dataset;
        const left = others.filter(await passing(name, value)).length;
        if (own !== turn) return;
        const chosen = value === asked[name];
        link.lastElementChild.textContent = left;
        link.href = addressOf({ ...asked, [name]: value });
        link.hidden = value && !left && !chosen;
        link.ariaCurrent = chosen || null;
        ways += value && left ? 1 : 0;
      }
      shelf.hidden = ways < 2 && !asked[name];
    }
    filters.hidden = shelves.every(shelf => shelf.hidden);
  };

  /** Answer what the form says; moves: whether the answer is where the reader goes on reading. */
  const answer = async (moves, asked = Object.fromEntries(new FormData(form))) => {
    const own = ++turn;
    const words = asked.q.trim();
    list.replaceChildren();
    further.hidden = true;
    said.textContent = "";
    document.title = words ? `${words} · ${TITLE}` : TITLE;
    if (!words) return void (filters.hidden = true);
    list.setAttribute("aria-busy", "true");
    patience = setTimeout(() => own === turn && say("waiting"), 400);
    try {
      await begin();
      if (runsOf(words).length) {
        const found = await search(words);
        const stories = await ranked(found.scores, asked);
        if (own !== turn) return;
        const count = stories.length;
        const what = count === 0 ? "none" : count === 1 && found.how === "many" ? "one" : found.how;
        const tell = () => say(what, what === "instead" ? found.hits.join("、") : words, count);
        await Promise.all([offer(found.scores, asked, own), show(stories, found, own, tell)]);
      } else throw new Error("without");
    } catch ({ message }) {
      if (own === turn) {
        say(message in said.dataset ? message : "lost");
        filters.hidden = true;
      }
    }
    if (own !== turn) return;
    list.setAttribute("aria-busy", "false");
    if (moves) said.focus();
  };

  // Suggestions: an editable combobox with a list (ARIA)

  const input = form.elements.q;
  const box = document.getElementById("_suggested");
  let typed = 0;
  let chosen; // an option

  const choose = option => {
    chosen?.setAttribute("aria-selected", false);
    chosen = option;
    chosen?.setAttribute("aria-selected", true);
    chosen?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", chosen?.id ?? "");
  };

  const open = options => {
    choose();
    box.replaceChildren(...options);
    box.hidden = !options.length;
    input.setAttribute("aria-expanded", !box.hidden);
  };

  const close = () => {
    typed++;
    open([]);
  };

  const suggest = async () => {
    const own = ++typed;
    const words = runsOf(input.value).join(" ");
    if (!words) return open([]);
    try {
      await begin();
      const word = words.replace(/ /g, "");
      const sounds = new RegExp(LETTERS.test(word) ? asRead(word) : "$^", "u");
      const rank = ({ plain, read }) => plain.startsWith(words) ? 3 : plain.includes(words) ? 2 : +sounds.test(` ${read}`);
      const found = (await titles()).filter(rank).sort((a, b) => rank(b) - rank(a)).slice(0, OTHERS);
      if (own === typed) open(found.map(({ text }, i) => {
        const option = element("li", marked(text, [words]));
        option.id = `_suggested${i}`;
        option.setAttribute("role", "option");
        return option;
      }));
    } catch { /* whoever gets none types on */ }
  };

  const take = () => {
    input.value = chosen.textContent;
    form.requestSubmit();
  };

  input.addEventListener("input", event => event.isComposing ? close() : suggest());
  input.addEventListener("compositionend", suggest);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", event => {
    if (event.isComposing) return;
    const { key } = event;
    if (box.hidden && key === "ArrowDown") suggest();
    else if (box.hidden) return;
    else if (key === "ArrowDown") choose(chosen ? chosen.nextSibling : box.firstChild);
    else if (key === "ArrowUp") choose(chosen ? chosen.previousSibling : box.lastChild);
    else if (key === "Escape") close();
    else if (key === "Enter" && chosen) take();
    else return;
    event.preventDefault();
  });
  box.addEventListener("pointerdown", event => event.preventDefault()); // or the field would lose the focus first
  box.addEventListener("click", event => {
    choose(event.target.closest("li"));
    if (chosen) take();
  });

  /** Answer what the address asks; typing: whether the field keeps what it holds. */
  const fill = (moves, typing) => {
    const given = new URLSearchParams(location.search);
    const asked = {};
    for (const name of ["q", ...FILTERS]) {
      asked[name] = given.get(name) ?? "";
      if (name !== "q" || !typing) form.elements[name].value = asked[name];
    }
    filters.open ||= matchMedia("(min-width: 60em)").matches || FILTERS.some(name => asked[name]);
    answer(moves, asked);
  };

  /** Answer in place, with the question in the address. */
  const ask = moves => {
    const asked = addressOf(Object.fromEntries(new FormData(form)));
    try {
      if (asked !== location.search) history.pushState(null, "", asked);
    } catch {
      return false; // a page from a disk may not: the form is sent, and the answer comes with the new page
    }
    answer(moves);
    return true;
  };

  form.addEventListener("submit", event => {
    close();
    if (ask(true)) event.preventDefault();
  });
  filters.addEventListener("click", event => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    form.elements[link.parentElement.dataset.name].value = link.dataset.value;
    if (ask(false)) event.preventDefault();
  });
  window.addEventListener("popstate", () => fill(false));
  const early = input.value; // typed before this ran
  fill(!early, early);
})();
