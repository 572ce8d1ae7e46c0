// Reloads the page after each build, and shows what is wrong with it. Only the preview serves this; no page holds it.
const events = new EventSource("/_preview/events");
let started = "";

events.addEventListener("started", (event) => {
  if (started && started !== event.data) location.reload();
  started = event.data;
});

events.addEventListener("built", () => location.reload());

events.addEventListener("problems", (event) => {
  document.getElementById("_preview")?.remove();
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "/_preview/overlay.css";
  const panel = document.createElement("section");
  panel.id = "_preview";
  panel.setAttribute("role", "alert");
  const told = JSON.parse(event.data);
  const title = document.createElement("h2");
  title.textContent = told.title;
  const list = document.createElement("ol");
  for (const line of told.problems) {
    const item = document.createElement("li");
    const [, place, rest] = /^(\S+?:\d+:)?\s*(.*)$/.exec(line);
    const where = document.createElement("strong");
    where.textContent = place ?? "";
    item.append(where, " ", rest);
    list.append(item);
  }
  panel.append(style, title, list);
  document.body.append(panel);
});
