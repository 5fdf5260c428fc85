// The plan of a day by mouse, finger and arrow keys. Whatever is done is one of the page's own forms, sent without leaving
// the page: the server decides, and its answer takes the place of what is shown. Pages work without it.
"use strict";

const main = document.getElementById("main");
const said = document.createElement("p");
said.className = "hidden";
said.setAttribute("role", "status");
document.body.append(said);
let held = null;
let saving = false;

/** Shows what the server answered in place of what is shown, and says it. */
function show(text, url, focus) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const body = page.getElementById("main");
  if (!body) return location.assign(url);
  main.replaceChildren(...body.childNodes);
  document.title = page.title;
  history.replaceState(null, "", url);
  ready();
  const error = main.querySelector("[data-focus]");
  if (error) error.focus();
  else if (focus) (main.querySelector(focus) || main).focus();
  said.textContent = (error || main.querySelector(".flash"))?.textContent.trim() ?? "";
}

/** Sends a form of this page. */
async function send(action, values, focus) {
  if (saving) return;
  saving = true;
  main.classList.add("is-saving");
  try {
    const csrf = main.querySelector("[name=csrf]").value;
    const answer = await fetch(action, { method: "POST", body: new URLSearchParams({ csrf, ...values }) });
    show(await answer.text(), answer.url, focus);
  } catch {
    said.classList.remove("hidden");
    said.textContent = "That could not be saved: there is no connection. Nothing is changed.";
  } finally {
    saving = false;
    main.classList.remove("is-saving");
  }
}

const rowsOf = (table) => [...table.tBodies[0].rows];
const columnsOf = (table) => [...table.tHead.rows[0].querySelectorAll("th")];

/** The row that begins at a place of the rows, or the end of the day. */
function moment(table, index) {
  const row = rowsOf(table)[index];
  if (row) return { time: row.dataset.at, date: row.dataset.date, fold: row.dataset.fold ?? "" };
  return { time: table.dataset.end, date: table.dataset.endDate, fold: "" };
}

const clock = (time) => {
  const [hour, minute] = time.split(":").map(Number);
  return `${hour % 12 || 12}${minute ? `:${String(minute).padStart(2, "0")}` : ""}${hour < 12 ? "am" : "pm"}`;
};

/** Where a session stands: in which table, over which rows, in which column. */
function placeOf(item) {
  const table = item.closest("table");
  const cell = item.closest("td");
  if (!table || !cell) {
    const first = main.querySelector("table.plan");
    return { table: first, start: 0, span: Number(item.dataset.minutes) / 5, column: 0 };
  }
  const column = columnsOf(table).findIndex((head) => head.dataset.stage === item.dataset.stage);
  return { table, start: rowsOf(table).indexOf(cell.parentNode), span: cell.rowSpan, column };
}

/** Whose rows a place in a column begins in, if another session is there. */
function taken(item, { table, start, column }) {
  const stage = columnsOf(table)[column]?.dataset.stage;
  return [...table.querySelectorAll(".item")].find((other) => {
    if (other === item || other.dataset.stage !== stage) return false;
    const place = placeOf(other);
    return place.start <= start && start < place.start + place.span;
  });
}

/** Draws where the held session would go. */
function draw() {
  const { place, item, swap, ghost } = held;
  const { table, start, span, column } = place;
  const scroll = table.closest(".plan-scroll");
  if (ghost.parentNode !== scroll) scroll.append(ghost);
  const rows = rowsOf(table);
  const frame = scroll.getBoundingClientRect();
  const head = columnsOf(table)[column].getBoundingClientRect();
  const top = rows[start].getBoundingClientRect().top;
  const last = rows[Math.min(start + span, rows.length) - 1].getBoundingClientRect();
  Object.assign(ghost.style, {
    top: `${top - frame.top + scroll.scrollTop}px`,
    left: `${head.left - frame.left + scroll.scrollLeft}px`,
    width: `${head.width}px`,
    height: `${last.bottom - top}px`,
  });
  ghost.textContent = swap ? `Change places with ${swap.dataset.title}` : words(place);
  for (const other of main.querySelectorAll(".item-taken")) other.classList.remove("item-taken");
  swap?.classList.add("item-taken");
  item?.classList.add("is-saving");
}

