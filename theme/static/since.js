// Home tells what is new since the reader was last here, and in the reader's region. Kept on this device: the day of the
// newest stories seen, with their addresses. The list of new stories is fetched only if there is something new.
(function () {
  "use strict";
  var box = document.querySelector(".since"), own = box.dataset, before, region;
  if (location.protocol === "file:" || !own.newest) return;

  function read(store, name) {
    try { return window[store].getItem(name) || ""; } catch (refused) { return ""; }
  }

  function keep(store, name, value) {
    try { window[store].setItem(name, value); } catch (refused) {}
  }

  function add(parent, name, text) {
    var node = document.createElement(name);
    node.textContent = text;
    parent.appendChild(node);
    return node;
  }

  function link(parent, text, url) {
    add(parent, "a", text).href = own.root + url;
  }

  /** The region, and how many stories of it are new. */
  function local(fresh) {
    if (!region) return;
    var slug = region.url.slice(7, -1), count = fresh.filter(function (story) {
      return story[3].some(function (place) { return (place + "/").indexOf(slug + "/") === 0; });
    }).length;
    var words = count === 0 ? own.here : count === 1 ? own.hereOne : own.hereMany;
    box.textContent = "";
    link(add(box, "p", ""), words.replace("{region}", region.title).replace("{count}", count), region.url);
  }

  function tell(stories) {
    var day = before.slice(0, 10), seen = before.split(" ");
    var fresh = stories.filter(function (story) {
      return story[2] > day || story[2] === day && seen.indexOf(story[0]) < 0;
    });
    local(fresh);
    if (!fresh.length) return;
    if (!region) box.textContent = "";
    var more = document.createElement("details"), count = fresh.length + (fresh.length === stories.length ? "+" : "");
    add(more, "summary", (fresh.length === 1 ? own.one : own.many).replace("{count}", count));
    var list = add(more, "ul", "");
    list.className = "links";
    fresh.forEach(function (story) { link(add(list, "li", ""), story[1], story[0]); });
    box.appendChild(more); // below the region's line, which so stays where it is
  }

  try {
    region = JSON.parse(own.here && read("localStorage", "reader-region"));
    if (!/^region\/[\w/-]+\/$/.test(region.url) || typeof region.title !== "string") region = null;
  } catch (damaged) {
    region = null;
  }
  if (read("localStorage", "reader-keep") !== "off") {
    before = read("sessionStorage", "reader-since") || read("localStorage", "reader-visit"); // the same for a whole session
    if (!/^\d{4}-\d\d-\d\d( |$)/.test(before)) before = own.newest;
    keep("sessionStorage", "reader-since", before);
    keep("localStorage", "reader-visit", own.newest);
  }
  local([]);
  if (before && before !== own.newest && window.fetch) {
    fetch(own.root + "recent.json", { cache: "no-cache" }).then(function (answer) { return answer.json(); }).then(tell).catch(function () {});
  }
})();
