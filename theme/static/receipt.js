// Looks a receipt up in the printed lists; without this, the lists are there to be read.
(() => {
  const form = document.getElementById("_receipt"), out = form.querySelector("output"), size = +form.dataset.size;
  form.hidden = false;
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const letters = form.elements.receipt.value.normalize("NFKC").toUpperCase()
      .replace(/[\s\u2010-\u2015\u2212-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
    out.className = "";
    if (!/^[0-9A-HJKMNP-TV-Z]{20}$/.test(letters)) return out.textContent = form.dataset.wrong;
    const receipt = letters.match(/.{4}/g).join("-"), page = form.dataset.folder + letters.slice(0, size).toLowerCase() + ".html";
    if (location.protocol === "file:") return location.href = page + "#_" + receipt;
    try {
      const answer = await fetch(page);
      if (!answer.ok && answer.status !== 404) throw answer;
      const found = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("_" + receipt);
      out.textContent = found ? found.textContent : form.dataset.none;
      out.className = found ? "found" : "";
    } catch {
      out.textContent = form.dataset.away;
    }
  });
})();