function words({ table, start, span, column }) {
  const name = columnsOf(table)[column].firstChild.textContent.trim();
  return `${clock(moment(table, start).time)} to ${clock(moment(table, start + span).time)}, ${name}`;
}

function take(item, place, kind) {
  const ghost = document.createElement("div");
  ghost.className = "ghost";
  held = { item, place, kind, ghost, swap: null, from: { ...place } };
  document.body.classList.add("is-dragging");
}

function letGo() {
  if (!held) return;
  held.ghost.remove();
  held.item?.classList.remove("is-saving");
  held.swap?.classList.remove("item-taken");
  document.body.classList.remove("is-dragging");
  held = null;
}

/** The fields that say where a session goes. */
function fields({ table, start, span, column }) {
  const [from, to] = [moment(table, start), moment(table, start + span)];
  const asksDay = "asksDay" in main.querySelector("[data-planner]").dataset;
  return {
    ...(asksDay ? { day: from.date } : {}),
    stage: columnsOf(table)[column].dataset.stage,
    start_time: from.time,
    start_time_fold: from.fold,
    end_time: to.time,
    end_time_fold: to.fold,
  };
}

/** Sends what the held session has come to. */
function drop() {
  const { item, place, swap, kind } = held;
  letGo();
  if (kind === "add") {
    const form = main.querySelector("[data-planner]");
    return location.assign(`${form.dataset.new}?${new URLSearchParams(fields(place))}`);
  }
  const focus = `#s-${CSS.escape(item.dataset.session)} .grip`;
  const { seen } = item.dataset;
  if (swap) return send(item.dataset.swap, { seen, with: `${swap.dataset.session}.${swap.dataset.seen}` }, focus);
  const now = placeOf(item);
  const isSame = ["table", "start", "span", "column"].every((part) => now[part] === place[part]);
  if (isSame && item.closest("table")) return item.querySelector(".grip").focus();
  return send(item.dataset.place, { ...fields(place), seen }, focus);
}

/** The table, row and column under a pointer. */
function under(x, y) {
  const table = document.elementsFromPoint(x, y).map((found) => found.closest("table.plan")).find(Boolean);
  if (!table) return null;
  const rows = rowsOf(table);
  const row = rows.findIndex((one) => y < one.getBoundingClientRect().bottom);
  const column = columnsOf(table).findIndex((head) => x < head.getBoundingClientRect().right);
  return row < 0 || column < 0 ? null : { table, row, column };
}

let pressed = null;

document.addEventListener("pointerdown", (event) => {
  if (held || saving || event.button !== 0 || !main.querySelector("[data-planner]")) return;
  const { target, pointerType, clientX, clientY } = event;
  const item = target.closest(".item");
  const isGrip = target.closest(".grip, .stretch");
  if (pointerType !== "mouse" && !isGrip) return;
  if (item && !isGrip && target.closest("a, button")) return;
  const at = under(clientX, clientY);
  if (!item && (!at || !target.closest("table.plan tbody td"))) return;
  const kind = !item ? "add" : target.closest(".stretch") ? "stretch" : "move";
  pressed = { item, kind, at, x: clientX, y: clientY, id: event.pointerId };
  if (kind !== "add") target.setPointerCapture?.(event.pointerId);
});

document.addEventListener("pointermove", (event) => {
  if (!pressed || event.pointerId !== pressed.id) return;
  if (!held) {
    if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < 5) return;
    const { item, kind, at } = pressed;
    const place = item ? placeOf(item) : { table: at.table, start: at.row, span: 1, column: at.column };
    pressed.grabbed = item && at && item.closest("table") ? at.row - place.start : 0;
    take(item, place, kind);
  }
  event.preventDefault();
  const at = under(event.clientX, event.clientY);
  if (!at) return;
  const { place, kind, item, from } = held;
  if (kind === "move") {
    Object.assign(place, { table: at.table, column: at.column });
    place.start = Math.max(0, Math.min(at.row - pressed.grabbed, rowsOf(at.table).length - place.span));
    // What has no place has none to give.
    held.swap = item.closest("table") ? taken(item, { ...place, start: at.row }) : null;
  } else if (at.table === place.table) {
    const first = Math.min(from.start, kind === "add" ? at.row : from.start);
    place.start = first;
    place.span = Math.max(1, Math.max(at.row, kind === "add" ? from.start : first) - first + 1);
  }
  draw();
});

