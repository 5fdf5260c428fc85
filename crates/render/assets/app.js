// Improves pages that work without it: counts a hold down, and moves the focus to what is wrong with a form.
"use strict";

for (const summary of document.querySelectorAll("[data-focus]")) summary.focus();

for (const clock of document.querySelectorAll("[data-until]")) {
  const until = Date.parse(clock.dataset.until);
  const tick = () => {
    const left = Math.max(0, Math.ceil((until - Date.now()) / 60000));
    clock.textContent = left === 0 ? "The time is up" : left === 1 ? "Less than a minute left" : `${left} minutes left`;
    if (left > 0) setTimeout(tick, 5000);
  };
  if (!Number.isNaN(until)) tick();
}

// The same form is not sent twice by an impatient second click.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 5000);
});
