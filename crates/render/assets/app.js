// Improves pages that work without it: counts a hold down, and moves the focus to what is wrong with a form.
"use strict";

for (const summary of document.querySelectorAll("[data-focus]")) summary.focus();

for (const clock of document.querySelectorAll("[data-seconds]")) {
  const tick = () => {
    const minutes = Math.ceil(clock.dataset.seconds / 60 - performance.now() / 60000);
    clock.textContent = minutes < 1 ? "The time is up" : minutes === 1 ? "Less than a minute left" : `${minutes} minutes left`;
    if (minutes > 0) setTimeout(tick, 5000);
  };
  tick();
}

// The same form is not sent twice by an impatient second click.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 5000);
});