document.addEventListener("pointerup", (event) => {
  if (!pressed || event.pointerId !== pressed.id) return;
  const isMoved = held !== null;
  pressed = null;
  if (!isMoved) return;
  // The click that follows is no click on a link.
  addEventListener("click", (click) => click.preventDefault(), { capture: true, once: true });
  setTimeout(() => dispatchEvent(new Event("click", { cancelable: true })), 0);
  if (under(event.clientX, event.clientY)) drop();
  else letGo();
});

document.addEventListener("pointercancel", () => {
  pressed = null;
  letGo();
});

document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.(".item")) event.preventDefault();
});

/** The arrow keys on a session's "Move". */
function steer(event, grip) {
  const item = grip.closest(".item");
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  if (!held && !step) return false;
  if (!held) take(item, placeOf(item), "move");
  const { place } = held;
  const rows = rowsOf(place.table).length;
  if (event.key === "Escape") {
    letGo();
    said.textContent = "It stays where it was.";
    return true;
  }
  if (event.key === "Enter" || event.key === " ") {
    held.swap = null;
    drop();
    return true;
  }
  if (event.key.toLowerCase() === "s") {
    held.swap = item.closest("table") ? taken(item, place) : null;
    if (held.swap) drop();
    return true;
  }
  if (!step) return event.key === "Tab" ? (letGo(), false) : false;
  const [down, right] = step;
  if (event.shiftKey) place.span = Math.max(1, Math.min(place.span + down, rows - place.start));
  else place.start = Math.max(0, Math.min(place.start + down, rows - place.span));
  place.column = Math.max(0, Math.min(place.column + right, columnsOf(place.table).length - 1));
  draw();
  held.ghost.scrollIntoView({ block: "nearest", inline: "nearest" });
  const other = taken(item, place);
  said.textContent = words(place) + (other ? `. ${other.dataset.title} is there: press S to change places` : "");
  return true;
}

document.addEventListener("keydown", (event) => {
  if (!main.querySelector("[data-planner]")) return;
  const grip = event.target.closest?.(".grip");
  if (grip && !event.ctrlKey && !event.metaKey && !event.altKey && steer(event, grip)) return event.preventDefault();
  if (event.key === "Escape" && held) {
    pressed = null;
    return letGo();
  }
  if (event.target.closest?.("input, textarea, select") || !(event.ctrlKey || event.metaKey)) return;
  const key = event.key.toLowerCase();
  const verb = key === "y" || (key === "z" && event.shiftKey) ? "Redo" : key === "z" ? "Undo" : null;
  const form = verb && main.querySelector(`form[data-edit=${verb}]`);
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});

document.addEventListener("focusout", (event) => {
  if (held && !pressed && event.target.closest?.(".grip")) letGo();
});

document.addEventListener("submit", (event) => {
  const { edit } = event.target.dataset;
  if (!edit || !main.querySelector("[data-planner]")) return;
  event.preventDefault();
  send(event.target.action, { edit: event.target.elements.edit.value }, `form[data-edit=${edit}] button`);
});

/** Readies what is shown for dragging. */
function ready() {
  if (!main.querySelector("[data-planner]")) return;
  main.classList.add("planner");
  main.querySelector("#planner-help").hidden = false;
  for (const item of main.querySelectorAll("td > .item")) {
    const edge = document.createElement("span");
    edge.className = "stretch";
    item.append(edge);
  }
  for (const grip of main.querySelectorAll(".grip")) grip.setAttribute("aria-describedby", "planner-help");
}

ready();
