// Hands files over before a step is sent, and says that work is going on.
"use strict";

for (const step of document.querySelectorAll("form.step")) step.addEventListener("submit", event => send(event, step));

async function send(event, step) {
  const files = [...step.querySelectorAll("input[type=file]")].filter(input => input.files.length);
  const button = step.querySelector("button");
  if (button.getAttribute("aria-disabled")) return event.preventDefault();
  button.setAttribute("aria-disabled", "true");
  step.querySelector(".working").textContent = step.dataset.sending;
  if (!files.length) return;
  event.preventDefault();
  for (const input of files) {
    const file = input.files[0];
    await fetch("/file/" + encodeURIComponent(file.name), {
      method: "PUT", body: file, headers: {"x-token": step.dataset.token},
    });
    step.elements[input.dataset.name].value = file.name;
  }
  step.submit();
}
