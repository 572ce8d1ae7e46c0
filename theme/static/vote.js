// The voting page is whole without this: it keeps ticks on this device, takes them along to the ballot behind the # of
// its address, which browsers send to nobody, and says whether the service answers.
(() => {
  const boxes = [...document.querySelectorAll(".choices input")], out = document.getElementById("_picked");
  const most = +out.dataset.most, key = "vote-" + out.dataset.year;
  const ways = document.querySelectorAll("#_service, .cast a"), service = ways[0], banner = document.getElementById("_banner");
  const kept = () => { try { return JSON.parse(localStorage.getItem(key)) || [] } catch { return [] } };
  const say = () => {
    const picks = boxes.filter(box => box.checked).map(box => box.value), count = picks.length;
    for (const way of ways) if (count || way.hash) way.hash = count ? "picks=" + picks.join(".") : "";
    const words = count > most ? out.dataset.many : out.dataset.some;
    out.textContent = count ? words.replace("{count}", count).replace("{most}", most) : "";
    out.classList.toggle("wrong", count > most);
  };
  for (const box of boxes) box.checked = kept().includes(box.value);
  say();
  addEventListener("change", () => {
    try { localStorage.setItem(key, JSON.stringify(boxes.filter(box => box.checked).map(box => box.value))) } catch {}
    say();
  });

  if (!service) return;
  const tell = word => { banner.textContent = banner.dataset[word]; banner.className = "banner " + word; banner.hidden = false };
  if (Date.now() > Date.parse(service.dataset.closes)) return tell("over");
  fetch(service.dataset.health, {signal: AbortSignal.timeout(4000), cache: "no-store", credentials: "omit"})
    .then(answer => tell(answer.ok ? "up" : "down"), () => tell("down"));
})();
