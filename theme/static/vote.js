// The voting page is whole without this: it keeps ticks on this device, and says whether the service answers.
(() => {
  const boxes = [...document.querySelectorAll(".choices input")], out = document.getElementById("_picked");
  const most = +out.dataset.most, key = "vote-" + out.dataset.year;
  const kept = () => { try { return JSON.parse(localStorage.getItem(key)) || [] } catch { return [] } };
  const say = () => {
    const count = boxes.filter(box => box.checked).length;
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

  const service = document.getElementById("_service"), banner = document.getElementById("_banner");
  if (!service) return;
  const tell = word => { banner.textContent = banner.dataset[word]; banner.className = "banner " + word; banner.hidden = false };
  if (Date.now() > Date.parse(service.dataset.closes)) return tell("over");
  fetch(service.dataset.health, {signal: AbortSignal.timeout(4000), cache: "no-store", credentials: "omit"})
    .then(answer => tell(answer.ok ? "up" : "down"), () => tell("down"));
})();
